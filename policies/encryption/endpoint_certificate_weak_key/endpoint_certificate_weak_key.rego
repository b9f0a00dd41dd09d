# METADATA
# title: Certificates of endpoints use strong keys
# description: >-
#   Whoever computes the private key of a short key can answer as the server and, without forward
#   secrecy, read what was recorded. Counts for every certificate that the server sends.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc9325#section-4.5
# custom:
#   id: endpoint-certificate-weak-key
#   resource: endpoint.tls
#   severity: high
#   controls: [enc-standard-algorithms]
#   remediation: |
#     Make a new key and get a new certificate for it:
#       openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout NEW.key -out NEW.csr -subj /CN=NAME
#     Verify:
#       openssl s_client -connect HOST:PORT -servername NAME </dev/null | openssl x509 -noout -text | grep Public-Key
#   zh:
#     title: 端点证书使用强密钥
#     message: "{id} 的证书 {subject} 密钥过弱：{key}"
#     remediation: |
#       生成新密钥并重新申请证书：
#         openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -keyout NEW.key -out NEW.csr
#       验证：
#         openssl s_client -connect HOST:PORT </dev/null | openssl x509 -noout -text | grep Public-Key
package encryption.endpoint_certificate_weak_key

deny contains {"msg": msg, "path": path, "args": {"subject": shown.subject, "key": key}} if {
	some certificate in input.facts.certificates
	some shown in array.concat([certificate], certificate.chain)
	weak(shown.key)
	key := sprintf("%s %v", [shown.key.type, shown.key.bits])
	path := concat("/", [certificate.fingerprint, shown.subject])
	msg := sprintf("%s shows %s with a weak key (%s)", [input.name, shown.subject, key])
}

unknown contains {"msg": msg} if {
	some certificate in input.facts.certificates
	some shown in array.concat([certificate], certificate.chain)
	shown.key.type == "other"
	msg := sprintf("the kind of key of %s is not known", [shown.subject])
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
