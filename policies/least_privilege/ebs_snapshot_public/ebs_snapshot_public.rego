# METADATA
# title: Volume snapshot is not public
# description: >-
#   Everyone with an AWS account can make a volume of a public snapshot and read every block, deleted files
#   included. Where the region blocks all public sharing, the permission has no effect.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
# custom:
#   id: ebs-snapshot-public
#   resource: ebs.snapshot
#   severity: critical
#   controls: [lp-no-unauthorised-access, shr-default-deny]
#   remediation: |
#     Stop it for the whole region at once, then take the permission back:
#       aws ec2 enable-snapshot-block-public-access --state block-all-sharing
#       aws ec2 modify-snapshot-attribute --snapshot-id SNAPSHOT --attribute createVolumePermission \
#         --operation-type remove --group-names all
#     Treat what the snapshot holds as disclosed.
#     Verify: aws ec2 describe-snapshot-attribute --snapshot-id SNAPSHOT --attribute createVolumePermission
#   zh:
#     title: 卷快照不公开
#     message: "{id} 对所有 AWS 账户公开"
#     remediation: |
#       先在整个区域阻断，再取消公开，并按已泄露处置：
#         aws ec2 enable-snapshot-block-public-access --state block-all-sharing
#         aws ec2 modify-snapshot-attribute --snapshot-id SNAPSHOT --attribute createVolumePermission \
#           --operation-type remove --group-names all
#       验证：aws ec2 describe-snapshot-attribute --snapshot-id SNAPSHOT --attribute createVolumePermission
package least_privilege.ebs_snapshot_public

deny contains {"msg": msg} if {
	input.facts.sharing.public
	input.facts.public_block != "block-all-sharing"
	msg := sprintf("everyone with an AWS account can make volumes of %s", [input.name])
}
