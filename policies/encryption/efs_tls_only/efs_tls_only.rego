# METADATA
# title: File system refuses clients without TLS
# description: >-
#   NFS is plain text: unless the file system policy denies it, a client that mounts without the tls option
#   sends every file through the network in the clear. The denial has to cover every action and everyone; an
#   Allow on condition of TLS alone refuses others only where nothing else allows them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html
# custom:
#   id: efs-tls-only
#   resource: efs.file_system
#   severity: high
#   controls: [enc-in-transit-tls, shr-internal-flow-protected]
#   remediation: |
#     Mount with TLS everywhere first (amazon-efs-utils: mount -t efs -o tls FS:/ /mnt). Then add this statement
#     to the policy (put-file-system-policy replaces it: read the present one first), beside an Allow for
#     those who mount:
#       aws efs describe-file-system-policy --file-system-id FS --query Policy --output text > policy.json
#       {"Effect":"Deny","Principal":{"AWS":"*"},"Action":"*",
#        "Condition":{"Bool":{"aws:SecureTransport":"false"}}}
#       aws efs put-file-system-policy --file-system-id FS --policy file://policy.json
#     Verify: aws efs describe-file-system-policy --file-system-id FS --query Policy --output text
#   zh:
#     title: 文件系统拒绝非 TLS 客户端
#     message: "{id} 未拒绝非 TLS 的挂载"
#     remediation: |
#       先让所有客户端以 TLS 挂载（mount -t efs -o tls FS:/ /mnt），再在策略中加入下列语句（会整体替换，先读取）：
#         aws efs describe-file-system-policy --file-system-id FS --query Policy --output text > policy.json
#         {"Effect":"Deny","Principal":{"AWS":"*"},"Action":"*",
#          "Condition":{"Bool":{"aws:SecureTransport":"false"}}}
#         aws efs put-file-system-policy --file-system-id FS --policy file://policy.json
#       验证：aws efs describe-file-system-policy --file-system-id FS --query Policy --output text
package encryption.efs_tls_only

import data.lib.iam_policy

deny contains {"msg": msg} if {
	input.facts.policy == null
	msg := sprintf("%s lets clients mount it without TLS: it has no policy", [input.name])
}

deny contains {"msg": msg} if {
	input.facts.policy != null
	count(guards) == 0
	msg := sprintf("%s lets clients mount it without TLS: its policy does not deny them", [input.name])
}

guards contains statement if {
	some statement in input.facts.policy.statements
	iam_policy.denies_plaintext(statement, "elasticfilesystem")
	about_this(statement)
}

about_this(statement) if iam_policy.covers_resource(statement, input.id)

# A statement that names no resource is about the file system whose policy it is in.
about_this(statement) if count(statement.resources) + count(statement.not_resources) == 0
