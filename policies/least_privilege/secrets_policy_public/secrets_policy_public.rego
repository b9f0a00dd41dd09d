# METADATA
# title: No resource policy opens a secret to everyone
# description: >-
#   A statement for Principal * that no condition limits to known callers or networks lets every AWS account read
#   the secret.
# related_resources:
#   - ref: https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
# custom:
#   id: secrets-policy-public
#   resource: secrets.secret
#   severity: critical
#   controls: [lp-no-unauthorised-access, shr-default-deny]
#   remediation: |
#     Take the policy away or name the principals, then change the secret, since anybody may have read it:
#       aws secretsmanager delete-resource-policy --secret-id SECRET_ARN
#       aws secretsmanager put-resource-policy --secret-id SECRET_ARN --resource-policy file://policy.json \
#         --block-public-policy
#       aws secretsmanager rotate-secret --secret-id SECRET_ARN
#     Verify: aws secretsmanager get-resource-policy --secret-id SECRET_ARN
#   zh:
#     title: 机密的资源策略不对公众开放
#     message: "机密 {id} 的资源策略向所有人开放"
#     remediation: |
#       删除策略或写明主体，并立即更换机密：
#         aws secretsmanager delete-resource-policy --secret-id SECRET_ARN
#         aws secretsmanager put-resource-policy --secret-id SECRET_ARN --resource-policy file://policy.json \
#           --block-public-policy
#         aws secretsmanager rotate-secret --secret-id SECRET_ARN
#       验证：aws secretsmanager get-resource-policy --secret-id SECRET_ARN
package least_privilege.secrets_policy_public

import data.lib.iam_policy

deny contains {"msg": msg} if {
	some statement in input.facts.policy.statements
	statement.effect == "Allow"
	iam_policy.principal_any(statement)
	not iam_policy.narrowed(statement)
	not strangers_denied
	msg := sprintf("the policy of the secret %s lets everyone use it", [input.name])
}

# It can be read no more.
not_applicable if input.facts.secret.deleted != null

strangers_denied if {
	some statement in input.facts.policy.statements
	iam_policy.denies_strangers(statement, "secretsmanager")
	iam_policy.covers_resource(statement, input.id)
}
