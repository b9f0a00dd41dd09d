# METADATA
# title: New PostgreSQL passwords are stored with SCRAM
# description: >-
#   An MD5 hash of a password is enough to log in, and cheap to guess from a stolen backup. The setting
#   decides about the next password that is set; a role can be given another.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-PASSWORD-ENCRYPTION
#   - ref: https://www.postgresql.org/docs/current/auth-password.html
# custom:
#   id: postgres-password-encryption
#   resource: postgres.server
#   severity: medium
#   controls: [enc-standard-algorithms]
#   remediation: |
#     As a superuser:
#       ALTER SYSTEM SET password_encryption = 'scram-sha-256';
#       SELECT pg_reload_conf();
#     and for a role or database of its own: ALTER ROLE NAME RESET password_encryption. Then set passwords anew.
#     Verify: SHOW password_encryption; SELECT setconfig FROM pg_db_role_setting;
#   zh:
#     title: PostgreSQL 新口令以 SCRAM 存储
#     message: "{id} 的新口令以 {method} 存储"
#     remediation: |
#       以超级用户执行：
#         ALTER SYSTEM SET password_encryption = 'scram-sha-256';
#         SELECT pg_reload_conf();
#       对单独设置的角色或数据库执行 ALTER ROLE NAME RESET password_encryption，然后重设口令。
#       验证：SHOW password_encryption; SELECT setconfig FROM pg_db_role_setting;
package encryption.postgres_password_encryption

import data.lib.postgres

deny contains {"msg": msg, "path": "server", "args": {"method": method}} if {
	method := input.facts.password_encryption
	method != "scram-sha-256"
	msg := sprintf("%s stores new passwords with %s", [input.name, method])
}

deny contains {"msg": msg, "path": path, "args": {"method": override.value}} if {
	some override in input.facts.setting_overrides
	override.name == "password_encryption"
	override.value != "scram-sha-256"
	path := postgres.scope(override)
	msg := sprintf("%s stores new passwords with %s for %s", [input.name, override.value, path])
}
