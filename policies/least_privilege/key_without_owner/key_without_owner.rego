# METADATA
# title: Every SSH key says whose it is
# description: >-
#   A key without a comment cannot be tied to a person: nobody dares to remove it, so it outlives the
#   person, the laptop and the contract.
# related_resources:
#   - ref: https://man.openbsd.org/sshd#AUTHORIZED_KEYS_FILE_FORMAT
# custom:
#   id: key-without-owner
#   resource: server.authorized_key
#   severity: low
#   controls: [lp-authorised-only, lp-leaver-revoked]
#   remediation: |
#     Find the owner by the log (the fingerprint stands in it with LogLevel VERBOSE) and write who behind the key:
#       journalctl -u ssh | grep FINGERPRINT
#       ssh-ed25519 AAAA… LOGIN@example.com
#     Remove a key that nobody claims. Verify: ssh-keygen -lf FILE
#   zh:
#     title: 每个 SSH 密钥都注明归属
#     message: "{id} 没有注释，无法确定所有者"
#     remediation: |
#       在日志中按指纹查找使用者（LogLevel VERBOSE），并在行尾注明：
#         journalctl -u ssh | grep FINGERPRINT
#         ssh-ed25519 AAAA… LOGIN@example.com
#       无人认领的密钥应删除。验证：ssh-keygen -lf FILE
package least_privilege.key_without_owner

deny contains {"msg": msg} if {
	input.facts.comment == ""
	msg := sprintf("a key for %s (%s) does not say whose it is", [input.facts.account, input.facts.fingerprint])
}
