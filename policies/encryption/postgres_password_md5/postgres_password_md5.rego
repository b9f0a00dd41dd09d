# METADATA
# title: No PostgreSQL password is stored as an MD5 hash
# description: >-
#   Who gets hold of an MD5 hash, from a backup or a replica, logs in with it; and it is salted with
#   nothing but the name of the role. The setting password_encryption does not change what is stored
#   already. A role that cannot log in is not judged.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/auth-password.html
#   - ref: https://www.postgresql.org/docs/current/catalog-pg-authid.html
# custom:
#   id: postgres-password-md5
#   resource: postgres.role
#   severity: high
#   controls: [enc-standard-algorithms]
#   remediation: |
#     Let the owner of the role set a new password, which psql hashes before it leaves the machine:
#       SET password_encryption = 'scram-sha-256';
#       \password NAME
#     or end the password of a role that does not need one: ALTER ROLE NAME PASSWORD NULL;
#     Verify, as a superuser: SELECT rolname FROM pg_authid WHERE rolpassword LIKE 'md5%';   (no rows)
#   zh:
#     title: PostgreSQL 口令不以 MD5 存储
#     message: "角色 {id} 的口令以 {state} 方式存储"
#     remediation: |
#       由角色所有者重设口令（psql 在本机先做散列）：
#         SET password_encryption = 'scram-sha-256';
#         \password NAME
#       不需要口令的角色：ALTER ROLE NAME PASSWORD NULL;
#       以超级用户验证：SELECT rolname FROM pg_authid WHERE rolpassword LIKE 'md5%';（应无结果）
package encryption.postgres_password_md5

deny contains {"msg": msg, "args": {"state": state}} if {
	state := input.facts.password
	state in {"md5", "other"}
	msg := sprintf("the password of role %s is stored with a weak or unknown method (%s)", [input.name, state])
}

not_applicable if input.facts.login == false
