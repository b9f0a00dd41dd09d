# METADATA
# title: Web servers serve nothing in plain text
# description: >-
#   Whoever sits on the way reads and changes what a site sends and receives without TLS: forms with
#   customer data, sessions, passwords. A socket that other hosts reach may at most redirect to https.
# related_resources:
#   - ref: https://nginx.org/en/docs/http/configuring_https_servers.html
#   - ref: https://httpd.apache.org/docs/2.4/ssl/ssl_howto.html
#   - ref: https://www.rfc-editor.org/rfc/rfc6797
# custom:
#   id: tls-plain-text-web
#   resource: server.tls_endpoint
#   severity: high
#   controls: [enc-in-transit-tls, col-secure-channel]
#   remediation: |
#     Let the block without TLS do nothing but redirect. nginx:
#       server { listen 80; listen [::]:80; server_name NAME; return 301 https://$host$request_uri; }
#     Apache httpd:
#       <VirtualHost *:80>
#         ServerName NAME
#         Redirect permanent / https://NAME/
#       </VirtualHost>
#     HAProxy: http-request redirect scheme https code 301 unless { ssl_fc }
#     Best of all, do not listen on port 80. A site for this machine alone listens on 127.0.0.1.
#       nginx -t && systemctl reload nginx
#       apachectl configtest && systemctl reload apache2
#     Verify: curl -sI http://NAME/ | head -n 3
#   zh:
#     title: 网站不以明文提供内容
#     message: "{id} 在 {sockets} 以明文提供内容"
#     remediation: |
#       让明文端口只做跳转。nginx：
#         server { listen 80; listen [::]:80; server_name NAME; return 301 https://$host$request_uri; }
#       Apache：在 <VirtualHost *:80> 中写 Redirect permanent / https://NAME/
#       HAProxy：http-request redirect scheme https code 301 unless { ssl_fc }
#       最好不监听 80 端口；仅供本机使用的站点监听 127.0.0.1。
#       验证：curl -sI http://NAME/ | head -n 3
package encryption.tls_plain_text_web

import data.lib.tls

deny contains {"msg": msg, "args": {"sockets": sockets}} if {
	input.facts.software in tls.web
	input.facts.plain_text == "serves"
	plain := tls.open_plain(input.facts.listen)
	count(plain) > 0
	sockets := concat(", ", plain)
	msg := sprintf("%s serves in plain text on %s", [input.name, sockets])
}

# What passes through may be TLS.
unknown contains {"msg": msg} if {
	input.facts.software in tls.web
	input.facts.plain_text == "serves"
	count(tls.open_plain(input.facts.listen)) == 0
	some socket in input.facts.listen
	socket.local == false
	socket.tls == "undetermined"
	msg := sprintf("whether %s takes TLS on port %v is not known", [input.name, socket.port])
}

not_applicable if not input.facts.software in tls.web

not_applicable if not open_to_plain

open_to_plain if {
	some socket in input.facts.listen
	socket.local == false
	socket.tls != "yes"
}
