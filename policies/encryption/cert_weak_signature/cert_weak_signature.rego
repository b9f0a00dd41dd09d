# METADATA
# title: Certificates are signed with strong hashes
# description: >-
#   Collisions of MD5 and SHA-1 have produced forged certificates. The signature of a certificate that
#   signed itself protects nothing and is not judged.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc9155
#   - ref: https://shattered.io/
# custom:
#   id: cert-weak-signature
#   resource: server.certificate
#   severity: high
#   controls: [enc-standard-algorithms]
#   remediation: |
#     Have the authority sign the certificate anew with SHA-256 or better (of your own, for example):
#       openssl ca -md sha256 -in NAME.csr -out NAME.pem
#     Verify: openssl x509 -noout -text -in FILE | grep 'Signature Algorithm'
#   zh:
#     title: 证书签名使用强散列算法
#     message: "{id} 使用弱散列签名：{hash}"
#     remediation: |
#       由证书机构以 SHA-256 或更强算法重新签发，例如：
#         openssl ca -md sha256 -in NAME.csr -out NAME.pem
#       验证：openssl x509 -noout -text -in FILE | grep 'Signature Algorithm'
package encryption.cert_weak_signature

deny contains {"msg": msg, "args": {"hash": input.facts.signature_hash}} if {
	input.facts.signature_hash in {"md2", "md4", "md5", "sha1"}
	input.facts.issuer.self_signed == false
	msg := sprintf("%s is signed with %s", [input.name, input.facts.signature_hash])
}

not_applicable if input.facts.issuer.self_signed
