# METADATA
# title: No access point policy opens a bucket to everyone
# description: >-
#  A policy that AWS itself calls public lets anybody in through this door, as far as the policy of the bucket leaves
#  access points to decide. The setting restrict_public_buckets of the access point, its bucket or the account ends
#  that.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points.html
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
# custom:
#   id: s3-access-point-public-policy
#   resource: s3.access_point
#   severity: high
#   controls: [lp-no-unauthorised-access, shr-default-deny]
#   needs:
#     s3.account: {facts: [public_access_block], within: target}
#     s3.bucket: {facts: [public_access_block], within: target}
#   remediation: |
#    Switch the block of the account on, then name the principals in the policy or delete it:
#      aws s3control put-public-access-block --account-id ACCOUNT --public-access-block-configuration \
#        BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#      aws s3control delete-access-point-policy --account-id ACCOUNT --name NAME
#    Verify: aws s3control get-access-point-policy-status --account-id ACCOUNT --name NAME
#   zh:
#     title: 接入点策略不对公众开放
#     message: "接入点 {id} 的策略向所有人开放存储桶 {bucket}"
#     remediation: |
#      先启用账户级阻止，再在策略中写明主体或删除策略：
#        aws s3control put-public-access-block --account-id ACCOUNT --public-access-block-configuration \
#          BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#        aws s3control delete-access-point-policy --account-id ACCOUNT --name NAME
#      验证：aws s3control get-access-point-policy-status --account-id ACCOUNT --name NAME
package least_privilege.s3_access_point_public_policy

deny contains {"msg": msg, "args": {"bucket": input.facts.access_point.bucket}} if {
	input.facts.policy_public
	not restricted
	msg := sprintf("the policy of the access point %s opens %s to everyone", [
		input.name,
		input.facts.access_point.bucket,
	])
}

restricted if input.facts.access_point.public_access_block.restrict_public_buckets

restricted if "restrict_public_buckets" in of_account

restricted if {
	some row in data.inventory["s3.bucket"].by.target[input.target]
	row.name == input.facts.access_point.bucket
	row.public_access_block.restrict_public_buckets
}

of_account contains setting if {
	some row in data.inventory["s3.account"].by.target[input.target]
	row.name == split(input.id, ":")[4]
	some setting, on in row.public_access_block
	on
}
