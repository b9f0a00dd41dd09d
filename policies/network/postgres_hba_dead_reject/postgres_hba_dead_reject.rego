# METADATA
# title: Reject rules of PostgreSQL take effect
# description: >-
#   The first rule that matches a connection decides. A reject rule below a rule that matches the same
#   connections is never reached: somebody believes that a way in is closed, and it is open.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
# custom:
#   id: postgres-hba-dead-reject
#   resource: postgres.hba_entry
#   severity: medium
#   controls: [lp-permission-enforced-after-auth, net-firewall-present]
#   remediation: |
#     Move the reject rule in pg_hba.conf (SHOW hba_file) above the rule that hides it, then as a superuser
#       SELECT pg_reload_conf();
#     Verify: SELECT line_number, type, database, user_name, address, auth_method FROM pg_hba_file_rules;
#   zh:
#     title: PostgreSQL 的 reject 规则实际生效
#     message: "reject 规则 {id} 永远不会生效"
#     remediation: |
#       在 pg_hba.conf（SHOW hba_file）中把 reject 规则移到遮蔽它的规则之前，然后以超级用户执行：
#         SELECT pg_reload_conf();
#       验证：SELECT line_number, type, database, user_name, address, auth_method FROM pg_hba_file_rules;
package network.postgres_hba_dead_reject

deny contains {"msg": msg} if {
	input.facts.method == "reject"
	input.facts.shadowed_by != null
	input.facts.shadowed_by.method != "reject"
	msg := sprintf("the rule '%s' is never reached: '%s' comes first", [input.name, input.facts.shadowed_by.rule])
}

not_applicable if input.facts.method != "reject"
