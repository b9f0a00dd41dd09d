# METADATA
# title: Row security that has policies is in force
# description: >-
#   Policies on a table do nothing until row security is enabled for it; and enabled, they do not bind
#   the owner of the table unless it is forced. An application that logs in as the owner sees every row.
#   Without policies there is nothing to enforce.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/ddl-rowsecurity.html
#   - ref: https://www.postgresql.org/docs/current/sql-altertable.html
# custom:
#   id: postgres-row-security
#   resource: postgres.table
#   severity: medium
#   controls: [lp-info-type-permissions, lp-permission-enforced-after-auth]
#   remediation: |
#     As the owner of the table:
#       ALTER TABLE SCHEMA.TABLE ENABLE ROW LEVEL SECURITY;
#       ALTER TABLE SCHEMA.TABLE FORCE ROW LEVEL SECURITY;
#     Dumps then need a role with BYPASSRLS. Verify:
#       SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = 'SCHEMA.TABLE'::regclass;
#   zh:
#     title: 已定义策略的行级安全实际生效
#     message: "{id} 的行级安全未生效（{state}）"
#     remediation: |
#       以表的属主执行：
#         ALTER TABLE SCHEMA.TABLE ENABLE ROW LEVEL SECURITY;
#         ALTER TABLE SCHEMA.TABLE FORCE ROW LEVEL SECURITY;
#       此后转储需使用具有 BYPASSRLS 的角色。验证：
#         SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = 'SCHEMA.TABLE'::regclass;
package least_privilege.postgres_row_security

deny contains {"msg": msg, "severity": "high", "args": {"state": "disabled"}} if {
	input.facts.row_security.enabled == false
	msg := sprintf("%s has policies, but row security is not enabled", [input.name])
}

deny contains {"msg": msg, "args": {"state": "not forced"}} if {
	input.facts.row_security.enabled
	input.facts.row_security.forced == false
	msg := sprintf("row security of %s does not bind its owner %s", [input.name, input.facts.owner])
}

not_applicable if input.facts.row_security.policies == 0
