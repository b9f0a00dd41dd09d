# METADATA
# title: The policy of a file system does not let everyone in
# description: >-
#   An Allow for everyone that no condition limits lets any client mount the file system, without an
#   identity. Limits are known callers and networks, and elasticfilesystem:AccessedViaMountTarget, which
#   keeps it to the networks of the mount targets. Without a policy the mount targets and their security
#   groups decide.
# related_resources:
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
# custom:
#   id: efs-policy-public
#   resource: efs.file_system
#   severity: high
#   controls: [lp-no-unauthorised-access, lp-authentication-required]
#   remediation: |
#     Name the roles that mount it, or add the condition
#       "Condition":{"Bool":{"elasticfilesystem:AccessedViaMountTarget":"true"}}
#     to the statement, and write the policy back:
#       aws efs describe-file-system-policy --file-system-id FS --query Policy --output text > policy.json
#       aws efs put-file-system-policy --file-system-id FS --policy file://policy.json
#     Verify: aws efs describe-file-system-policy --file-system-id FS --query Policy --output text
#   zh:
#     title: 文件系统策略不对所有人开放
#     message: "{id} 的策略允许任何人访问"
#     remediation: |
#       写明挂载的角色，或加上条件
#         "Condition":{"Bool":{"elasticfilesystem:AccessedViaMountTarget":"true"}}
#       再写回策略：
#         aws efs describe-file-system-policy --file-system-id FS --query Policy --output text > policy.json
#         aws efs put-file-system-policy --file-system-id FS --policy file://policy.json
#       验证：aws efs describe-file-system-policy --file-system-id FS --query Policy --output text
package least_privilege.efs_policy_public

import data.lib.iam_policy

deny contains {"msg": msg} if {
	input.facts.policy != null
	some statement in input.facts.policy.statements
	statement.effect == "Allow"
	iam_policy.principal_any(statement)
	not iam_policy.narrowed(statement)
	not by_mount_target(statement)
	not strangers_denied
	msg := sprintf("the policy of %s lets everyone in", [input.name])
}

strangers_denied if {
	some statement in input.facts.policy.statements
	iam_policy.denies_strangers(statement, "elasticfilesystem")
	about_this(statement)
}

about_this(statement) if iam_policy.covers_resource(statement, input.id)

# A statement that names no resource is about the file system whose policy it is in.
about_this(statement) if count(statement.resources) + count(statement.not_resources) == 0

by_mount_target(statement) if {
	some operator, keys in statement.conditions
	lower(operator) == "bool"
	some key, values in keys
	lower(key) == "elasticfilesystem:accessedviamounttarget"
	lower(concat(",", values)) == "true"
}
