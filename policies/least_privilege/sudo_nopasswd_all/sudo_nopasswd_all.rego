# METADATA
# title: Nobody becomes root without a password
# description: >-
#   With NOPASSWD on ALL, an unlocked screen, a stolen session or one bad script of that user is root
#   at once. Rules for root itself and rules that only lead to other accounts are left out.
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/
# custom:
#   id: sudo-nopasswd-all
#   resource: server.sudo_rule
#   severity: high
#   controls: [lp-authentication-required, lp-need-to-know]
#   remediation: |
#     Edit the file that holds the rule and take NOPASSWD: away, or name the commands that must run
#     unattended:
#       visudo -f /etc/sudoers.d/FILE
#       deploy ALL=(root) NOPASSWD: /usr/bin/systemctl restart shop.service
#     Check first that the user has a password or another PAM factor. Cloud images keep the rule in
#     /etc/sudoers.d/90-cloud-init-users.
#     Verify: visudo -c && sudo -l -U LOGIN
#   zh:
#     title: 无人可免密成为 root
#     message: "{users} 可免密以 root 执行任何命令（{id}）"
#     remediation: |
#       用 visudo 编辑规则所在文件，去掉 NOPASSWD:，或只列出必须无人值守的命令：
#         visudo -f /etc/sudoers.d/FILE
#         deploy ALL=(root) NOPASSWD: /usr/bin/systemctl restart shop.service
#       先确认该用户已有口令或其他认证因素。
#       验证：visudo -c && sudo -l -U LOGIN
package least_privilege.sudo_nopasswd_all

import data.lib.sudo

deny contains {"msg": msg, "args": {"users": users}, "severity": severity} if {
	input.facts.nopasswd
	"ALL" in input.facts.commands
	sudo.as_root(input.facts.runas_users)
	beneficiaries := sudo.beneficiaries(input.facts.users)
	count(beneficiaries) > 0
	users := concat(", ", sort(beneficiaries))
	severity := severity_of(beneficiaries)
	msg := sprintf("%s may run everything as root without a password", [users])
}

severity_of(beneficiaries) := "critical" if "ALL" in beneficiaries

else := "high"
