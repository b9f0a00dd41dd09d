# METADATA
# title: Full administration is granted to groups, not to persons
# description: >-
#   A personal grant is forgotten when the person changes jobs. A group follows the role: membership
#   is reviewed in one place and ends with it.
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/
# custom:
#   id: sudo-all-to-person
#   resource: server.sudo_rule
#   severity: medium
#   controls: [lp-role-based, lp-need-to-know]
#   remediation: |
#     Put the person into the administrators' group (sudo on Debian, wheel on Red Hat) and remove the
#     rule:
#       usermod -aG sudo LOGIN
#       visudo -f /etc/sudoers.d/FILE
#     Verify in a new session of LOGIN: sudo -l
#   zh:
#     title: 完全管理权授予组而非个人
#     message: "{users} 以个人身份获得完全管理权（{id}）"
#     remediation: |
#       将人员加入管理员组（Debian 为 sudo，Red Hat 为 wheel），并删除该规则：
#         usermod -aG sudo LOGIN
#         visudo -f /etc/sudoers.d/FILE
#       验证（以 LOGIN 新会话）：sudo -l
package least_privilege.sudo_all_to_person

import data.lib.sudo

deny contains {"msg": msg, "args": {"users": users}} if {
	"ALL" in input.facts.commands
	sudo.as_root(input.facts.runas_users)
	persons := sudo.persons(input.facts.users)
	count(persons) > 0
	users := concat(", ", sort(persons))
	msg := sprintf("full administration is granted to %s in person, not to a group", [users])
}
