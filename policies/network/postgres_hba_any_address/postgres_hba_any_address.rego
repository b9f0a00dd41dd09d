# METADATA
# title: PostgreSQL does not take clients from every address
# description: >-
#   A rule for every address leaves one stolen password between the internet and customer information.
#   The rule should name the networks of the machines that need the database, behind a firewall that
#   does the same. A range that is half of the address space counts as every address.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
# custom:
#   id: postgres-hba-any-address
#   resource: postgres.hba_entry
#   severity: high
#   controls: [net-firewall-present, lp-no-unauthorised-access]
#   remediation: |
#     Name the networks of the clients in pg_hba.conf (SHOW hba_file) instead of all, 0.0.0.0/0 or ::/0:
#       hostssl shop app 10.1.2.0/24 scram-sha-256
#     Then as a superuser: SELECT pg_reload_conf();
#     Who connects today: SELECT DISTINCT usename, client_addr FROM pg_stat_activity WHERE client_addr IS NOT NULL;
#     Verify: SELECT line_number, address, netmask FROM pg_hba_file_rules WHERE address IN ('all', '0.0.0.0', '::');
#   zh:
#     title: PostgreSQL 不接受来自任意地址的客户端
#     message: "规则 {id} 接受来自任意地址的客户端"
#     remediation: |
#       在 pg_hba.conf（SHOW hba_file）中以客户端所在网段代替 all、0.0.0.0/0 或 ::/0：
#         hostssl shop app 10.1.2.0/24 scram-sha-256
#       然后以超级用户执行：SELECT pg_reload_conf();
#       查看现有连接：SELECT DISTINCT usename, client_addr FROM pg_stat_activity WHERE client_addr IS NOT NULL;
#       验证：SELECT line_number, address, netmask FROM pg_hba_file_rules WHERE address IN ('all', '0.0.0.0', '::');
package network.postgres_hba_any_address

import data.lib.postgres

deny contains {"msg": msg, "severity": severity} if {
	input.facts.method != "reject"
	input.facts.prefix_length != null
	input.facts.prefix_length <= 1
	severity := severity_of(input.facts.databases, input.facts.users)
	msg := sprintf("the rule '%s' takes clients from every address", [input.name])
}

# Every role and every database from everywhere.
severity_of(databases, users) := "critical" if {
	"all" in databases
	"all" in users
}

else := "high"

not_applicable if input.facts.shadowed_by != null

not_applicable if postgres.out_of_reach(input.facts.origin, input.facts.listens)
