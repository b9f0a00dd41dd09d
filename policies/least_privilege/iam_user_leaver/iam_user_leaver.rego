# METADATA
# title: Nobody who has left can still log in to AWS
# description: >-
#   A departed person with a password or key reaches customer information from outside, without anyone
#   expecting it. Both must be ended within the deadline after the end of the last day. Another row of
#   the same person that is still employed (rehired) clears it. What
#   account_owners says of a personal account goes before the roster.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_remove.html
# custom:
#   id: iam-user-leaver
#   resource: iam.user
#   severity: critical
#   controls: [lp-leaver-revoked, lp-authorised-only]
#   needs:
#     register.account_owners: [account, person, service, system]
#     register.hr_roster: [person, accounts, status, left_on]
#   remediation: |
#     End what opens the account; the user stays for the handover:
#       aws iam delete-login-profile --user-name USER
#       aws iam list-access-keys --user-name USER
#       aws iam update-access-key --user-name USER --access-key-id KEY --status Inactive
#     If the user now belongs to somebody else, give that person a user of his or her own.
#     Verify: aws iam get-login-profile --user-name USER   (NoSuchEntity); aws iam list-access-keys --user-name USER
#   zh:
#     title: 离职人员不能登录 AWS
#     message: "离职人员 {person}（{left_on} 离职）的用户 {id} 仍可使用"
#     remediation: |
#       停用登录方式，用户留待交接：
#         aws iam delete-login-profile --user-name USER
#         aws iam list-access-keys --user-name USER
#         aws iam update-access-key --user-name USER --access-key-id KEY --status Inactive
#       若该用户现由他人使用，请为其另建用户。
#       验证：aws iam get-login-profile --user-name USER（应返回 NoSuchEntity）; aws iam list-access-keys --user-name USER
package least_privilege.iam_user_leaver

import data.lib.dates
import data.lib.roster

deny contains {"msg": msg, "path": person, "args": {"person": person, "left_on": left_on}} if {
	some person in roster.leavers(rows)
	left_on := roster.last_day(rows, person)
	deadline_passed(left_on)
	open
	msg := sprintf("%s can still log in although %s left on %s", [input.name, person, left_on])
}

unknown contains {"msg": msg} if {
	some row in rows
	row.status == "left"
	not dates.day_start(row.left_on)
	open
	msg := sprintf("the roster says that %s has left but not when", [row.person])
}

unknown contains {"msg": msg} if {
	some row in rows
	row.status != "left"
	deadline_passed(row.left_on)
	open
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

# Registers do not always write login names the way the account does.
by_login contains row if {
	some login in roster.spellings(input.name)
	some row in data.inventory["register.hr_roster"].by.accounts[login]
}

deadline_passed(left_on) if roster.passed(left_on, data.parameters.leaver_revoke_hours, data.run.now)

open if input.facts.credentials.password.enabled

open if {
	some key in input.facts.credentials.keys
	key.active
}
