# METADATA
# title: Who has left gets at no dataset
# description: >-
#   An account of somebody who left that still reaches customer information is the access that nobody watches any more.
#   It counts whatever way it takes: a group, a role, a grant in a database, sudo.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/least_privilege
# custom:
#   id: access-leaver
#   resource: dataset.access
#   severity: critical
#   controls: [lp-leaver-revoked, lp-no-unauthorised-access]
#   remediation: |
#     Lock the account where it lives, then take away what it holds:
#       usermod --lock --expiredate 1 LOGIN
#       aws iam update-access-key --user-name LOGIN --access-key-id KEY --status Inactive; aws iam delete-login-profile --user-name LOGIN
#       ALTER ROLE "LOGIN" NOLOGIN;
#     Verify: selfaudit access DATASET --person PERSON
#   zh:
#     title: 离职人员不得访问任何数据集
#     message: "{person} 已离职，{who} 仍可对 {dataset} {rights}"
#     remediation: |
#       在账号所在系统锁定账号，再撤销其权限：
#         usermod --lock --expiredate 1 LOGIN
#         aws iam update-access-key --user-name LOGIN --access-key-id KEY --status Inactive; aws iam delete-login-profile --user-name LOGIN
#         ALTER ROLE "LOGIN" NOLOGIN;
#       验证：selfaudit access DATASET --person PERSON
package least_privilege.access_leaver

import data.lib.access

deny contains {"msg": msg, "path": person.person, "args": args} if {
	some person in input.facts.people
	person.status == "left"
	count(still_here) == 0
	held := access.listed(access.rights(input.facts.grants))
	dataset := input.dataset.ids[0]
	args := {"who": input.facts.principal.name, "dataset": dataset, "rights": held, "person": person.person}
	msg := sprintf("%s of %s, who left, can %s %s", [input.facts.principal.name, person.person, held, dataset])
}

# An account that others took over is theirs now.
still_here := [person |
	some person in input.facts.people
	person.status != "left"
]

not_applicable if count(input.facts.people) == 0
