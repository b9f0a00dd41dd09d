# METADATA
# title: No bucket policy grants every action
# description: >-
#   Action s3:* lets a reader delete objects, change the policy and switch off logging as well. A
#   grant should name what the job needs. Statements for everyone and grants to a whole account
#   (…:root) are judged by checks of their own.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
# custom:
#   id: s3-policy-all-actions
#   resource: s3.bucket
#   severity: high
#   controls: [lp-need-to-know, lp-edit-download-restricted]
#   remediation: |
#     Replace the wildcard by the actions that the principal uses, for a reader for example
#       "Action": ["s3:GetObject", "s3:ListBucket"]
#     Access Advisor and CloudTrail data events show which are in use. Write the policy back with
#       aws s3api put-bucket-policy --bucket BUCKET --policy file://policy.json
#     Verify: aws s3api get-bucket-policy --bucket BUCKET --query Policy --output text
#   zh:
#     title: 存储桶策略不授予全部操作
#     message: "{id} 的存储桶策略向 {principal} 授予全部操作"
#     remediation: |
#       把通配符改为主体实际需要的操作，例如只读：
#         "Action": ["s3:GetObject", "s3:ListBucket"]
#       写回策略：aws s3api put-bucket-policy --bucket BUCKET --policy file://policy.json
#       验证：aws s3api get-bucket-policy --bucket BUCKET --query Policy --output text
package least_privilege.s3_policy_all_actions

import data.lib.iam_policy

deny contains {"msg": msg, "path": principal, "args": {"principal": principal}} if {
	some statement in input.facts.policy.statements
	statement.effect == "Allow"
	not iam_policy.principal_any(statement)
	iam_policy.covers_all_actions(statement, "s3")
	some principals in statement.principals
	some principal in principals
	not whole_account(principal)
	msg := sprintf("the bucket policy of %s grants every action to %s", [input.name, principal])
}

whole_account(principal) if regex.match(`^(arn:[^:]*:iam::)?[0-9]{12}(:root)?$`, principal)
