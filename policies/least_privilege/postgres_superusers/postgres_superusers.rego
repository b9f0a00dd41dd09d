# METADATA
# title: Only the expected PostgreSQL roles are superusers
# description: >-
#   A superuser reads every table, passes every rule of row security, and runs programs on the machine.
#   One account for maintenance is enough; the superuser that initdb made and those in the parameter
#   postgres_superusers_allowed are expected.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/role-attributes.html
#   - ref: https://www.postgresql.org/docs/current/predefined-roles.html
# custom:
#   id: postgres-superusers
#   resource: postgres.role
#   severity: high
#   controls: [lp-need-to-know, lp-authorised-only]
#   remediation: |
#     Give the role what it needs instead (GRANT on tables, pg_monitor, pg_checkpoint, ownership), then
#       ALTER ROLE NAME NOSUPERUSER;
#     An expected superuser belongs into the parameter postgres_superusers_allowed.
#     Verify: SELECT rolname FROM pg_roles WHERE rolsuper AND rolcanlogin;
#   zh:
#     title: 仅预期的 PostgreSQL 角色是超级用户
#     message: "角色 {id} 是可登录的超级用户"
#     remediation: |
#       改为授予所需的具体权限（表的 GRANT、pg_monitor、pg_checkpoint、属主），然后执行：
#         ALTER ROLE NAME NOSUPERUSER;
#       预期的超级用户应写入参数 postgres_superusers_allowed。
#       验证：SELECT rolname FROM pg_roles WHERE rolsuper AND rolcanlogin;
package least_privilege.postgres_superusers

deny contains {"msg": msg} if {
	input.facts.superuser
	input.facts.login
	not expected
	msg := sprintf("role %s can log in and is a superuser", [input.name])
}

expected if input.facts.bootstrap

expected if input.name in data.parameters.postgres_superusers_allowed
