# METADATA
# title: No role can read the objects of all buckets
# description: >-
#   Whoever may read every bucket reads all customer information, also that of buckets yet to be made. A
#   policy for reading settings (ViewOnlyAccess, SecurityAudit) does without; ReadOnlyAccess does not.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
# custom:
#   id: iam-role-read-all-objects
#   resource: iam.role
#   severity: high
#   controls: [lp-need-to-know, lp-info-type-permissions]
#   remediation: |
#     Name the buckets of the job in the policy that the message names:
#       "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::BUCKET/*"]
#       aws iam create-policy-version --policy-arn POLICY_ARN --policy-document file://policy.json --set-as-default
#     Verify: aws iam simulate-principal-policy --policy-source-arn ARN --action-names s3:GetObject \
#       --query 'EvaluationResults[].EvalDecision'   (implicitDeny)
#   zh:
#     title: 角色不可读取所有存储桶的对象
#     message: "角色 {id} 可读取所有存储桶的对象（{sources}）"
#     remediation: |
#       在所列策略中写明工作所需的存储桶：
#         "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::BUCKET/*"]
#         aws iam create-policy-version --policy-arn POLICY_ARN --policy-document file://policy.json --set-as-default
#       验证：aws iam simulate-principal-policy --policy-source-arn ARN --action-names s3:GetObject \
#         --query 'EvaluationResults[].EvalDecision'（应为 implicitDeny）
package least_privilege.iam_role_read_all_objects

import data.lib.iam_access

deny contains {"msg": msg, "args": {"sources": sources}} if {
	not iam_access.administrator(statements, limit, who)
	iam_access.on_all_objects(statements, limit, who, "s3:GetObject")
	msg := sprintf("%s can read the objects of all buckets, by %s", [input.name, sources])
}

# AWS keeps these roles itself: service-linked ones, and those of IAM Identity Center, judged where they are made.
not_applicable if regex.match(`:role/(aws-service-role|aws-reserved)/`, input.id)

who := {"arn": input.id}

sources := concat(", ", sort([policy.name |
	some policy in input.facts.policies
	iam_access.on_all_objects(policy.statements, null, who, "s3:GetObject")
]))

statements := [statement |
	some policy in input.facts.policies
	some statement in policy.statements
]

limit := null if input.facts.boundary == null

limit := input.facts.boundary.statements if input.facts.boundary != null
