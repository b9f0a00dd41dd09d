# METADATA
# title: No bucket policy opens the bucket to everyone
# description: >-
#   A statement for Principal * that no condition limits to known callers or networks hands customer
#   information to the world. Conditions that any caller can satisfy (0.0.0.0/0, a bare *, …IfExists,
#   a referer) do not limit; a Deny for all strangers, or restrict_public_buckets on the bucket or the
#   account, does.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
# custom:
#   id: s3-public-policy
#   resource: s3.bucket
#   severity: critical
#   controls: [lp-no-unauthorised-access, shr-default-deny]
#   remediation: |
#     Stop the exposure at once, then correct the policy:
#       aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration \
#         BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#     In the policy name the principals, or add a condition on aws:PrincipalOrgID, aws:SourceVpce or the
#     company's own aws:SourceIp ranges. Web content belongs behind CloudFront with origin access
#     control.
#     Verify: aws s3api get-bucket-policy-status --bucket BUCKET
#   zh:
#     title: 存储桶策略不对公众开放
#     message: "{id} 的存储桶策略向所有人开放"
#     remediation: |
#       先立即阻断，再修改策略：
#         aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration \
#           BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#       在策略中写明主体，或以 aws:PrincipalOrgID、aws:SourceVpce、公司自有 aws:SourceIp 网段作为条件。
#       验证：aws s3api get-bucket-policy-status --bucket BUCKET
package least_privilege.s3_public_policy

import data.lib.iam_policy

deny contains {"msg": msg} if {
	input.facts.policy_public
	not restricted
	msg := sprintf("the bucket policy of %s grants access to everyone", [input.name])
}

# The same finding, reached without the judgement of AWS, which other stores do not give.
deny contains {"msg": msg} if {
	some statement in input.facts.policy.statements
	opens(statement)
	not strangers_denied
	not restricted
	msg := sprintf("the bucket policy of %s grants access to everyone", [input.name])
}

opens(statement) if {
	statement.effect == "Allow"
	iam_policy.principal_any(statement)
	not iam_policy.narrowed(statement)
}

strangers_denied if {
	some statement in input.facts.policy.statements
	iam_policy.denies_strangers(statement, "s3")
	iam_policy.covers_resource(statement, input.id)
	iam_policy.covers_all_objects(statement, input.id)
}

restricted if input.facts.public_access_block.restrict_public_buckets

restricted if input.facts.account_public_access_block.restrict_public_buckets
