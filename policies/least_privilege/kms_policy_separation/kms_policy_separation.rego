# METADATA
# title: Who administers a key does not use it
# description: >-
#   A principal that may both change the policy of a key and decrypt with it needs nobody's consent to read
#   what the key protects. The account itself (…:root) does not count: it hands the decision to IAM policies.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
# custom:
#   id: kms-policy-separation
#   resource: kms.key
#   severity: medium
#   controls: [lp-need-to-know, lp-role-based, enc-key-management-system]
#   remediation: |
#     Give administrators Create*, Describe*, Enable*, List*, Put*, Update*, Disable*, Get*, Delete*, TagResource,
#     UntagResource and ScheduleKeyDeletion, users Encrypt, Decrypt, ReEncrypt*, GenerateDataKey* and DescribeKey,
#     and no principal both; kms:* belongs to nobody but the account:
#       aws kms get-key-policy --key-id KEY_ARN --policy-name default --query Policy --output text > policy.json
#       (edit) aws kms put-key-policy --key-id KEY_ARN --policy-name default --policy file://policy.json
#     Verify: aws kms get-key-policy --key-id KEY_ARN --policy-name default --query Policy --output text
#   zh:
#     title: 密钥管理与使用相分离
#     message: "{id} 的密钥策略允许 {principal} 同时管理和使用密钥"
#     remediation: |
#       管理者只授予管理类操作，使用者只授予 Encrypt、Decrypt、ReEncrypt*、GenerateDataKey*、DescribeKey，
#       同一主体不得兼有；kms:* 只留给账户根主体：
#         aws kms get-key-policy --key-id KEY_ARN --policy-name default --query Policy --output text > policy.json
#         （修改后）aws kms put-key-policy --key-id KEY_ARN --policy-name default --policy file://policy.json
#       验证：aws kms get-key-policy --key-id KEY_ARN --policy-name default --query Policy --output text
package least_privilege.kms_policy_separation

import data.lib.iam_policy

deny contains {"msg": msg, "path": principal, "args": {"principal": principal}} if {
	some principal in allowed({"kms:PutKeyPolicy"}) & allowed({"kms:Decrypt", "kms:Sign", "kms:GenerateMac"})
	msg := sprintf("the policy of the key %s lets %s both administer and use it", [input.name, principal])
}

# AWS writes the policies of its own keys.
not_applicable if input.facts.key.manager == "AWS"

# Principals other than accounts as a whole, and other than everyone, which is another finding.
allowed(actions) := {principal |
	some statement in input.facts.policy.statements
	statement.effect == "Allow"
	some action in actions
	iam_policy.covers_action(statement, action)
	some principal in object.get(statement.principals, "AWS", [])
	not regex.match(`^(\*|[0-9]{12}|arn:[^:]*:iam::[0-9]{12}:root)$`, principal)
}
