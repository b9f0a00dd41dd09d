# METADATA
# title: No two people log in with the same SSH key
# description: >-
#   A key that opens the accounts of two persons is known to at least one of them too many: nobody can
#   tell from the log who it was, and it cannot be revoked for one alone. The same key in several
#   accounts of one person, or in service accounts besides, is not reported.
# related_resources:
#   - ref: https://man.openbsd.org/sshd#AUTHORIZED_KEYS_FILE_FORMAT
# custom:
#   id: key-shared
#   resource: server.authorized_key
#   severity: high
#   controls: [lp-authentication-required, lp-authorised-only]
#   needs:
#     register.hr_roster: [person, accounts]
#     server.authorized_key: [account, fingerprint]
#   remediation: |
#     Let each person make a key of their own, add it to their own account, then remove the shared one everywhere:
#       ssh-keygen -t ed25519            (on each person's machine)
#       ssh-keygen -lf FILE | grep -n FINGERPRINT
#     Verify: ssh-keygen -lf FILE | grep -c FINGERPRINT   (0)
#   zh:
#     title: 不同人员不共用 SSH 密钥
#     message: "{id} 同时可登录多名人员的账号（{people}）"
#     remediation: |
#       请每人生成自己的密钥并添加到本人账号，再从各处删除共用密钥：
#         ssh-keygen -t ed25519            （在各自的机器上）
#         ssh-keygen -lf FILE | grep -n FINGERPRINT
#       验证：ssh-keygen -lf FILE | grep -c FINGERPRINT（应为 0）
package least_privilege.key_shared

import data.lib.roster

deny contains {"msg": msg, "args": {"people": names}} if {
	count(people_of(input.facts.account)) > 0
	count(people) > 1
	names := concat(", ", sort([person | some person in people]))
	msg := sprintf("the key %s opens accounts of several persons: %s", [input.facts.fingerprint, names])
}

people contains person if {
	some row in data.inventory["server.authorized_key"].by.fingerprint[input.facts.fingerprint]
	some person in people_of(row.account)
}

# An account that several persons share says nothing on whose key it is.
people_of(account) := {person |
	some login in roster.spellings(account)
	rows := data.inventory["register.hr_roster"].by.accounts[login]
	count({row.person | some row in rows}) == 1
	some row in rows
	person := row.person
}
