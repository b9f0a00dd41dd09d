# METADATA
# title: Roles for web identities name whose token they take
# description: >-
#   Providers such as GitHub Actions give tokens to everyone. A role that asks for no subject, or for a
#   pattern that begins with a wildcard, can be taken on from the repository of any stranger. For
#   providers of the own company the audience is enough.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html
#   - ref: https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
# custom:
#   id: iam-role-trust-web-identity
#   resource: iam.role
#   severity: critical
#   controls: [lp-authorised-only, lp-authentication-required]
#   remediation: |
#     Demand the subject, for GitHub for example
#       "Condition": {"StringEquals": {
#         "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
#         "token.actions.githubusercontent.com:sub": "repo:OWNER/REPOSITORY:ref:refs/heads/main"}}
#     and for EKS "OIDC_HOST:sub": "system:serviceaccount:NAMESPACE:NAME".
#     Name who may take on the role, and write the policy back:
#       aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument > trust.json
#       (edit) aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json
#     Verify: aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument
#   zh:
#     title: Web 身份角色限定令牌主体
#     message: "角色 {id} 接受 {host} 的令牌而未限定主体"
#     remediation: |
#       要求令牌主体，例如 GitHub：
#         "Condition": {"StringEquals": {
#           "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
#           "token.actions.githubusercontent.com:sub": "repo:OWNER/REPOSITORY:ref:refs/heads/main"}}
#       EKS 则为 "OIDC_HOST:sub": "system:serviceaccount:NAMESPACE:NAME"。
#       写明可担任角色的主体并写回策略：
#         aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument > trust.json
#         （编辑）aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json
#       验证：aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument
package least_privilege.iam_role_trust_web_identity

import data.lib.iam_trust

deny contains {"msg": msg, "path": host, "args": {"host": host}} if {
	some statement in input.facts.trust.statements
	some host in iam_trust.open_providers(statement)
	msg := sprintf("the role %s takes a token of %s whoever it belongs to", [input.name, host])
}

# AWS keeps these roles itself: service-linked ones, and those of IAM Identity Center, judged where they are made.
not_applicable if regex.match(`:role/(aws-service-role|aws-reserved)/`, input.id)
