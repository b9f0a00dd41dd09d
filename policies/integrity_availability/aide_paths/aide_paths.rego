# METADATA
# title: AIDE watches the system and the datasets
# description: >-
#   What the configuration of AIDE leaves out can be changed unnoticed. Asked are /etc, /usr/bin and the folders of
#   datasets. A dataset that changes all the time (a database's files) may be left out: give it a waiver that names
#   what protects it instead.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/aide.conf.5.html
# custom:
#   id: aide-paths
#   resource: server.intrusion_detection
#   severity: low
#   controls: [int-tamper-protection]
#   remediation: |
#     Add a rule, in /etc/aide/aide.conf.d/50_datasets on Debian and Ubuntu, in /etc/aide.conf elsewhere:
#       /PATH p+u+g+s+m+c+sha256
#     and take out `!/PATH`. Then make the database anew (aideinit -y, or aide --init and move it).
#     Verify: aide --config /etc/aide/aide.conf --path-check=f:/PATH/x   ([X])
#   zh:
#     title: AIDE 监视系统与数据集
#     message: "{id} 的 AIDE 不监视 {path}"
#     remediation: |
#       添加规则（Debian 与 Ubuntu 写入 /etc/aide/aide.conf.d/50_datasets，其他系统写入 /etc/aide.conf）：
#         /PATH p+u+g+s+m+c+sha256
#       并删除 !/PATH，然后重建数据库（aideinit -y，或 aide --init 后改名）。
#       验证：aide --config /etc/aide/aide.conf --path-check=f:/PATH/x（显示 [X]）
package integrity_availability.aide_paths

deny contains {"msg": msg, "path": asked.path, "args": {"path": asked.path}} if {
	some asked in input.facts.aide.paths
	asked.covered == "no"
	msg := sprintf("AIDE on %s does not watch %s", [input.name, asked.path])
}

not_applicable if input.facts.aide.installed == false

unknown contains {"msg": msg} if {
	open := [asked.path | some asked in input.facts.aide.paths; asked.covered == "undetermined"]
	count(open) > 0
	msg := sprintf("this AIDE cannot be asked whether it watches %s (it can from version 0.17 on)", [concat(", ", open)])
}
