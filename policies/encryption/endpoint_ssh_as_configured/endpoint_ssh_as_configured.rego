# METADATA
# title: SSH endpoints offer the algorithms that are configured
# description: >-
#   What the server offers on the network must be what sshd -T says on the machine. More or other
#   algorithms mean that sshd was not reloaded, or that another program answers. Compared where
#   'servers' of the endpoint names the target.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: endpoint-ssh-as-configured
#   resource: endpoint.ssh
#   severity: medium
#   controls: [enc-standard-algorithms, enc-in-transit-tls]
#   needs:
#     server.sshd: [ciphers, macs, kexalgorithms, hostkeyalgorithms]
#   remediation: |
#     Find out who answers, and load the configuration:
#       ss -ltnp 'sport = :22'; sshd -t && systemctl reload ssh
#     Verify:
#       ssh -vv -o BatchMode=yes -p PORT HOST true 2>&1 | grep -A9 'peer server KEXINIT'; sshd -T | grep -i ciphers
#   zh:
#     title: SSH 端点的算法与配置一致
#     message: "{id} 实际提供 {server} 配置之外的算法：{algorithms}"
#     remediation: |
#       查明应答者并加载配置：
#         ss -ltnp 'sport = :22'; sshd -t && systemctl reload ssh
package encryption.endpoint_ssh_as_configured

deny contains {"msg": msg, "path": path, "args": {"server": server, "algorithms": algorithms}} if {
	some server in input.facts.servers
	some row in rows_of(server)
	some [fact, offered] in [
		["ciphers", input.facts.ciphers],
		["macs", input.facts.macs],
		["kexalgorithms", input.facts.kexalgorithms],
		["hostkeyalgorithms", input.facts.hostkeyalgorithms],
	]
	extra := [name | some name in offered; not name in row[fact]; not extension(name)]
	count(extra) > 0
	algorithms := concat(", ", sort(extra))
	path := concat("/", [server, fact])
	msg := sprintf("%s offers what is not configured on %s: %s", [input.name, server, algorithms])
}

unknown contains {"msg": msg} if {
	some server in input.facts.servers
	count(rows_of(server)) == 0
	msg := sprintf("no SSH server is known on %s", [server])
}

rows_of(server) := [row | some row in data.inventory["server.sshd"].by.target[server]]

# Names in the key exchange list that stand for an extension, not for an algorithm.
extension(name) if strings.any_prefix_match(name, {"ext-info-", "kex-strict-"})

not_applicable if count(input.facts.servers) == 0
