# METADATA
# title: Accesses to datasets are recorded
# description: >-
#   Only a rule on the folder tells afterwards who read, changed or took customer information. It has to record
#   reading, writing and changes of rights, on the path or a folder above it. Rules that leave out services
#   (auid>=1000) count; a rule that never records a part of the folder, or all of it, does not.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man7/audit.rules.7.html
# custom:
#   id: audit-dataset-watched
#   resource: server.path
#   severity: medium
#   controls: [log-access-recorded, log-access-attempts-tracked, log-audit-software]
#   needs:
#     server.audit: {facts: [parsed], within: target}
#   remediation: |
#     Write /etc/audit/rules.d/40-datasets.rules with
#       -a always,exit -F dir=/PATH -F perm=rwa -F auid>=1000 -F auid!=unset -F key=datasets
#     and take out rules with `never` on it or on the task list. Then: augenrules --load
#     (after -e 2 a restart is needed). Where services write much, keep the auid filter.
#     Verify: ls /PATH, then: ausearch -k datasets -i | tail
#   zh:
#     title: 记录对数据集的访问
#     message: "没有审计规则记录对 {id} 的访问：{what}"
#     remediation: |
#       写入 /etc/audit/rules.d/40-datasets.rules：
#         -a always,exit -F dir=/PATH -F perm=rwa -F auid>=1000 -F auid!=unset -F key=datasets
#       删除针对它或 task 列表的 never 规则，然后执行 augenrules --load（若设置了 -e 2 则需重启）。
#       验证：ls /PATH，然后 ausearch -k datasets -i | tail
package logging.audit_dataset_watched

import data.lib.audit

deny contains {"msg": msg, "args": {"what": chinese}} if {
	not linked
	count(missing) > 0
	what := concat(", ", [word | some letter, word in words; letter in missing])
	chinese := concat("、", [word | some letter, word in words_zh; letter in missing])
	msg := sprintf("no audit rule records accesses to %s: %s", [input.name, what])
}

deny contains {"msg": msg, "path": place, "args": {"what": place}} if {
	input.facts.exists
	some place in audit.silenced(rules, input.name)
	msg := sprintf("an audit rule says never to record %s", [place])
}

deny contains {"msg": msg, "path": "task", "args": {"what": "-a never,task"}} if {
	input.facts.exists
	audit.switched_off(rules)
	msg := sprintf("the audit rule on the task list switches off all others that would record %s", [input.name])
}

not_applicable if input.facts.exists == false

unknown contains {"msg": "the path is a link; a rule may name the place that it leads to"} if {
	linked
	count(missing) > 0
}

linked if input.facts.stat.symlink

missing contains letter if {
	input.facts.exists
	some letter in ["r", "w", "a"]
	not audit.records(rules, input.name, letter)
}

rules contains rule if {
	some row in data.inventory["server.audit"].by.target[input.target]
	some rule in row.parsed
}

words := {"r": "reading", "w": "writing", "a": "changes of rights"}

words_zh := {"r": "读取", "w": "写入", "a": "权限变更"}
