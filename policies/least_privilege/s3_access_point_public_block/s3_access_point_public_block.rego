# METADATA
# title: The public access block of an access point is complete
# description: >-
#  An access point is a door of its own with a policy of its own. Each of the four settings may be on for the access
#  point or for the whole account; a setting that is on in neither leaves one way open to a careless policy of
#  tomorrow.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points.html
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html
# custom:
#   id: s3-access-point-public-block
#   resource: s3.access_point
#   severity: medium
#   controls: [lp-no-unauthorised-access]
#   needs:
#     s3.account: {facts: [public_access_block], within: target}
#   remediation: |
#    The settings of an access point are fixed when it is made. Switch them on for the account:
#      aws s3control put-public-access-block --account-id ACCOUNT --public-access-block-configuration \
#        BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#    or make the access point anew (they are all on unless said otherwise):
#      aws s3control delete-access-point --account-id ACCOUNT --name NAME
#      aws s3control create-access-point --account-id ACCOUNT --name NAME --bucket BUCKET
#    Verify: aws s3control get-access-point --account-id ACCOUNT --name NAME
#   zh:
#     title: 接入点的公共访问阻止设置完整
#     message: "接入点 {id} 的公共访问阻止缺少：{missing}"
#     remediation: |
#      接入点的设置在创建时确定。可在账户级启用：
#        aws s3control put-public-access-block --account-id ACCOUNT --public-access-block-configuration \
#          BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#      或删除后重新创建接入点（默认全部启用）：
#        aws s3control delete-access-point --account-id ACCOUNT --name NAME
#        aws s3control create-access-point --account-id ACCOUNT --name NAME --bucket BUCKET
#      验证：aws s3control get-access-point --account-id ACCOUNT --name NAME
package least_privilege.s3_access_point_public_block

deny contains {"msg": msg, "args": {"missing": missing}} if {
	count(off) > 0
	missing := concat(", ", sort(off))
	msg := sprintf("neither the access point %s nor its account blocks public access fully; off: %s", [
		input.name,
		missing,
	])
}

off contains setting if {
	some setting, on in input.facts.access_point.public_access_block
	on == false
	not setting in of_account
}

of_account contains setting if {
	some row in data.inventory["s3.account"].by.target[input.target]
	row.name == split(input.id, ":")[4]
	some setting, on in row.public_access_block
	on
}
