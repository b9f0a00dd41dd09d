# METADATA
# title: Transfers between networks go through an encrypted channel
# description: >-
#   Customer information that crosses networks in plain text can be read and changed on the way. Stated
#   by people in the declared inventory, not observed; an expired statement is unknown.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/77/r1/final
# custom:
#   id: declared-route-encrypted
#   resource: declared.transfer_route
#   severity: high
#   controls: [enc-secure-channel-vpn]
#   remediation: |
#     Put the transfer through a VPN, a private link, SFTP or TLS, refuse the plain way, and correct the entry in
#     the
#     declared inventory.
#   zh:
#     title: 跨网络传输使用加密通道
#     message: "传输路线 {id} 未加密（{source} 至 {destination}）"
#     remediation: |
#       改用 VPN、专线、SFTP 或 TLS 传输并禁用明文方式，然后更新申报清单。
package encryption.declared_route_encrypted

import data.lib.declared

deny contains {"msg": msg, "args": {"source": input.facts.source, "destination": input.facts.destination}} if {
	input.facts.channel == "none"
	msg := sprintf("%s carries customer information unencrypted from %s to %s", [
		input.name,
		input.facts.source,
		input.facts.destination,
	])
}

not_applicable if input.facts.crosses == "nothing"

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
