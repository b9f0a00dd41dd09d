# METADATA
# title: Sudo users do not choose the environment of root
# description: >-
#   SETENV lets the user pass variables such as LD_PRELOAD or PYTHONPATH to a command that runs as
#   root, which turns any permitted command into every command.
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/
# custom:
#   id: sudo-setenv
#   resource: server.sudo_rule
#   severity: medium
#   controls: [lp-need-to-know]
#   remediation: |
#     Remove the SETENV tag, and keep single harmless variables with Defaults env_keep instead:
#       visudo -f /etc/sudoers.d/FILE
#       Defaults:deploy env_keep += "http_proxy"
#     Verify: visudo -c && sudo -l -U LOGIN
#   zh:
#     title: sudo 用户不能设定 root 的环境变量
#     message: "{id} 允许用户设定环境变量（SETENV）"
#     remediation: |
#       去掉 SETENV 标签，只用 env_keep 保留个别无害变量：
#         visudo -f /etc/sudoers.d/FILE
#         Defaults:deploy env_keep += "http_proxy"
#       验证：visudo -c && sudo -l -U LOGIN
package least_privilege.sudo_setenv

import data.lib.sudo

deny contains {"msg": msg} if {
	input.facts.setenv
	not "ALL" in input.facts.commands
	sudo.as_root(input.facts.runas_users)
	count(sudo.beneficiaries(input.facts.users)) > 0
	msg := sprintf("%s lets its users set any environment variable", [input.name])
}
