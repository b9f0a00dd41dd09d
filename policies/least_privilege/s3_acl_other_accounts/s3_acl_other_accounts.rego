# METADATA
# title: No ACL grants the bucket to another account
# description: >-
#   An ACL grant to a canonical user or an address of another account is access by an outside party
#   that no bucket policy shows and that is easily forgotten.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
# custom:
#   id: s3-acl-other-accounts
#   resource: s3.bucket
#   severity: high
#   controls: [shr-default-deny, lp-authorised-only]
#   remediation: |
#     If the other party is registered and still needs access, grant it by bucket policy to a named
#     role; then
#       aws s3api put-bucket-acl --bucket BUCKET --acl private
#     Canonical ids of your own accounts belong into the parameter trusted_canonical_ids.
#     Verify: aws s3api get-bucket-acl --bucket BUCKET
#   zh:
#     title: 存储桶 ACL 不授权给其他账户
#     message: "{id} 的 ACL 向其他账户 {grantee} 授予 {permission}"
#     remediation: |
#       已登记且仍需访问的外部方，请改用存储桶策略授予指定角色，然后执行：
#         aws s3api put-bucket-acl --bucket BUCKET --acl private
#       自有账户的规范用户 ID 可写入参数 trusted_canonical_ids。
#       验证：aws s3api get-bucket-acl --bucket BUCKET
package least_privilege.s3_acl_other_accounts

deny contains {"msg": msg, "path": path, "args": args} if {
	input.facts.ownership != "BucketOwnerEnforced"
	some grant in input.facts.acl.grants
	grant.owner == false
	grant.grantee_type in {"AmazonCustomerByEmail", "CanonicalUser"}
	not grant.grantee in data.parameters.trusted_canonical_ids
	path := sprintf("%s/%s", [grant.grantee, grant.permission])
	args := {"grantee": grant.grantee, "permission": grant.permission}
	msg := sprintf("the ACL of %s grants %s to another account (%s)", [
		input.name,
		grant.permission,
		grant.grantee,
	])
}
