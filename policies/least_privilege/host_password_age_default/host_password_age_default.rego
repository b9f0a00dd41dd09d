# METADATA
# title: Passwords of new accounts expire
# description: >-
#   login.defs decides how long the passwords of future accounts live. Without a limit each new
#   colleague starts with a password that never ends.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/login.defs.5.html
# custom:
#   id: host-password-age-default
#   resource: server.host
#   severity: low
#   controls: [lp-authentication-required]
#   remediation: |
#     Set the default; it holds for accounts made afterwards, use chage -M for existing ones:
#       sed -i 's/^#\?\s*PASS_MAX_DAYS.*/PASS_MAX_DAYS 365/' /etc/login.defs
#       grep -q '^PASS_MAX_DAYS' /etc/login.defs || echo 'PASS_MAX_DAYS 365' >> /etc/login.defs
#     Verify: grep ^PASS_MAX_DAYS /etc/login.defs
#   zh:
#     title: 新账号口令会过期
#     message: "{id} 的默认口令有效期为 {days} 天（上限 {limit} 天）"
#     remediation: |
#       在 /etc/login.defs 中设置默认值（只影响新账号，已有账号用 chage -M）：
#         PASS_MAX_DAYS 365
#       验证：grep ^PASS_MAX_DAYS /etc/login.defs
package least_privilege.host_password_age_default

deny contains {"msg": msg, "args": {"days": "∞", "limit": limit}} if {
	unlimited(input.facts.login_defs.pass_max_days)
	limit := data.parameters.password_max_days
	msg := sprintf("passwords of new accounts on %s never expire", [input.name])
}

deny contains {"msg": msg, "args": {"days": days, "limit": limit}} if {
	days := input.facts.login_defs.pass_max_days
	not unlimited(days)
	limit := data.parameters.password_max_days
	days > limit
	msg := sprintf("passwords of new accounts on %s live %v days, %v are allowed", [input.name, days, limit])
}

unlimited(days) if days == null

unlimited(days) if days < 0

unlimited(days) if days >= 99999
