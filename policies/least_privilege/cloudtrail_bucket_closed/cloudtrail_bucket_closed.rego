# METADATA
# title: The bucket of a trail is closed to the public
# description: >-
#   Log files name every account, role, address and resource. All four switches of the public access block must
#   be on, of the bucket or of the account, so that one wrong policy or ACL cannot open it. Only buckets of this
#   account are looked at: one in another account is judged where that account is audited.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-6
# custom:
#   id: cloudtrail-bucket-closed
#   resource: cloudtrail.trail
#   severity: medium
#   controls: [lp-no-unauthorised-access, int-tamper-protection]
#   needs:
#     s3.bucket:
#       facts: [acl, ownership, policy_public, public_access_block, account_public_access_block]
#       within: target
#   remediation: |
#     Switch all four on:
#       aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration \
#         BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#     Verify: aws s3api get-public-access-block --bucket BUCKET
#   zh:
#     title: 跟踪所用存储桶不对公众开放
#     message: "跟踪 {id} 的存储桶 {bucket} {state}"
#     remediation: |
#       阻断公开访问：
#         aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration \
#           BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
#       验证：aws s3api get-public-access-block --bucket BUCKET
package least_privilege.cloudtrail_bucket_closed

deny contains {"msg": msg, "severity": "critical", "args": {"bucket": row.name, "state": "对公众开放"}} if {
	some row in buckets
	public(row)
	msg := sprintf("the bucket %s with the log files of the trail %s is open to everyone", [row.name, input.name])
}

deny contains {"msg": msg, "args": {"bucket": row.name, "state": "未完全阻断公开访问"}} if {
	some row in buckets
	not public(row)
	off := {switch | some switch, on in row.public_access_block; not on; not row.account_public_access_block[switch]}
	count(off) > 0
	msg := sprintf("the bucket %s of the trail %s lacks %s", [row.name, input.name, concat(", ", sort(off))])
}

not_applicable if input.facts.config.managed_elsewhere

unknown contains {"msg": msg} if {
	count(buckets) == 0
	bucket := input.facts.config.bucket
	msg := sprintf("the bucket %s is not among those of this account that are audited: look who can reach it", [bucket])
}

buckets contains row if {
	some row in data.inventory["s3.bucket"].by.target[input.target]
	row.name == input.facts.config.bucket
}

public(row) if {
	row.policy_public
	not switched_on(row, "restrict_public_buckets")
}

public(row) if {
	row.ownership in {"BucketOwnerPreferred", "ObjectWriter"}
	not switched_on(row, "ignore_public_acls")
	some grant in row.acl.grants
	regex.match(`/groups/global/(AllUsers|AuthenticatedUsers)$`, grant.grantee)
}

switched_on(row, switch) if row.public_access_block[switch]

switched_on(row, switch) if row.account_public_access_block[switch]
