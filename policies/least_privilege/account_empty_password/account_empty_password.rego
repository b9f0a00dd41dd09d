# METADATA
# title: No account has an empty password
# description: >-
#   Whoever knows the name of the account is in: from the console, with su, and with every service
#   that allows empty passwords. Without a login shell the account is still good for services that
#   only ask for the password.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/shadow.5.html
# custom:
#   id: account-empty-password
#   resource: server.account
#   severity: high
#   controls: [lp-authentication-required, lp-no-unauthorised-access]
#   remediation: |
#     Lock the password (keys go on working), or set one:
#       passwd -l LOGIN
#       passwd LOGIN
#     Remove the option nullok from pam_unix.so in /etc/pam.d as well.
#     Verify: passwd -S LOGIN   (L or P, not NP)
#   zh:
#     title: 没有空口令账号
#     message: "{id} 的口令为空"
#     remediation: |
#       锁定口令，或设置口令：
#         passwd -l LOGIN
#         passwd LOGIN
#       并从 /etc/pam.d 的 pam_unix.so 中去掉 nullok。
#       验证：passwd -S LOGIN（应为 L 或 P，而非 NP）
package least_privilege.account_empty_password

deny contains {"msg": msg, "severity": severity} if {
	input.facts.password.state == "empty"
	severity := severity_of(input.facts.login_shell)
	msg := sprintf("%s logs in without a password", [input.name])
}

severity_of(login_shell) := "critical" if login_shell

else := "high"
