# METADATA
# title: No website of strangers may use the bucket from a browser
# description: >-
#  CORS grants nothing by itself, but with any origin allowed a hostile page can use links that were signed for a user,
#  and read or write through that user's browser and network. Origins should be those of the company's own sites. A
#  bucket that holds no configured dataset counts as sensitive until it is assigned to one.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
# custom:
#   id: s3-cors-any-origin
#   resource: s3.bucket
#   severity: low
#   controls: [lp-no-unauthorised-access]
#   remediation: |
#    Name the origins of your own sites (this replaces all rules; read them first):
#      aws s3api get-bucket-cors --bucket BUCKET > cors.json
#      (edit) aws s3api put-bucket-cors --bucket BUCKET --cors-configuration file://cors.json
#    Verify: aws s3api get-bucket-cors --bucket BUCKET
#   zh:
#     title: 陌生网站不能经由浏览器使用存储桶
#     message: "{id} 的 CORS 允许任意来源 {origin}（{methods}）"
#     remediation: |
#      只写入自有网站的来源（会整体替换，先读取现有规则）：
#        aws s3api get-bucket-cors --bucket BUCKET > cors.json
#        （修改后）aws s3api put-bucket-cors --bucket BUCKET --cors-configuration file://cors.json
#      验证：aws s3api get-bucket-cors --bucket BUCKET
package least_privilege.s3_cors_any_origin

deny contains {"msg": msg, "path": path, "args": args, "severity": severity} if {
	some rule in input.facts.cors.rules
	some origin in rule.origins
	origin in {"*", "http://*", "https://*"}
	methods := concat(", ", sort(rule.methods))
	path := sprintf("%s %s", [origin, methods])
	args := {"origin": origin, "methods": methods}
	severity := severity_of({method | some method in rule.methods})
	msg := sprintf("any website (%s) may use %s from a browser: %s", [origin, input.name, methods])
}

not_applicable if input.dataset.classification == "general"

severity_of(methods) := "medium" if count(methods & {"DELETE", "POST", "PUT"}) > 0

else := "low"
