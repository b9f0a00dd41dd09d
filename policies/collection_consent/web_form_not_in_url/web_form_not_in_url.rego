# METADATA
# title: Personal data is not sent as part of a URL
# description: >-
#   A form with method get puts what customers type into the address: into histories, logs of every
#   server and proxy, and the Referer of the next page.
# related_resources:
#   - ref: https://owasp.org/www-community/vulnerabilities/Information_exposure_through_query_strings_in_url
# custom:
#   id: web-form-not-in-url
#   resource: web.form
#   severity: high
#   controls: [col-secure-channel]
#   remediation: |
#     Send it with
#       <form method="post" action="/register">
#     and let the server answer with a redirect. Clear old logs of the query strings.
#   zh:
#     title: 个人信息不通过 URL 提交
#     message: "{id} 以 GET 方式提交个人信息（{kinds}）"
#     remediation: |
#       将表单改为 POST 方式：
#         <form method="post" action="/register">
#       并由服务端以跳转应答；清理日志中已有的查询字符串。
package collection_consent.web_form_not_in_url

import data.lib.web

deny contains {"msg": msg, "args": {"kinds": kinds}} if {
	input.facts.method == "get"
	found := {field.kind | some field in input.facts.fields; field.kind in web.in_url_forbidden}
	count(found) > 0
	kinds := concat(", ", sort(found))
	msg := sprintf("%s puts %s into the URL", [input.name, kinds])
}

unknown contains {"msg": msg} if {
	input.facts.method == "get"
	msg := web.unclear(input.facts.fields, input.facts.reading)
}

unknown contains {"msg": "a script decides how the fields are sent"} if input.facts.method == "script"

not_applicable if {
	input.facts.reading.unsettled == ""
	not web.may_collect(input.facts.fields)
}
