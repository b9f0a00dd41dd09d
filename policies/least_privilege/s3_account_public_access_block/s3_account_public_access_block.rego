# METADATA
# title: The public access block of the account is complete
# description: >-
#   On the account level the block covers every bucket, also the one that somebody creates tomorrow
#   without thinking of it. All four settings are needed.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# custom:
#   id: s3-account-public-access-block
#   resource: s3.account
#   severity: high
#   controls: [lp-no-unauthorised-access]
#   remediation: |
#     Check that no bucket of the account serves public content on purpose, then:
#       aws s3control put-public-access-block --account-id ACCOUNT --public-access-block-configuration \
#         BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#     Verify: aws s3control get-public-access-block --account-id ACCOUNT
#   zh:
#     title: 账户级公共访问阻止设置完整
#     message: "{id} 的账户级公共访问阻止缺少：{missing}"
#     remediation: |
#       确认账户内没有需要公开的存储桶后执行：
#         aws s3control put-public-access-block --account-id ACCOUNT --public-access-block-configuration \
#           BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#       验证：aws s3control get-public-access-block --account-id ACCOUNT
package least_privilege.s3_account_public_access_block

deny contains {"msg": msg, "args": {"missing": missing}} if {
	count(off) > 0
	missing := concat(", ", sort(off))
	msg := sprintf("the account %s does not block public access fully; off: %s", [input.name, missing])
}

off := [setting |
	some setting, enabled in input.facts.public_access_block
	not enabled
]
