# METADATA
# title: Certificates have strong keys
# description: >-
#   A short key can be computed from the certificate; with it anyone can pose as the server and read
#   what was recorded without forward secrecy.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc9325#section-4.5
#   - ref: https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-57pt1r5.pdf
# custom:
#   id: cert-weak-key
#   resource: server.certificate
#   severity: high
#   controls: [enc-standard-algorithms]
#   remediation: |
#     Make a new key and get a new certificate for it:
#       openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout NEW.key -out NEW.csr -subj /CN=NAME
#     (certbot: certbot renew --force-renewal --key-type ecdsa)
#     Verify: openssl x509 -noout -text -in FILE | grep -A1 'Public Key Algorithm'
#   zh:
#     title: 证书使用强密钥
#     message: "{id} 的密钥过弱：{key}"
#     remediation: |
#       生成新密钥并重新申请证书：
#         openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout NEW.key -out NEW.csr -subj /CN=NAME
#       （certbot：certbot renew --force-renewal --key-type ecdsa）
#       验证：openssl x509 -noout -text -in FILE | grep -A1 'Public Key Algorithm'
package encryption.cert_weak_key

deny contains {"msg": msg, "args": {"key": key}} if {
	weak(input.facts.key)
	key := sprintf("%s %v", [input.facts.key.type, input.facts.key.bits])
	msg := sprintf("%s has a weak key (%s)", [input.name, key])
}

weak(key) if {
	key.type == "rsa"
	key.bits < data.parameters.certificate_rsa_min_bits
}

weak(key) if {
	key.type == "ec"
	key.bits < data.parameters.certificate_ec_min_bits
}

weak(key) if key.type == "dsa"
