# METADATA
# title: ACLs of the bucket are switched off
# description: >-
#   With ACLs on, whoever writes an object may own it and open it to others, past every bucket policy.
#   Ownership BucketOwnerEnforced leaves one place that decides: policies.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
# custom:
#   id: s3-ownership-enforced
#   resource: s3.bucket
#   severity: medium
#   controls: [lp-permission-enforced-after-auth, lp-role-based]
#   remediation: |
#     Move grants that are still needed into the bucket policy, then:
#       aws s3api put-bucket-acl --bucket BUCKET --acl private
#       aws s3api put-bucket-ownership-controls --bucket BUCKET \
#         --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'
#     Verify: aws s3api get-bucket-ownership-controls --bucket BUCKET
#   zh:
#     title: 存储桶已关闭 ACL
#     message: "{id} 的对象所有权为 {ownership}，ACL 仍然有效"
#     remediation: |
#       将仍需要的授权移入存储桶策略，然后执行：
#         aws s3api put-bucket-acl --bucket BUCKET --acl private
#         aws s3api put-bucket-ownership-controls --bucket BUCKET \
#           --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'
#       验证：aws s3api get-bucket-ownership-controls --bucket BUCKET
package least_privilege.s3_ownership_enforced

deny contains {"msg": msg, "args": {"ownership": input.facts.ownership}} if {
	input.facts.ownership != "BucketOwnerEnforced"
	msg := sprintf("ACLs still count on %s (object ownership: %s)", [input.name, input.facts.ownership])
}
