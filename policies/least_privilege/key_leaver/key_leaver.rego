# METADATA
# title: No SSH key of somebody who has left still works
# description: >-
#   Closing the account of a leaver does not take away the keys that were put into other accounts: root,
#   deploy, a colleague's. A key counts as somebody's when the part of its comment before the @ is a
#   login name of that person, or when it stands in an account of theirs.
# related_resources:
#   - ref: https://man.openbsd.org/sshd#AUTHORIZED_KEYS_FILE_FORMAT
# custom:
#   id: key-leaver
#   resource: server.authorized_key
#   severity: critical
#   controls: [lp-leaver-revoked, lp-authorised-only]
#   needs:
#     register.hr_roster: [person, accounts, status, left_on]
#   remediation: |
#     Remove the line, and look for the same fingerprint on all other hosts:
#       ssh-keygen -lf FILE | grep -n FINGERPRINT
#     If the comment is wrong and the key belongs to somebody else, correct the comment. End open sessions:
#       loginctl list-sessions
#     Verify: ssh-keygen -lf FILE | grep -c FINGERPRINT   (0)
#   zh:
#     title: 离职人员的 SSH 密钥均已失效
#     message: "离职人员 {person}（{left_on} 离职）的密钥仍可登录 {account}"
#     remediation: |
#       删除该行，并在其他主机上查找相同指纹：
#         ssh-keygen -lf FILE | grep -n FINGERPRINT
#       若注释有误且密钥属于他人，请更正注释。结束仍打开的会话：
#         loginctl list-sessions
#       验证：ssh-keygen -lf FILE | grep -c FINGERPRINT（应为 0）
package least_privilege.key_leaver

import data.lib.dates
import data.lib.roster

deny contains {"msg": msg, "path": person, "args": args} if {
	some person in roster.leavers(rows)
	left_on := roster.last_day(rows, person)
	roster.passed(left_on, data.parameters.leaver_revoke_hours, data.run.now)
	not expired
	args := {"person": person, "left_on": left_on, "account": input.facts.account}
	msg := sprintf("a key of %s, who left on %s, still opens %s", [person, left_on, input.facts.account])
}

unknown contains {"msg": msg} if {
	some person in roster.leavers(rows)
	not roster.last_day(rows, person)
	not expired
	msg := sprintf("the roster says that %s has left but not when", [person])
}

rows contains row if {
	some name in {input.facts.account, split(input.facts.comment, "@")[0]}
	some login in roster.spellings(name)
	some row in data.inventory["register.hr_roster"].by.accounts[login]
}

expired if dates.instant(data.run.now) > dates.instant(input.facts.options.expires)
