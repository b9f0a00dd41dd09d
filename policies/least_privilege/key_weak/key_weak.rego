# METADATA
# title: SSH keys are strong
# description: >-
#   Whoever computes the private key from the public one logs in as the account, and the public key is
#   no secret. DSA keys have 1024 bits and are refused by current releases; RSA keys below the limit can
#   be broken with effort. The comment and the fingerprint tell whose key it is.
# related_resources:
#   - ref: https://man.openbsd.org/sshd#AUTHORIZED_KEYS_FILE_FORMAT
#   - ref: https://www.openssh.com/txt/release-7.0
#   - ref: https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-57pt1r5.pdf
# custom:
#   id: key-weak
#   resource: server.authorized_key
#   severity: high
#   controls: [lp-authentication-required, enc-standard-algorithms]
#   remediation: |
#     Ask the owner for a new key, add its public half, try it, then remove the old line:
#       ssh-keygen -t ed25519            (on the owner's machine)
#       ssh-keygen -lf FILE              (shows length, fingerprint and comment of each line in FILE)
#     Verify: ssh-keygen -lf FILE
#   zh:
#     title: SSH 密钥强度足够
#     message: "{id} 为弱密钥（{type}，{bits} 位）"
#     remediation: |
#       请密钥所有者生成新密钥，添加公钥并验证后删除旧行：
#         ssh-keygen -t ed25519            （在所有者的机器上）
#         ssh-keygen -lf FILE              （显示每行的长度、指纹与注释）
#       验证：ssh-keygen -lf FILE
package least_privilege.key_weak

deny contains {"msg": msg, "args": {"type": "DSA", "bits": input.facts.bits}} if {
	startswith(input.facts.type, "ssh-dss")
	msg := sprintf("%s may log in with a DSA key", [input.facts.account])
}

deny contains {"msg": msg, "args": {"type": "RSA", "bits": bits}} if {
	startswith(input.facts.type, "ssh-rsa")
	bits := input.facts.bits
	bits < data.parameters.ssh_rsa_key_bits
	msg := sprintf("%s may log in with an RSA key of %v bits, %v are wanted", [
		input.facts.account,
		bits,
		data.parameters.ssh_rsa_key_bits,
	])
}

unknown contains {"msg": msg} if {
	input.facts.bits == null
	msg := sprintf("the strength of keys of type %s is not known", [input.facts.type])
}
