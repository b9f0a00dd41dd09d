# METADATA
# title: No key policy opens the key to everyone
# description: >-
#   A statement for Principal * that no condition limits to known callers lets every AWS account use the key, or
#   take it over. kms:ViaService alone does not limit: anybody can call through a service. kms:CallerAccount and
#   aws:PrincipalOrgID do.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-5
# custom:
#   id: kms-policy-public
#   resource: kms.key
#   severity: critical
#   controls: [lp-no-unauthorised-access, enc-key-management-system, shr-default-deny]
#   remediation: |
#     Name the principals, or add a condition on kms:CallerAccount:
#       aws kms get-key-policy --key-id KEY_ARN --policy-name default --query Policy --output text > policy.json
#       (edit) aws kms put-key-policy --key-id KEY_ARN --policy-name default --policy file://policy.json
#     Then look who used it: aws cloudtrail lookup-events --lookup-attributes \
#       AttributeKey=ResourceName,AttributeValue=KEY_ARN
#     Verify: aws kms get-key-policy --key-id KEY_ARN --policy-name default --query Policy --output text
#   zh:
#     title: 密钥策略不对公众开放
#     message: "{id} 的密钥策略向所有人开放"
#     remediation: |
#       在策略中写明主体，或以 kms:CallerAccount 作为条件：
#         aws kms get-key-policy --key-id KEY_ARN --policy-name default --query Policy --output text > policy.json
#         （修改后）aws kms put-key-policy --key-id KEY_ARN --policy-name default --policy file://policy.json
#       验证：aws kms get-key-policy --key-id KEY_ARN --policy-name default --query Policy --output text
package least_privilege.kms_policy_public

import data.lib.iam_policy

deny contains {"msg": msg} if {
	some statement in input.facts.policy.statements
	statement.effect == "Allow"
	iam_policy.principal_any(statement)
	not iam_policy.narrowed(statement)
	not strangers_denied
	msg := sprintf("the policy of the key %s lets everyone use it", [input.name])
}

# AWS writes the policies of its own keys.
not_applicable if input.facts.key.manager == "AWS"

strangers_denied if {
	some statement in input.facts.policy.statements
	iam_policy.denies_strangers(statement, "kms")
	iam_policy.covers_resource(statement, input.id)
}
