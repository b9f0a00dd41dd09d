# METADATA
# title: Endpoints negotiate the protocols that are configured
# description: >-
#   What the network sees and what the configuration of the server says must be the same. A difference
#   means that the server was not reloaded, that another program answers, or that a proxy in front has
#   rules of its own; then checks of the configuration say nothing about customers. Compared where
#   'servers' of the endpoint names the targets that run it.
# related_resources:
#   - ref: https://nginx.org/en/docs/control.html
# custom:
#   id: endpoint-protocols-as-configured
#   resource: endpoint.tls
#   severity: medium
#   controls: [enc-in-transit-tls, enc-standard-algorithms]
#   needs:
#     server.tls_endpoint: [names, listen, protocols]
#   remediation: |
#     Find out who answers, and load the configuration there:
#       ss -ltnp 'sport = :443'; nginx -t && systemctl reload nginx
#     If a load balancer answers, set its versions too, and audit it instead (leave 'servers' out in audit.yaml).
#     Verify:
#       for v in 1_1 1_2 1_3; do openssl s_client -connect HOST:PORT -servername NAME -tls$v </dev/null; done
#   zh:
#     title: 端点实际协议与配置一致
#     message: "{id} 实际协商 {negotiated}，而 {server} 配置为 {configured}"
#     remediation: |
#       查明应答者并加载配置：
#         ss -ltnp 'sport = :443'; nginx -t && systemctl reload nginx
#       若由负载均衡应答，请同时设置其版本，并改为审计负载均衡（在 audit.yaml 中去掉 servers）。
package encryption.endpoint_protocols_as_configured

import data.lib.endpoints

deny contains {"msg": msg, "path": server, "args": args} if {
	some server in input.facts.servers
	blocks := blocks_of(server)
	count(blocks) > 0
	negotiated := {name | some name in input.facts.protocols}
	every block in blocks {
		{name | some name in block.protocols} != negotiated
	}
	texts := sort({concat("+", block.protocols) | some block in blocks})
	args := {
		"server": server,
		"negotiated": concat(", ", input.facts.protocols),
		"configured": concat(" or ", texts),
	}
	msg := sprintf("%s negotiates %s, but %s is configured for %s", [
		input.name,
		args.negotiated,
		server,
		args.configured,
	])
}

unknown contains {"msg": msg} if {
	some server in input.facts.servers
	count(blocks_of(server)) == 0
	msg := sprintf("nothing on %s is configured to take TLS on port %v", [server, input.facts.port])
}

blocks_of(server) := endpoints.blocks(
	[row | some row in data.inventory["server.tls_endpoint"].by.target[server]],
	input.facts.server_name,
	input.facts.port,
)

not_applicable if count(input.facts.servers) == 0
