# METADATA
# title: No sudo rule relies on forbidden commands
# description: >-
#   Everything except some commands is everything: the user copies or renames the forbidden program,
#   or starts it from another one. The manual of sudoers says so itself.
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/
# custom:
#   id: sudo-negated-commands
#   resource: server.sudo_rule
#   severity: medium
#   controls: [lp-need-to-know]
#   remediation: |
#     List what is allowed instead of what is forbidden, or grant ALL and say so honestly:
#       visudo -f /etc/sudoers.d/FILE
#       %helpdesk ALL=(root) /usr/bin/passwd ^[a-z]+$, /usr/bin/systemctl restart cups
#     Verify: visudo -c && sudo -l -U LOGIN
#   zh:
#     title: sudo 规则不依赖禁止列表
#     message: "{id} 以禁止列表（{negated}）限制命令，可被绕过"
#     remediation: |
#       列出允许的命令，而不是禁止的命令：
#         visudo -f /etc/sudoers.d/FILE
#         %helpdesk ALL=(root) /usr/bin/passwd ^[a-z]+$, /usr/bin/systemctl restart cups
#       验证：visudo -c && sudo -l -U LOGIN
package least_privilege.sudo_negated_commands

import data.lib.sudo

deny contains {"msg": msg, "args": {"negated": negated}} if {
	count(sudo.beneficiaries(input.facts.users)) > 0
	forbidden := sort([command | some command in input.facts.commands; startswith(command, "!")])
	count(forbidden) > 0
	open_ended
	negated := concat(", ", forbidden)
	msg := sprintf("%s forbids %s, which is easy to get around", [input.name, negated])
}

open_ended if "ALL" in input.facts.commands

open_ended if {
	some command in input.facts.commands
	sudo.escape(command, false) == "wildcard"
}
