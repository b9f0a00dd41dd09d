# METADATA
# title: Persons get rights on customer information through roles
# description: >-
#   A grant to the login of a person stays when the person changes duties, and nobody looks at it again.
#   Rights belong to roles that follow duties; persons get them by membership. Who is a person is told
#   by the staff roster.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/user-manag.html
#   - ref: https://www.postgresql.org/docs/current/role-membership.html
# custom:
#   id: postgres-table-person-grants
#   resource: postgres.table
#   severity: low
#   controls: [lp-role-based]
#   needs:
#     register.hr_roster: [accounts]
#   remediation: |
#     Make a role for the duty, give it the right, and make the person a member:
#       CREATE ROLE shop_support NOLOGIN;
#       GRANT SELECT ON SCHEMA.TABLE TO shop_support;
#       GRANT shop_support TO PERSON;
#       REVOKE ALL ON SCHEMA.TABLE FROM PERSON;
#     Verify: \dp SCHEMA.TABLE
#   zh:
#     title: 个人通过角色获得客户信息权限
#     message: "{id} 直接向个人账号 {grantee} 授权"
#     remediation: |
#       按职责建立角色并授权，再把个人加入该角色：
#         CREATE ROLE shop_support NOLOGIN;
#         GRANT SELECT ON SCHEMA.TABLE TO shop_support;
#         GRANT shop_support TO PERSON;
#         REVOKE ALL ON SCHEMA.TABLE FROM PERSON;
#       验证：\dp SCHEMA.TABLE
package least_privilege.postgres_table_person_grants

deny contains {"msg": msg, "path": grantee, "args": {"grantee": grantee}} if {
	some grantee in {grant.grantee | some grant in input.facts.grants; grant.login}
	grantee in persons
	msg := sprintf("%s grants rights to the person %s directly", [input.name, grantee])
}

persons contains lower(login) if {
	some row in data.inventory["register.hr_roster"].all
	some login in row.accounts
}

persons contains login if {
	some row in data.inventory["register.hr_roster"].all
	some login in row.accounts
}
