# METADATA
# title: No ordinary PostgreSQL login makes or changes roles
# description: >-
#   CREATEROLE lets a role make others, set their passwords, and before PostgreSQL 16 enter nearly every
#   role that is not a superuser, also those that run programs on the server. It belongs to the
#   administration of accounts only. Superusers are judged by another check.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/role-attributes.html
# custom:
#   id: postgres-create-role
#   resource: postgres.role
#   severity: medium
#   controls: [lp-need-to-know, lp-role-based]
#   remediation: |
#     Take the attribute away, or keep it with one role for the administration of accounts (a waiver):
#       ALTER ROLE NAME NOCREATEROLE;
#     Verify: SELECT rolname FROM pg_roles WHERE rolcreaterole AND rolcanlogin AND NOT rolsuper;
#   zh:
#     title: 普通 PostgreSQL 登录角色不能管理角色
#     message: "角色 {id} 可创建和修改其他角色"
#     remediation: |
#       取消该属性，或仅保留一个账号管理角色（申请豁免）：
#         ALTER ROLE NAME NOCREATEROLE;
#       验证：SELECT rolname FROM pg_roles WHERE rolcreaterole AND rolcanlogin AND NOT rolsuper;
package least_privilege.postgres_create_role

deny contains {"msg": msg} if {
	input.facts.create_role
	msg := sprintf("role %s can log in and makes or changes roles", [input.name])
}

not_applicable if input.facts.login == false

not_applicable if input.facts.superuser
