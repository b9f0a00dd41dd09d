# METADATA
# title: No PostgreSQL login passes over row security
# description: >-
#   BYPASSRLS makes every policy of row security void for the role, on all tables, today and later.
#   Superusers have it by nature and are judged by another check.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
#   - ref: https://www.postgresql.org/docs/current/role-attributes.html
# custom:
#   id: postgres-bypass-rls
#   resource: postgres.role
#   severity: medium
#   controls: [lp-info-type-permissions, lp-need-to-know]
#   remediation: |
#     Take the attribute away and write a policy for what the role has to see:
#       ALTER ROLE NAME NOBYPASSRLS;
#     A backup or an audit that must count all rows deserves a waiver.
#     Verify: SELECT rolname FROM pg_roles WHERE rolbypassrls AND NOT rolsuper;
#   zh:
#     title: PostgreSQL 登录角色不绕过行级安全
#     message: "角色 {id} 可绕过行级安全策略"
#     remediation: |
#       取消该属性，并为所需数据编写策略：
#         ALTER ROLE NAME NOBYPASSRLS;
#       必须统计全部行的备份或审计角色应申请豁免。
#       验证：SELECT rolname FROM pg_roles WHERE rolbypassrls AND NOT rolsuper;
package least_privilege.postgres_bypass_rls

deny contains {"msg": msg} if {
	input.facts.bypass_rls
	msg := sprintf("role %s can log in and passes over row security", [input.name])
}

not_applicable if input.facts.login == false

not_applicable if input.facts.superuser
