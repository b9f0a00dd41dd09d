# METADATA
# title: Database cannot be deleted by one call
# description: >-
#   With deletion protection a database is deleted in two steps, so that neither a slip nor a script takes
#   the automatic backups along. Replicas can be made again, and a cluster protects its members.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
# custom:
#   id: rds-instance-deletion-protection
#   resource: rds.instance
#   severity: low
#   controls: [int-tamper-protection]
#   remediation: |
#     Change the setting:
#       aws rds modify-db-instance --db-instance-identifier DB --deletion-protection --apply-immediately
#     Verify: aws rds describe-db-instances --db-instance-identifier DB --query 'DBInstances[0].DeletionProtection'
#   zh:
#     title: 数据库实例启用删除保护
#     message: "{id} 未启用删除保护"
#     remediation: |
#       修改设置：
#         aws rds modify-db-instance --db-instance-identifier DB --deletion-protection --apply-immediately
#       验证：aws rds describe-db-instances --db-instance-identifier DB --query 'DBInstances[0].DeletionProtection'
package integrity_availability.rds_instance_deletion_protection

deny contains {"msg": msg} if {
	input.facts.deletion_protection == false
	msg := sprintf("%s can be deleted by one call", [input.name])
}

not_applicable if input.facts.cluster != null

not_applicable if input.facts.replica_of != null
