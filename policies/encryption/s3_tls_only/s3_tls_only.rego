# METADATA
# title: Bucket refuses requests without TLS
# description: >-
#   S3 answers plain HTTP unless the bucket policy denies it, and one misconfigured client is enough
#   to send customer information through the network in the clear. The denial has to cover every
#   action, every caller, the bucket itself and all objects; an Allow on condition of TLS refuses
#   nothing.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
# custom:
#   id: s3-tls-only
#   resource: s3.bucket
#   severity: high
#   controls: [enc-in-transit-tls, col-secure-channel]
#   remediation: |
#     Add this statement to the bucket policy (read the present one first, put-bucket-policy replaces
#     it):
#       aws s3api get-bucket-policy --bucket BUCKET --query Policy --output text > policy.json
#       {"Sid":"DenyPlaintext","Effect":"Deny","Principal":"*","Action":"s3:*",
#        "Resource":["arn:aws:s3:::BUCKET","arn:aws:s3:::BUCKET/*"],
#        "Condition":{"Bool":{"aws:SecureTransport":"false"}}}
#       aws s3api put-bucket-policy --bucket BUCKET --policy file://policy.json
#     In China regions the partition is aws-cn.
#     Verify: curl -sI http://BUCKET.s3.amazonaws.com/ | head -1   (403)
#   zh:
#     title: 存储桶拒绝非 TLS 请求
#     message: "{id} 未全面拒绝非 TLS 请求：{gap}"
#     remediation: |
#       在存储桶策略中加入下列语句（先读取现有策略，put-bucket-policy 会整体替换）：
#         {"Sid":"DenyPlaintext","Effect":"Deny","Principal":"*","Action":"s3:*",
#          "Resource":["arn:aws:s3:::BUCKET","arn:aws:s3:::BUCKET/*"],
#          "Condition":{"Bool":{"aws:SecureTransport":"false"}}}
#       中国区域的分区为 aws-cn。
#       验证：curl -sI http://BUCKET.s3.amazonaws.com/ | head -1（应为 403）
package encryption.s3_tls_only

import data.lib.iam_policy

deny contains {"msg": msg, "args": {"gap": gap}} if {
	input.facts.policy == null
	gap := "no bucket policy"
	msg := sprintf("%s accepts requests without TLS: it has no bucket policy", [input.name])
}

deny contains {"msg": msg, "args": {"gap": gap}} if {
	input.facts.policy != null
	gap := uncovered
	msg := sprintf("%s accepts requests without TLS: its policy does not deny them for %s", [input.name, gap])
}

uncovered := "the bucket and its objects" if {
	not bucket_covered
	not objects_covered
}

uncovered := "the bucket itself" if {
	not bucket_covered
	objects_covered
}

uncovered := "all objects" if {
	bucket_covered
	not objects_covered
}

bucket_covered if {
	some statement in input.facts.policy.statements
	iam_policy.denies_plaintext(statement, "s3")
	iam_policy.covers_resource(statement, input.id)
}

objects_covered if {
	some statement in input.facts.policy.statements
	iam_policy.denies_plaintext(statement, "s3")
	iam_policy.covers_all_objects(statement, input.id)
}
