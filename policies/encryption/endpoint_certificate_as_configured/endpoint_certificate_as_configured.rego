# METADATA
# title: Endpoints show a certificate that is configured on their servers
# description: >-
#   A certificate that lies on none of the servers comes from somebody else, or from before the last
#   renewal: the server still holds the old one in memory and will show it until it expires.
# related_resources:
#   - ref: https://eff-certbot.readthedocs.io/en/stable/using.html#renewing-certificates
# custom:
#   id: endpoint-certificate-as-configured
#   resource: endpoint.tls
#   severity: medium
#   controls: [enc-in-transit-tls, enc-key-management-system]
#   needs:
#     server.certificate: [subject, validity]
#   remediation: |
#     Load the new certificate, and let every renewal do so by itself:
#       systemctl reload nginx
#       certbot renew --deploy-hook 'systemctl reload nginx'
#     Verify:
#       openssl s_client -connect HOST:PORT -servername NAME </dev/null | openssl x509 -noout -dates -ext subjectAltName
#   zh:
#     title: 端点出示的证书与服务器配置一致
#     message: "{id} 出示的证书（{not_after} 到期）不在 {server} 的配置中"
#     remediation: |
#       重新加载新证书，并让续签后自动加载：
#         systemctl reload nginx
#         certbot renew --deploy-hook 'systemctl reload nginx'
package encryption.endpoint_certificate_as_configured

deny contains {"msg": msg, "path": path, "args": {"server": server, "not_after": shown.not_after}} if {
	some server in input.facts.servers
	files := files_of(server)
	count(files) > 0
	some shown in input.facts.certificates
	not on_disk(files, shown)
	path := concat("/", [server, shown.fingerprint])
	msg := sprintf("%s shows a certificate (until %s) that is not the one on %s", [
		input.name,
		shown.not_after,
		server,
	])
}

unknown contains {"msg": msg} if {
	some server in input.facts.servers
	count(files_of(server)) == 0
	msg := sprintf("no certificate file is configured on %s", [server])
}

files_of(server) := [row | some row in data.inventory["server.certificate"].by.target[server]]

# The same names and the same time, to the second.
on_disk(files, shown) if {
	some file in files
	file.validity.not_before == shown.not_before
	file.validity.not_after == shown.not_after
	{lower(name) | some name in file.subject.names} == {name | some name in shown.names}
}

not_applicable if count(input.facts.servers) == 0
