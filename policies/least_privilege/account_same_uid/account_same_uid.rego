# METADATA
# title: No two accounts have the same uid
# description: >-
#   To the system, accounts with the same uid are one: each reads, changes and deletes what belongs to
#   the others, and the log cannot tell them apart.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/passwd.5.html
# custom:
#   id: account-same-uid
#   resource: server.account
#   severity: high
#   controls: [lp-authentication-required, lp-authorised-only]
#   remediation: |
#     Give one of them a uid of its own and its files with it:
#       usermod -u NEW LOGIN
#       find / -xdev -uid OLD -exec chown -h LOGIN {} +     (only the files that really are LOGIN's)
#     Verify: cut -d: -f3 /etc/passwd | sort | uniq -d
#   zh:
#     title: 没有重复的用户编号
#     message: "{id} 与 {others} 使用同一用户编号"
#     remediation: |
#       为其中一个账号分配新的编号及其文件：
#         usermod -u NEW LOGIN
#         find / -xdev -uid OLD -exec chown -h LOGIN {} +     （仅限确属该账号的文件）
#       验证：cut -d: -f3 /etc/passwd | sort | uniq -d
package least_privilege.account_same_uid

deny contains {"msg": msg, "args": {"others": others}} if {
	count(input.facts.same_uid) > 0
	others := concat(", ", input.facts.same_uid)
	msg := sprintf("%s has the same uid (%v) as %s", [input.name, input.facts.uid, others])
}

# Second accounts of root are reported as such.
not_applicable if input.facts.uid == 0
