# METADATA
# title: The region lets nobody make snapshots public
# description: >-
#   With the block one wrong call cannot give all disks to the world. It holds for the whole region, also
#   where nobody works.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
# custom:
#   id: ebs-snapshot-block
#   resource: ebs.region
#   severity: medium
#   controls: [lp-no-unauthorised-access, shr-default-deny]
#   remediation: |
#     Change the setting:
#       aws ec2 enable-snapshot-block-public-access --state block-all-sharing --region REGION
#     Verify: aws ec2 get-snapshot-block-public-access-state --region REGION
#   zh:
#     title: 区域禁止公开快照
#     message: "{id} 未禁止公开共享快照"
#     remediation: |
#       修改设置：
#         aws ec2 enable-snapshot-block-public-access --state block-all-sharing --region REGION
#       验证：aws ec2 get-snapshot-block-public-access-state --region REGION
package least_privilege.ebs_snapshot_block

deny contains {"msg": msg} if {
	input.facts.snapshot_block == "unblocked"
	msg := sprintf("snapshots in %s can be made public", [input.name])
}
