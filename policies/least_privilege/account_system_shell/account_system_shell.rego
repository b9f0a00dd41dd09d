# METADATA
# title: System accounts have no login shell
# description: >-
#   A service account with a shell is a way in: through a key that somebody adds, through su, or
#   through a hole in the service. Few of them need one.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/nologin.8.html
# custom:
#   id: account-system-shell
#   resource: server.account
#   severity: low
#   controls: [lp-need-to-know, lp-authorised-only]
#   remediation: |
#     Check that no script logs in as the account (su - LOGIN, cron jobs with its own shell), then:
#       usermod -s /usr/sbin/nologin LOGIN
#     sudo -u LOGIN COMMAND and systemd units go on working. Verify: getent passwd LOGIN
#   zh:
#     title: 系统账号没有登录 shell
#     message: "系统账号 {id} 的登录 shell 为 {shell}"
#     remediation: |
#       确认没有脚本以该账号登录（su - LOGIN）后执行：
#         usermod -s /usr/sbin/nologin LOGIN
#       验证：getent passwd LOGIN
package least_privilege.account_system_shell

deny contains {"msg": msg, "args": {"shell": input.facts.shell}} if {
	input.facts.login_shell
	msg := sprintf("the system account %s has the login shell %s", [input.name, input.facts.shell])
}

not_applicable if input.facts.system == false
