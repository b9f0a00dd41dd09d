# METADATA
# title: No role can be assumed by everyone
# description: >-
#   Everyone with any AWS account can take on a role whose trust policy names all principals, and has
#   its rights then. An external id does not help: it is no secret, and many services print it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
# custom:
#   id: iam-role-trust-public
#   resource: iam.role
#   severity: critical
#   controls: [lp-no-unauthorised-access, lp-authorised-only]
#   remediation: |
#     Name who may take on the role, and write the policy back:
#       aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument > trust.json
#       (edit) aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json
#     Verify: aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument
#   zh:
#     title: 角色不能被任何人担任
#     message: "任何人都可担任角色 {id}"
#     remediation: |
#       写明可担任角色的主体并写回策略：
#         aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument > trust.json
#         （编辑）aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json
#       验证：aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument
package least_privilege.iam_role_trust_public

import data.lib.iam_trust

deny contains {"msg": msg} if {
	some statement in input.facts.trust.statements
	iam_trust.open_to_everyone(statement)
	not iam_trust.strangers_denied(input.facts.trust.statements, statement)
	msg := sprintf("everyone can assume the role %s", [input.name])
}

# AWS keeps these roles itself: service-linked ones, and those of IAM Identity Center, judged where they are made.
not_applicable if regex.match(`:role/(aws-service-role|aws-reserved)/`, input.id)
