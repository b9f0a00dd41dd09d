# METADATA
# title: No ACL opens the bucket to everyone
# description: >-
#   A grant to AllUsers, or to AuthenticatedUsers (anyone with any AWS account), puts a list of the
#   objects, or the objects themselves, before the whole world. The grant has no effect when ACLs are
#   switched off (BucketOwnerEnforced) or ignored by the public access block of the bucket or the
#   account.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
# custom:
#   id: s3-public-acl
#   resource: s3.bucket
#   severity: critical
#   controls: [lp-no-unauthorised-access, shr-default-deny]
#   remediation: |
#     Switch ACLs off; the bucket policy then decides alone:
#       aws s3api put-bucket-ownership-controls --bucket BUCKET \
#         --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'
#     AWS refuses that while the ACL grants access to others; before it
#       aws s3api put-bucket-acl --bucket BUCKET --acl private
#     Verify: aws s3api get-bucket-acl --bucket BUCKET
#   zh:
#     title: 存储桶 ACL 不对公众开放
#     message: "{id} 的 ACL 向 {grantee} 授予 {permission}"
#     remediation: |
#       关闭 ACL，仅由存储桶策略决定：
#         aws s3api put-bucket-acl --bucket BUCKET --acl private
#         aws s3api put-bucket-ownership-controls --bucket BUCKET \
#           --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'
#       验证：aws s3api get-bucket-acl --bucket BUCKET
package least_privilege.s3_public_acl

deny contains {"msg": msg, "path": path, "args": args} if {
	not neutralised
	some grant in input.facts.acl.grants
	grantee := everyone[grant.grantee]
	args := {"grantee": grantee, "permission": grant.permission}
	path := sprintf("%s/%s", [grantee, grant.permission])
	msg := sprintf("the ACL of %s grants %s to %s", [input.name, grant.permission, grantee])
}

everyone := {
	"http://acs.amazonaws.com/groups/global/AllUsers": "AllUsers",
	"http://acs.amazonaws.com/groups/global/AuthenticatedUsers": "AuthenticatedUsers",
}

neutralised if input.facts.ownership == "BucketOwnerEnforced"

neutralised if input.facts.public_access_block.ignore_public_acls

neutralised if input.facts.account_public_access_block.ignore_public_acls
