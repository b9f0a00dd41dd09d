# METADATA
# title: No service answers in plain text beside its endpoint
# description: >-
#   A service that can be reached without TLS will be, and whoever sits on the way reads and changes
#   what customers send. A web server may at most redirect, and to https straight away.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc6797
#   - ref: https://www.rfc-editor.org/rfc/rfc8314
# custom:
#   id: endpoint-plain-text
#   resource: endpoint.port
#   severity: high
#   controls: [enc-in-transit-tls, col-secure-channel]
#   remediation: |
#     Close the port, or let it do nothing but redirect to https:
#       nginx    server { listen 80; listen [::]:80; server_name NAME; return 301 https://$host$request_uri; }
#       HAProxy  http-request redirect scheme https code 301 unless { ssl_fc }
#       mail     Dovecot: ssl = required, and no 'inet_listener imap' on port 143; other services: bind to 127.0.0.1
#     Verify: curl -sI http://NAME:PORT/ | head -n 3; nc -vz NAME PORT
#   zh:
#     title: 服务不以明文应答
#     message: "{id} 以明文应答（{answer}）"
#     remediation: |
#       关闭该端口，或只做到 https 的跳转：
#         nginx    server { listen 80; listen [::]:80; server_name NAME; return 301 https://$host$request_uri; }
#         HAProxy  http-request redirect scheme https code 301 unless { ssl_fc }
#       验证：curl -sI http://NAME:PORT/ | head -n 3; nc -vz NAME PORT
package encryption.endpoint_plain_text

deny contains {"msg": msg, "args": {"answer": input.facts.answer}} if {
	input.facts.answer in {"open", "serves", "redirects_plain"}
	msg := sprintf("%s %s", [input.name, words[input.facts.answer]])
}

words := {
	"open": "takes connections without TLS",
	"serves": "serves in plain text",
	"redirects_plain": "redirects to a place without TLS",
}
