# METADATA
# title: PostgreSQL lets nobody in without authentication
# description: >-
#   With trust whoever reaches the server is whoever he or she claims to be, also the superuser. On the
#   unix socket and the loopback address that is every account and every process of the machine. The
#   rules that initdb writes by itself are of this kind; packages of distributions write peer instead.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/auth-trust.html
#   - ref: https://www.postgresql.org/docs/current/auth-peer.html
# custom:
#   id: postgres-hba-trust
#   resource: postgres.hba_entry
#   severity: high
#   controls: [lp-authentication-required, lp-no-unauthorised-access]
#   remediation: |
#     Replace trust in pg_hba.conf (SHOW hba_file): peer for local rules, scram-sha-256 or cert for the others.
#     Make sure first that a superuser keeps a way in, such as
#       local all postgres peer
#     Then as a superuser: SELECT pg_reload_conf();
#     Verify: SELECT line_number FROM pg_hba_file_rules WHERE auth_method = 'trust';   (no rows)
#   zh:
#     title: PostgreSQL 不允许免认证登录
#     message: "规则 {id} 允许免认证登录（{origin}）"
#     remediation: |
#       在 pg_hba.conf（SHOW hba_file）中替换 trust：local 规则用 peer，其他用 scram-sha-256 或 cert。
#       先确认超级用户仍可登录，例如：
#         local all postgres peer
#       然后以超级用户执行：SELECT pg_reload_conf();
#       验证：SELECT line_number FROM pg_hba_file_rules WHERE auth_method = 'trust';（应无结果）
package least_privilege.postgres_hba_trust

import data.lib.postgres

deny contains {"msg": msg, "severity": severity, "args": {"origin": input.facts.origin}} if {
	input.facts.method == "trust"
	not certified
	severity := severity_of(input.facts.origin)
	msg := sprintf("the rule '%s' lets clients in without authentication", [input.name])
}

# The client has shown a certificate in the name of the role. With verify-ca any name would do.
certified if {
	input.facts.connection == "hostssl"
	"clientcert=verify-full" in input.facts.options
}

severity_of("network") := "critical"

severity_of(origin) := "high" if origin != "network"

not_applicable if input.facts.shadowed_by != null

not_applicable if postgres.out_of_reach(input.facts.origin, input.facts.listens)
