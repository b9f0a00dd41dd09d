# METADATA
# title: Uploads that were never finished are removed
# description: >-
#   Parts of an unfinished upload hold customer data, are in no listing and live for ever unless a
#   rule ends them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
# custom:
#   id: s3-abort-multipart
#   resource: s3.bucket
#   severity: low
#   controls: [ret-expiry-destroyed]
#   remediation: |
#     Add this rule to the present ones (put-bucket-lifecycle-configuration replaces them all):
#       {"ID":"abort-uploads","Status":"Enabled","Filter":{"Prefix":""},
#        "AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7}}
#       aws s3api put-bucket-lifecycle-configuration --bucket BUCKET \
#         --lifecycle-configuration file://rules.json
#     Verify: aws s3api list-multipart-uploads --bucket BUCKET
#   zh:
#     title: 未完成的上传会被清除
#     message: "{id} 未在 {days} 天内清除未完成的上传"
#     remediation: |
#       在现有规则中加入（put-bucket-lifecycle-configuration 会整体替换）：
#         {"ID":"abort-uploads","Status":"Enabled","Filter":{"Prefix":""},
#          "AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7}}
#         aws s3api put-bucket-lifecycle-configuration --bucket BUCKET \
#           --lifecycle-configuration file://rules.json
#       验证：aws s3api list-multipart-uploads --bucket BUCKET
package retention.s3_abort_multipart

import data.lib.lifecycle

deny contains {"msg": msg, "args": {"days": days}} if {
	not aborted
	days := data.parameters.multipart_abort_days
	msg := sprintf("unfinished uploads to %s are not removed within %v days", [input.name, days])
}

aborted if lifecycle.abort_days(input.facts.lifecycle.rules) <= data.parameters.multipart_abort_days
