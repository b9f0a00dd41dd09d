# METADATA
# title: PostgreSQL admits network clients only with encryption
# description: >-
#   A rule of the kind host takes clients with and without TLS, so one client without sslmode is enough
#   to send customer information in the clear; hostnossl takes only those. Requests in plain text must
#   be refused, not merely be unusual. Rules for the same machine, reject rules, and rules that are
#   never reached are not judged.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
# custom:
#   id: postgres-hba-plaintext
#   resource: postgres.hba_entry
#   severity: high
#   controls: [enc-in-transit-tls, enc-secure-channel-vpn]
#   remediation: |
#     In pg_hba.conf (SHOW hba_file) turn host and hostnossl of this rule into hostssl, then as a superuser
#       SELECT pg_reload_conf();
#     Who connects without TLS today is shown by
#       SELECT usename, client_addr FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
#         WHERE NOT ssl AND client_addr IS NOT NULL;
#     Verify: SELECT line_number, type, address FROM pg_hba_file_rules WHERE type IN ('host', 'hostnossl');
#   zh:
#     title: PostgreSQL 仅接受加密的网络客户端
#     message: "规则 {id} 允许未加密的网络连接"
#     remediation: |
#       在 pg_hba.conf（SHOW hba_file）中把该规则的 host 或 hostnossl 改为 hostssl，然后以超级用户执行：
#         SELECT pg_reload_conf();
#       当前未加密的连接可用以下语句查看：
#         SELECT usename, client_addr FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
#           WHERE NOT ssl AND client_addr IS NOT NULL;
#       验证：SELECT line_number, type, address FROM pg_hba_file_rules WHERE type IN ('host', 'hostnossl');
package encryption.postgres_hba_plaintext

import data.lib.postgres

deny contains {"msg": msg} if {
	input.facts.origin == "network"
	input.facts.connection in {"host", "hostnossl", "hostnogssenc"}
	input.facts.method != "reject"
	msg := sprintf("the rule '%s' admits clients from the network without encryption", [input.name])
}

not_applicable if input.facts.shadowed_by != null

not_applicable if postgres.out_of_reach(input.facts.origin, input.facts.listens)
