# METADATA
# title: Web servers tell browsers to stay with TLS
# description: >-
#   Without Strict-Transport-Security in the answer, the first request of a visit can be turned to plain
#   text by whoever sits on the way, and with it the session. Judged on the answer itself, whichever
#   program sends it.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc6797
# custom:
#   id: endpoint-hsts
#   resource: endpoint.http
#   severity: low
#   controls: [enc-in-transit-tls, col-secure-channel]
#   remediation: |
#     Once every page of the host works with https, add the header where the answer is made (or at the proxy in
#     front):
#       nginx    add_header Strict-Transport-Security "max-age=31536000" always;
#       Apache   Header always set Strict-Transport-Security "max-age=31536000"
#       HAProxy  http-response set-header Strict-Transport-Security max-age=31536000
#     Verify: curl -sI https://NAME/ | grep -i strict-transport
#   zh:
#     title: 网站应答包含 HSTS
#     message: "{id} 的 HSTS 时长为 {seconds} 秒，未达要求"
#     remediation: |
#       确认全站可用 https 后，在应答处（或前置代理）加入：
#         nginx    add_header Strict-Transport-Security "max-age=31536000" always;
#         Apache   Header always set Strict-Transport-Security "max-age=31536000"
#       验证：curl -sI https://NAME/ | grep -i strict-transport
package encryption.endpoint_hsts

deny contains {"msg": msg, "args": {"seconds": "0"}} if {
	input.facts.hsts.max_age == null
	msg := sprintf("%s sends no usable Strict-Transport-Security", [input.name])
}

deny contains {"msg": msg, "args": {"seconds": seconds}} if {
	is_number(input.facts.hsts.max_age)
	input.facts.hsts.max_age < data.parameters.hsts_min_seconds
	seconds := sprintf("%v", [input.facts.hsts.max_age])
	msg := sprintf("%s sends Strict-Transport-Security for %s seconds only", [input.name, seconds])
}
