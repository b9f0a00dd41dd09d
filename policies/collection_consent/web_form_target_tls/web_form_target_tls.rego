# METADATA
# title: Forms are sent over TLS
# description: >-
#   What customers type would cross the network in plain text. Buttons that send the form elsewhere
#   count.
# related_resources:
#   - ref: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fs-action
# custom:
#   id: web-form-target-tls
#   resource: web.form
#   severity: critical
#   controls: [col-secure-channel, enc-in-transit-tls]
#   remediation: |
#     Let the form go to https, or to its own page (no action):
#       <form method="post" action="/register">
#   zh:
#     title: 表单通过 TLS 提交
#     message: "{id} 以明文提交到 {url}"
#     remediation: |
#       将表单提交到 https 地址，或省略 action 提交到本页：
#         <form method="post" action="/register">
package collection_consent.web_form_target_tls

deny contains {"msg": msg, "args": {"url": input.facts.action.url}} if {
	is_object(input.facts.action)
	input.facts.action.tls == false
	msg := sprintf("%s is sent in plain text to %s", [input.name, input.facts.action.url])
}

unknown contains {"msg": "a script decides where the fields are sent"} if {
	input.facts.action == null
}

unknown contains {"msg": input.facts.reading.unsettled} if input.facts.reading.unsettled != ""
