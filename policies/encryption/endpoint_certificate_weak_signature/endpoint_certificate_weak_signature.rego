# METADATA
# title: Certificates of endpoints are signed with a strong hash
# description: >-
#   With MD5 or SHA-1 a second certificate with the same signature can be made for another name.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc9155
#   - ref: https://shattered.io/
# custom:
#   id: endpoint-certificate-weak-signature
#   resource: endpoint.tls
#   severity: high
#   controls: [enc-standard-algorithms]
#   remediation: |
#     Have the certificate issued again; a CA of your own must sign with SHA-256 (openssl ca -md sha256). Verify:
#       openssl s_client -connect HOST:PORT -servername NAME -showcerts </dev/null | grep 'sigalg'
#   zh:
#     title: 端点证书使用强签名算法
#     message: "{id} 的证书 {subject} 使用弱签名算法 {hash}"
#     remediation: |
#       重新签发证书；自建 CA 须使用 SHA-256（openssl ca -md sha256）。
#       验证：openssl s_client -connect HOST:PORT -servername NAME -showcerts </dev/null | grep 'sigalg'
package encryption.endpoint_certificate_weak_signature

deny contains {"msg": msg, "path": path, "args": {"subject": shown.subject, "hash": shown.signature_hash}} if {
	some certificate in input.facts.certificates
	some shown in array.concat([certificate], certificate.chain)
	shown.signature_hash in {"md2", "md4", "md5", "sha1"}
	path := concat("/", [certificate.fingerprint, shown.subject])
	msg := sprintf("%s shows %s, signed with %s", [input.name, shown.subject, shown.signature_hash])
}
