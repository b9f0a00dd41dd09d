# METADATA
# title: Database cluster cannot be deleted by one call
# description: >-
#   With deletion protection a database is deleted in two steps, so that neither a slip nor a script takes
#   the automatic backups along.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DeleteCluster.html
# custom:
#   id: rds-cluster-deletion-protection
#   resource: rds.cluster
#   severity: low
#   controls: [int-tamper-protection]
#   remediation: |
#     Change the setting:
#       aws rds modify-db-cluster --db-cluster-identifier CLUSTER --deletion-protection
#     Verify: aws rds describe-db-clusters --db-cluster-identifier CLUSTER --query 'DBClusters[0].DeletionProtection'
#   zh:
#     title: 数据库集群启用删除保护
#     message: "{id} 未启用删除保护"
#     remediation: |
#       修改设置：
#         aws rds modify-db-cluster --db-cluster-identifier CLUSTER --deletion-protection
#       验证：aws rds describe-db-clusters --db-cluster-identifier CLUSTER --query 'DBClusters[0].DeletionProtection'
package integrity_availability.rds_cluster_deletion_protection

deny contains {"msg": msg} if {
	input.facts.deletion_protection == false
	msg := sprintf("%s can be deleted by one call", [input.name])
}
