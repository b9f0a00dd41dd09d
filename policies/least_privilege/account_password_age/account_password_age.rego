# METADATA
# title: Passwords of people expire
# description: >-
#   A password that never expires stays valid for whoever learned it years ago. The longest life is a
#   parameter; service accounts and accounts without a usable password are left out.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/shadow.5.html
# custom:
#   id: account-password-age
#   resource: server.account
#   severity: low
#   controls: [lp-authentication-required]
#   remediation: |
#     Set the longest life in days, and tell the person before:
#       chage -M 365 -W 14 LOGIN
#     Verify: chage -l LOGIN
#   zh:
#     title: 个人口令会过期
#     message: "{id} 的口令有效期为 {days} 天（上限 {limit} 天）"
#     remediation: |
#       设置口令最长有效期（天）：
#         chage -M 365 -W 14 LOGIN
#       验证：chage -l LOGIN
package least_privilege.account_password_age

deny contains {"msg": msg, "args": {"days": "∞", "limit": limit}} if {
	never_expires(input.facts.password.max_days)
	limit := data.parameters.password_max_days
	msg := sprintf("the password of %s never expires", [input.name])
}

deny contains {"msg": msg, "args": {"days": days, "limit": limit}} if {
	days := input.facts.password.max_days
	not never_expires(days)
	limit := data.parameters.password_max_days
	days > limit
	msg := sprintf("the password of %s expires after %v days, %v are allowed", [input.name, days, limit])
}

never_expires(days) if days == null

never_expires(days) if days < 0

never_expires(days) if days >= 99999

not_applicable if input.facts.password.state != "set"

not_applicable if input.facts.system

not_applicable if input.facts.login_shell == false
