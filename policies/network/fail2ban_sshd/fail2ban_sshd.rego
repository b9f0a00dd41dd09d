# METADATA
# title: fail2ban watches logins over SSH
# description: >-
#   Where fail2ban is installed everybody counts on it. Without a jail for sshd, or without the daemon, passwords
#   can be tried without end.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/jail.conf.5.html
# custom:
#   id: fail2ban-sshd
#   resource: server.intrusion_detection
#   severity: medium
#   controls: [net-ids-present, lp-authentication-required]
#   remediation: |
#     Write /etc/fail2ban/jail.d/sshd.local with
#       [sshd]
#       enabled = true
#     then: systemctl enable --now fail2ban && fail2ban-client reload
#     Verify: fail2ban-client status sshd
#   zh:
#     title: fail2ban 监视 SSH 登录
#     message: "{id} 的 fail2ban：{trouble}"
#     remediation: |
#       写入 /etc/fail2ban/jail.d/sshd.local：
#         [sshd]
#         enabled = true
#       然后执行 systemctl enable --now fail2ban && fail2ban-client reload
#       验证：fail2ban-client status sshd
package network.fail2ban_sshd

deny contains {"msg": msg, "path": "running", "args": {"trouble": "未运行"}} if {
	input.facts.fail2ban.installed
	not input.facts.fail2ban.running
	msg := sprintf("fail2ban is installed on %s but does not run", [input.name])
}

deny contains {"msg": msg, "path": "sshd", "args": {"trouble": "没有启用 sshd 监狱"}} if {
	input.facts.fail2ban.installed
	not watched
	msg := sprintf("fail2ban on %s has no jail for sshd", [input.name])
}

not_applicable if input.facts.fail2ban.installed == false

watched if {
	some jail in input.facts.fail2ban.jails
	jail.ssh
}
