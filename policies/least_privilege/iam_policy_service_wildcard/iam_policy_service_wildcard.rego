# METADATA
# title: No attached policy of our own allows the whole of a sensitive service
# description: >-
#   Every action of a service such as KMS or S3 on all of its resources includes those that delete, open
#   to others and switch off. The services are named in the parameter iam_sensitive_services; a policy
#   that allows everything has a check of its own.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
# custom:
#   id: iam-policy-service-wildcard
#   resource: iam.policy
#   severity: medium
#   controls: [lp-need-to-know, lp-edit-download-restricted]
#   remediation: |
#     Name the actions and resources that the job needs:
#       aws iam get-policy-version --policy-arn ARN --version-id VERSION --query PolicyVersion.Document > policy.json
#       (edit) aws iam create-policy-version --policy-arn ARN --policy-document file://policy.json --set-as-default
#     Verify: aws iam get-policy --policy-arn ARN --query Policy.DefaultVersionId, and the first command with it
#   zh:
#     title: 自建策略不整体授予敏感服务
#     message: "策略 {id} 允许 {service} 的所有操作"
#     remediation: |
#       写明工作所需的操作和资源：
#         aws iam get-policy-version --policy-arn ARN --version-id VERSION --query PolicyVersion.Document > policy.json
#         （编辑）aws iam create-policy-version --policy-arn ARN --policy-document file://policy.json --set-as-default
#       验证：aws iam get-policy --policy-arn ARN --query Policy.DefaultVersionId，并用该版本执行第一条命令
package least_privilege.iam_policy_service_wildcard

import data.lib.iam_access

deny contains {"msg": msg, "path": service, "args": {"service": service}} if {
	not iam_access.administrator(input.facts.statements, null, who)
	some service in data.parameters.iam_sensitive_services
	iam_access.whole_service(input.facts.statements, null, who, service)
	msg := sprintf("the policy %s allows every action of %s on all resources", [input.name, service])
}

# Attached to nobody it allows nothing, and as a boundary it only limits.
not_applicable if input.facts.attachments == 0

who := {"arn": input.id}
