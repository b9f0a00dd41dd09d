# METADATA
# title: Not every account may become root
# description: >-
#   A rule for ALL users makes each account, also that of a service which was broken into, as strong as root: its own
#   password is all that stands in between. Where sudo asks for the password of root instead (targetpw, as SUSE ships
#   it), the rule gives nothing to those who do not know that.
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/
# custom:
#   id: sudo-everyone
#   resource: server.sudo_rule
#   severity: critical
#   controls: [lp-role-based, lp-need-to-know, lp-no-unauthorised-access]
#   remediation: |
#     Name the group of the administrators in place of ALL:
#       visudo -f /etc/sudoers.d/FILE
#       %wheel ALL=(ALL:ALL) ALL
#     Verify: visudo -c && sudo -l -U nobody
#   zh:
#     title: 并非每个账号都可成为 root
#     message: "{id} 让任何账号都能成为 root"
#     remediation: |
#       将 ALL 改为管理员组：
#         visudo -f /etc/sudoers.d/FILE
#         %wheel ALL=(ALL:ALL) ALL
#       验证：visudo -c && sudo -l -U nobody
package least_privilege.sudo_everyone

import data.lib.sudo

deny contains {"msg": msg} if {
	"ALL" in input.facts.users
	"ALL" in input.facts.commands
	sudo.as_root(input.facts.runas_users)
	input.facts.nopasswd
	msg := sprintf("%s lets every account become root, even without a password", [input.name])
}

deny contains {"msg": msg} if {
	"ALL" in input.facts.users
	"ALL" in input.facts.commands
	sudo.as_root(input.facts.runas_users)
	input.facts.nopasswd == false
	input.facts.password_of == "invoker"
	msg := sprintf("%s lets every account become root with its own password", [input.name])
}
