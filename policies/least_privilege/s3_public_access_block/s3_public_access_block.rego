# METADATA
# title: The public access block of the bucket is complete
# description: >-
#   The block is the safety catch against a careless ACL or policy of tomorrow. Each of its four
#   settings may be on for the bucket or for the whole account; a setting that is on in neither leaves
#   one way open.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# custom:
#   id: s3-public-access-block
#   resource: s3.bucket
#   severity: high
#   controls: [lp-no-unauthorised-access, lp-permission-enforced-after-auth]
#   remediation: |
#     Check first that nothing public is served from the bucket on purpose, then:
#       aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration \
#         BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#     Verify: aws s3api get-public-access-block --bucket BUCKET
#   zh:
#     title: 存储桶的公共访问阻止设置完整
#     message: "{id} 的公共访问阻止缺少：{missing}"
#     remediation: |
#       确认没有需要公开的内容后执行：
#         aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration \
#           BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#       验证：aws s3api get-public-access-block --bucket BUCKET
package least_privilege.s3_public_access_block

deny contains {"msg": msg, "args": {"missing": missing}} if {
	count(off) > 0
	missing := concat(", ", sort(off))
	msg := sprintf("neither %s nor its account blocks public access fully; off: %s", [input.name, missing])
}

off := [setting |
	some setting, enabled in input.facts.public_access_block
	not enabled
	not input.facts.account_public_access_block[setting]
]
