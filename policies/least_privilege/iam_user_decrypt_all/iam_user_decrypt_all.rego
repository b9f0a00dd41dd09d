# METADATA
# title: No IAM user can decrypt with every key
# description: >-
#   Encryption with keys of one's own separates nothing when somebody may decrypt with all of them. The
#   right belongs to the keys of the job; the policy of a key can go further than this check, and has
#   checks of its own.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html
# custom:
#   id: iam-user-decrypt-all
#   resource: iam.user
#   severity: high
#   controls: [lp-need-to-know, lp-info-type-permissions]
#   remediation: |
#     Name the keys of the job in the policy that the message names:
#       "Action": ["kms:Decrypt"], "Resource": ["arn:aws:kms:REGION:ACCOUNT:key/KEY"]
#       aws iam create-policy-version --policy-arn POLICY_ARN --policy-document file://policy.json --set-as-default
#     Verify: aws iam simulate-principal-policy --policy-source-arn ARN --action-names kms:Decrypt \
#       --query 'EvaluationResults[].EvalDecision'   (implicitDeny)
#   zh:
#     title: 用户不可用所有密钥解密
#     message: "用户 {id} 可用所有密钥解密（{sources}）"
#     remediation: |
#       在所列策略中写明工作所需的密钥：
#         "Action": ["kms:Decrypt"], "Resource": ["arn:aws:kms:REGION:ACCOUNT:key/KEY"]
#         aws iam create-policy-version --policy-arn POLICY_ARN --policy-document file://policy.json --set-as-default
#       验证：aws iam simulate-principal-policy --policy-source-arn ARN --action-names kms:Decrypt \
#         --query 'EvaluationResults[].EvalDecision'（应为 implicitDeny）
package least_privilege.iam_user_decrypt_all

import data.lib.iam_access

deny contains {"msg": msg, "args": {"sources": sources}} if {
	not iam_access.administrator(statements, limit, who)
	iam_access.on_all_keys(statements, limit, who, "kms:Decrypt")
	msg := sprintf("%s can decrypt with every key, by %s", [input.name, sources])
}

who := {"arn": input.id}

sources := concat(", ", sort([policy.name |
	some policy in input.facts.policies
	iam_access.on_all_keys(policy.statements, null, who, "kms:Decrypt")
]))

statements := [statement |
	some policy in input.facts.policies
	some statement in policy.statements
]

limit := null if input.facts.boundary == null

limit := input.facts.boundary.statements if input.facts.boundary != null
