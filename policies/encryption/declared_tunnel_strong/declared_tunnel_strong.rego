# METADATA
# title: VPN tunnels are up, looked after, and strongly encrypted
# description: >-
#   A tunnel that is down sends traffic another way or not at all; with DES, 3DES, RC4 or no cipher it
#   only looks like one. Stated by people in the declared inventory, not observed; an expired statement
#   is unknown.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/77/r1/final
# custom:
#   id: declared-tunnel-strong
#   resource: declared.vpn_tunnel
#   severity: high
#   controls: [enc-secure-channel-vpn, enc-standard-algorithms]
#   remediation: |
#     Bring it up with AES-GCM or ChaCha20-Poly1305, for example strongSwan: esp_proposals = aes256gcm16-x25519.
#     Look at its
#     state regularly (swanctl --list-sas; wg show) and write the day down as 'checked_on'.
#   zh:
#     title: VPN 隧道已连接且使用强加密
#     message: "VPN 隧道 {id} 存在问题：{problem}"
#     remediation: |
#       使用 AES-GCM 或 ChaCha20-Poly1305 建立隧道（strongSwan：esp_proposals = aes256gcm16-x25519），
#       定期检查状态（swanctl --list-sas、wg show）并记录 checked_on。
package encryption.declared_tunnel_strong

import data.lib.dates
import data.lib.declared

deny contains {"msg": msg, "path": problem, "args": {"problem": problem}} if {
	some problem in problems
	msg := sprintf("the tunnel %s: %s", [input.name, problem])
}

problems contains "it is down" if input.facts.state == "down"

problems contains sprintf("it encrypts with %s", [input.facts.encryption]) if {
	declared.weak_cipher(input.facts.encryption)
}

unknown contains {"msg": "whether it is up is not known"} if input.facts.state == "unknown"

unknown contains {"msg": msg} if {
	not declared.weak_cipher(input.facts.encryption)
	not declared.strong_cipher(input.facts.encryption)
	msg := sprintf("the strength of %s is not known", [input.facts.encryption])
}

unknown contains {"msg": msg} if {
	checked := dates.day_start(input.facts.checked_on)
	dates.instant(data.run.now) - checked > dates.hours(data.parameters.tunnel_check_max_days * 24)
	msg := sprintf("its state was last looked at on %s", [input.facts.checked_on])
}

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
