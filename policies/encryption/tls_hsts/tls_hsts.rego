# METADATA
# title: Sites with TLS tell browsers to stay with it
# description: >-
#   Without Strict-Transport-Security the first request of a visit can be turned to plain text by
#   whoever sits on the way, and with it the session. Only the server's own configuration is seen; where
#   a backend or a program may send the header, the check is undecided.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc6797
#   - ref: https://nginx.org/en/docs/http/ngx_http_headers_module.html
# custom:
#   id: tls-hsts
#   resource: server.tls_endpoint
#   severity: low
#   controls: [enc-in-transit-tls, col-secure-channel]
#   remediation: |
#     Once every page of the host works with https, add to its block (nginx: a location with an add_header of
#     its own needs the line as well):
#       nginx    add_header Strict-Transport-Security "max-age=31536000" always;
#       Apache   Header always set Strict-Transport-Security "max-age=31536000"     (module headers)
#       HAProxy  http-response set-header Strict-Transport-Security max-age=31536000
#     and reload the server. Verify: curl -sI https://NAME/ | grep -i strict-transport
#   zh:
#     title: HTTPS 站点启用 HSTS
#     message: "{id} 的 HSTS 时长为 {seconds} 秒，未达要求"
#     remediation: |
#       确认全站可用 https 后，在相应块中加入：
#         nginx    add_header Strict-Transport-Security "max-age=31536000" always;
#         Apache   Header always set Strict-Transport-Security "max-age=31536000"
#         HAProxy  http-response set-header Strict-Transport-Security max-age=31536000
#       重新加载服务。验证：curl -sI https://NAME/ | grep -i strict-transport
package encryption.tls_hsts

import data.lib.tls

deny contains {"msg": msg, "args": {"seconds": "0"}} if {
	applies
	input.facts.hsts.max_age == null
	input.facts.hsts.undetermined == false
	msg := sprintf("%s sends no Strict-Transport-Security", [input.name])
}

deny contains {"msg": msg, "args": {"seconds": seconds}} if {
	applies
	is_number(input.facts.hsts.max_age)
	input.facts.hsts.max_age < data.parameters.hsts_min_seconds
	seconds := sprintf("%v", [input.facts.hsts.max_age])
	msg := sprintf("%s sends Strict-Transport-Security for %s seconds only", [input.name, seconds])
}

unknown contains {"msg": msg} if {
	applies
	input.facts.hsts.undetermined
	msg := "a backend, a program or another location may send Strict-Transport-Security"
}

applies if {
	is_object(input.facts.hsts)
	count(tls.open_tls(input.facts.listen)) > 0
}

not_applicable if not applies
