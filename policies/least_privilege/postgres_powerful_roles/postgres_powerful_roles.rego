# METADATA
# title: No PostgreSQL login holds the power of a superuser indirectly
# description: >-
#   Membership in a superuser role, or in a predefined role that runs programs or reads and writes files
#   of the server, is as good as being superuser, but does not show in the list of superusers.
#   Memberships count directly and through other roles. pg_read_all_data and pg_write_all_data open
#   every table, now and later.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/predefined-roles.html
#   - ref: https://www.postgresql.org/docs/current/role-membership.html
# custom:
#   id: postgres-powerful-roles
#   resource: postgres.role
#   severity: high
#   controls: [lp-need-to-know, lp-role-based]
#   remediation: |
#     Revoke the membership, and grant what is needed on tables or schemas:
#       REVOKE pg_execute_server_program FROM NAME;
#     A backup that needs pg_read_all_data deserves a waiver, with a role of its own.
#     Verify: \drg NAME (psql 16), or SELECT pg_has_role('NAME', 'pg_execute_server_program', 'MEMBER');
#   zh:
#     title: PostgreSQL 登录角色没有间接的超级权限
#     message: "角色 {id} 间接拥有 {role} 的权限"
#     remediation: |
#       撤销成员关系，改为在表或模式上授予所需权限：
#         REVOKE pg_execute_server_program FROM NAME;
#       备份所需的 pg_read_all_data 应使用独立角色并申请豁免。
#       验证：SELECT pg_has_role('NAME', 'pg_execute_server_program', 'MEMBER');
package least_privilege.postgres_powerful_roles

deny contains {"msg": msg, "path": member.role, "args": {"role": member.role}} if {
	some member in input.facts.member_of
	powerful(member)
	msg := sprintf("role %s can log in and acts as %s", [input.name, member.role])
}

not_applicable if input.facts.login == false

# A superuser gains nothing; postgres-superusers judges it.
not_applicable if input.facts.superuser

powerful(member) if member.superuser

powerful(member) if {
	member.predefined
	member.role in data.parameters.postgres_powerful_roles
}
