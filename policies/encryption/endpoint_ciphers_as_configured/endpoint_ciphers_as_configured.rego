# METADATA
# title: Endpoints negotiate no cipher suites beyond the configured ones
# description: >-
#   A suite that was negotiated but is not in what the server's own OpenSSL makes of its configuration
#   comes from somewhere else: a server that was not reloaded, another program, a proxy in front.
#   Compared where 'servers' of the endpoint names the targets that run it.
# related_resources:
#   - ref: https://docs.openssl.org/master/man1/openssl-ciphers/
# custom:
#   id: endpoint-ciphers-as-configured
#   resource: endpoint.tls
#   severity: medium
#   controls: [enc-standard-algorithms]
#   needs:
#     server.tls_endpoint: [names, listen, ciphers]
#   remediation: |
#     Find out who answers, and load the configuration there:
#       ss -ltnp 'sport = :443'; nginx -t && systemctl reload nginx
#     Verify: openssl s_client -connect HOST:PORT -servername NAME -tls1_2 -cipher SUITE </dev/null   (must fail)
#   zh:
#     title: 端点实际加密套件不超出配置
#     message: "{id} 可协商 {server} 配置之外的套件：{suites}"
#     remediation: |
#       查明应答者并加载配置：
#         ss -ltnp 'sport = :443'; nginx -t && systemctl reload nginx
#       验证（应失败）：openssl s_client -connect HOST:PORT -servername NAME -tls1_2 -cipher SUITE </dev/null
package encryption.endpoint_ciphers_as_configured

import data.lib.endpoints

deny contains {"msg": msg, "path": server, "args": {"server": server, "suites": suites}} if {
	some server in input.facts.servers
	blocks := blocks_of(server)
	every block in blocks {
		is_array(block.ciphers.suites)
	}
	allowed := {name | some block in blocks; some name in block.ciphers.suites}
	extra := {suite.openssl | some suite in input.facts.suites; not suite.openssl in allowed}
	count(blocks) > 0
	count(extra) > 0
	suites := concat(", ", sort(extra))
	msg := sprintf("%s negotiates suites that are not configured on %s: %s", [input.name, server, suites])
}

unknown contains {"msg": msg} if {
	some server in input.facts.servers
	count(blocks_of(server)) == 0
	msg := sprintf("nothing on %s is configured to take TLS on port %v", [server, input.facts.port])
}

unknown contains {"msg": msg} if {
	some server in input.facts.servers
	some block in blocks_of(server)
	not is_array(block.ciphers.suites)
	msg := sprintf("which suites %s stands for on %s is not known", [block.name, server])
}

blocks_of(server) := endpoints.blocks(
	[row | some row in data.inventory["server.tls_endpoint"].by.target[server]],
	input.facts.server_name,
	input.facts.port,
)

not_applicable if count(input.facts.servers) == 0
