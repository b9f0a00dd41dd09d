# METADATA
# title: Database snapshot is not public
# description: >-
#   Everyone with an AWS account can find a public snapshot, copy it and restore the database with all
#   customer information in it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
# custom:
#   id: rds-snapshot-public
#   resource: rds.snapshot
#   severity: critical
#   controls: [lp-no-unauthorised-access, shr-default-deny]
#   remediation: |
#     Take the permission back at once, and treat what the snapshot holds as disclosed:
#       aws rds modify-db-snapshot-attribute --db-snapshot-identifier SNAPSHOT \
#         --attribute-name restore --values-to-remove all
#     For a snapshot of a cluster:
#       aws rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier SNAPSHOT \
#         --attribute-name restore --values-to-remove all
#     Verify: aws rds describe-db-snapshot-attributes --db-snapshot-identifier SNAPSHOT
#   zh:
#     title: 数据库快照不公开
#     message: "{id} 对所有 AWS 账户公开"
#     remediation: |
#       立即取消公开，并按已泄露处置：
#         aws rds modify-db-snapshot-attribute --db-snapshot-identifier SNAPSHOT \
#           --attribute-name restore --values-to-remove all
#       集群快照：
#         aws rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier SNAPSHOT \
#           --attribute-name restore --values-to-remove all
#       验证：aws rds describe-db-snapshot-attributes --db-snapshot-identifier SNAPSHOT
package least_privilege.rds_snapshot_public

deny contains {"msg": msg} if {
	input.facts.sharing.public
	msg := sprintf("everyone with an AWS account can restore %s", [input.name])
}
