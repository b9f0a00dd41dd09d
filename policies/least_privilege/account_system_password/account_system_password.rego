# METADATA
# title: System accounts have no password
# description: >-
#   Nobody is supposed to log in as a service. A password on such an account is shared by everyone who
#   knows it, is rarely changed and survives every leaver.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/shadow.5.html
# custom:
#   id: account-system-password
#   resource: server.account
#   severity: medium
#   controls: [lp-authentication-required, lp-authorised-only]
#   remediation: |
#     Lock it; services started by systemd or cron need no password:
#       passwd -l LOGIN
#     Verify: passwd -S LOGIN   (L)
#   zh:
#     title: 系统账号没有口令
#     message: "系统账号 {id} 设有口令"
#     remediation: |
#       锁定口令（由 systemd 或 cron 启动的服务不需要口令）：
#         passwd -l LOGIN
#       验证：passwd -S LOGIN（应为 L）
package least_privilege.account_system_password

deny contains {"msg": msg} if {
	input.facts.password.state in {"set", "empty"}
	msg := sprintf("the system account %s has a password", [input.name])
}

not_applicable if input.facts.system == false
