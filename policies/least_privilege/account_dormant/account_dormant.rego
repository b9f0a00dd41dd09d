# METADATA
# title: Accounts that nobody uses are closed
# description: >-
#   An account that nobody has used for long is missed by nobody when somebody else uses it. Only logins
#   with a terminal are recorded by most systems, so look at the SSH log as well before you close an
#   account that only copies files.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/lastlog.8.html
#   - ref: https://man7.org/linux/man-pages/man8/lastlog2.8.html
#   - ref: https://man7.org/linux/man-pages/man8/usermod.8.html
# custom:
#   id: account-dormant
#   resource: server.account
#   severity: medium
#   controls: [lp-authorised-only, lp-need-to-know]
#   remediation: |
#     Look for sessions without a terminal and ask the owner; then close the account:
#       journalctl -u ssh --since '-180 days' | grep 'Accepted .* for LOGIN '
#       usermod --lock --expiredate 1 --shell /usr/sbin/nologin LOGIN
#     and let accounts lock by themselves: useradd -D -f 30. Verify: lastlog -u LOGIN (or lastlog2) && chage -l LOGIN
#   zh:
#     title: 关闭长期不用的账号
#     message: "{id} 已 {days} 天以上没有登录"
#     remediation: |
#       先查找无终端的会话并询问所有者，再关闭账号：
#         journalctl -u ssh --since '-180 days' | grep 'Accepted .* for LOGIN '
#         usermod --lock --expiredate 1 --shell /usr/sbin/nologin LOGIN
#       并使账号自动锁定：useradd -D -f 30。验证：lastlog -u LOGIN（或 lastlog2）&& chage -l LOGIN
package least_privilege.account_dormant

import data.lib.dates

deny contains {"msg": msg, "args": {"days": days}} if {
	not closed
	days := data.parameters.dormant_days
	older_than(dates.instant(input.facts.last_login), days)
	msg := sprintf("%s was last used on %s, more than %v days ago", [input.name, input.facts.last_login, days])
}

deny contains {"msg": msg, "args": {"days": days}} if {
	not closed
	input.facts.last_login == null
	days := data.parameters.dormant_days
	older_than(dates.day_start(input.facts.password.last_changed), days)
	msg := sprintf("no login of %s is recorded, and its password was set more than %v days ago", [input.name, days])
}

not_applicable if input.facts.system

not_applicable if input.facts.login_shell == false

not_applicable if input.facts.uid == 0

older_than(instant, days) if dates.instant(data.run.now) - instant > dates.hours(24 * days)

closed if dates.instant(data.run.now) >= dates.day_start(input.facts.password.expires)
