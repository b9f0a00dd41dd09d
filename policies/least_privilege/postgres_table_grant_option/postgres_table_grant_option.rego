# METADATA
# title: Rights on customer information cannot be passed on in PostgreSQL
# description: >-
#   WITH GRANT OPTION lets a role give its right to anyone, past the owner of the data and past every
#   list of who is authorised.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/sql-grant.html
#   - ref: https://www.postgresql.org/docs/current/ddl-priv.html
# custom:
#   id: postgres-table-grant-option
#   resource: postgres.table
#   severity: medium
#   controls: [lp-permission-enforced-after-auth, lp-need-to-know]
#   remediation: |
#     Take the option away, and what was passed on with it:
#       REVOKE GRANT OPTION FOR ALL ON SCHEMA.TABLE FROM ROLE CASCADE;
#     Verify: \dp SCHEMA.TABLE   (no * behind a letter)
#   zh:
#     title: PostgreSQL 中对客户信息的权限不得转授
#     message: "{id} 的权限可由 {grantee} 转授"
#     remediation: |
#       收回转授选项及由此转授的权限：
#         REVOKE GRANT OPTION FOR ALL ON SCHEMA.TABLE FROM ROLE CASCADE;
#       验证：\dp SCHEMA.TABLE（字母后没有 *）
package least_privilege.postgres_table_grant_option

deny contains {"msg": msg, "path": grantee, "args": {"grantee": grantee}} if {
	some grantee in {grant.grantee | some grant in input.facts.grants; grant.grantable}
	msg := sprintf("%s may pass on its rights on %s", [grantee, input.name])
}
