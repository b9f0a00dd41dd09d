# METADATA
# title: AIDE has a database that is kept up to date
# description: >-
#   Without a database AIDE has nothing to compare with. One that is older than a quarter reports every update of
#   the system since, and nobody reads that any more.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man1/aide.1.html
# custom:
#   id: aide-database
#   resource: server.intrusion_detection
#   severity: medium
#   controls: [int-tamper-protection, net-ids-present]
#   remediation: |
#     Look at what changed, and when all of it is explained make the database anew:
#       aide --check --config /etc/aide/aide.conf      # Red Hat: aide --check
#       aideinit -y                                    # Red Hat: aide --init
#       mv /var/lib/aide/aide.db.new /var/lib/aide/aide.db      # Red Hat: aide.db.new.gz to aide.db.gz
#     Keep a copy where root of this machine cannot write.
#     Verify: ls -l /var/lib/aide
#   zh:
#     title: AIDE 数据库存在且保持更新
#     message: "{id} 的 AIDE 数据库：{trouble}"
#     remediation: |
#       查看变更，全部有合理解释后重建数据库：
#         aide --check --config /etc/aide/aide.conf（Red Hat：aide --check）
#         aideinit -y（Red Hat：aide --init）
#         mv /var/lib/aide/aide.db.new /var/lib/aide/aide.db（Red Hat：aide.db.new.gz 改为 aide.db.gz）
#       在本机 root 无法写入之处保留副本。
#       验证：ls -l /var/lib/aide
package integrity_availability.aide_database

import data.lib.dates

deny contains {"msg": msg, "args": {"trouble": "不存在"}} if {
	input.facts.aide.database.exists == "no"
	msg := sprintf("AIDE on %s has no database to compare with", [input.name])
}

deny contains {"msg": msg, "severity": "low", "args": {"trouble": trouble}} if {
	updated := input.facts.aide.database.updated
	allowed := dates.hours(data.parameters.integrity_baseline_max_days * 24)
	dates.instant(updated) + allowed < dates.instant(data.run.now)
	input.facts.aide.database.exists == "yes"
	trouble := sprintf("最后更新于 %s", [updated])
	msg := sprintf("the database of AIDE on %s is from %s", [input.name, updated])
}

not_applicable if input.facts.aide.installed == false

unknown contains {"msg": msg} if {
	input.facts.aide.database.exists == "undetermined"
	msg := sprintf("the database of AIDE is no local file: %v", [input.facts.aide.database.place])
}
