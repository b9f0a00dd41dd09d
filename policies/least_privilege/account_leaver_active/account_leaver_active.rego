# METADATA
# title: Nobody who has left still has a working account
# description: >-
#   A departed person with a working account can reach customer information from outside, without
#   anyone expecting it. The account must be closed within the deadline after the end of the last day.
#   A locked password is not enough, because keys go on working: the shell must go too, or the account
#   must be expired. Another row of the same person that is still employed (rehired) clears it. What
#   account_owners says of a personal account goes before the roster.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/usermod.8.html
#   - ref: https://man7.org/linux/man-pages/man1/chage.1.html
# custom:
#   id: account-leaver-active
#   resource: server.account
#   severity: critical
#   controls: [lp-leaver-revoked, lp-authorised-only]
#   needs:
#     register.account_owners: [account, person, service, system]
#     register.hr_roster: [person, accounts, status, left_on]
#   remediation: |
#     Close the account and end what runs under it; files stay for the handover:
#       usermod --lock --expiredate 1 --shell /usr/sbin/nologin LOGIN
#       loginctl terminate-user LOGIN || pkill -KILL -u LOGIN
#       mv ~LOGIN/.ssh/authorized_keys ~LOGIN/.ssh/authorized_keys.revoked; crontab -r -u LOGIN
#     If the login now belongs to somebody else, give that person an account of his or her own.
#     Verify: passwd -S LOGIN && chage -l LOGIN && getent passwd LOGIN
#   zh:
#     title: 离职人员没有可用账号
#     message: "离职人员 {person}（{left_on} 离职）的账号 {id} 仍可使用"
#     remediation: |
#       关闭账号并结束其进程，文件留待交接：
#         usermod --lock --expiredate 1 --shell /usr/sbin/nologin LOGIN
#         loginctl terminate-user LOGIN || pkill -KILL -u LOGIN
#         mv ~LOGIN/.ssh/authorized_keys ~LOGIN/.ssh/authorized_keys.revoked; crontab -r -u LOGIN
#       验证：passwd -S LOGIN && chage -l LOGIN && getent passwd LOGIN
package least_privilege.account_leaver_active

import data.lib.dates
import data.lib.roster

deny contains {"msg": msg, "path": person, "args": {"person": person, "left_on": left_on}} if {
	some person in roster.leavers(rows)
	left_on := roster.last_day(rows, person)
	deadline_passed(left_on)
	not closed
	msg := sprintf("%s still works although %s left on %s", [input.name, person, left_on])
}

unknown contains {"msg": msg} if {
	some row in rows
	row.status == "left"
	not dates.day_start(row.left_on)
	not closed
	msg := sprintf("the roster says that %s has left but not when", [row.person])
}

unknown contains {"msg": msg} if {
	some row in rows
	row.status != "left"
	deadline_passed(row.left_on)
	not closed
	msg := sprintf("the roster calls %s employed but gives the last day %s", [row.person, row.left_on])
}

# What the list of owners says goes before the roster.
owned := roster.owned(
	data.inventory["register.account_owners"].all,
	data.inventory["register.hr_roster"].by.person,
	{input.name, input.id},
	input.target,
)

rows := owned if count(owned) > 0

rows := by_login if count(owned) == 0

# Registers do not always write login names the way the machine does.
by_login contains row if {
	some login in roster.spellings(input.name)
	some row in data.inventory["register.hr_roster"].by.accounts[login]
}

deadline_passed(left_on) if roster.passed(left_on, data.parameters.leaver_revoke_hours, data.run.now)

closed if {
	input.facts.password.state in {"locked", "none"}
	input.facts.login_shell == false
}

closed if dates.instant(data.run.now) >= dates.day_start(input.facts.password.expires)
