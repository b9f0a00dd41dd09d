# METADATA
# title: Database is encrypted with a key of the company
# description: >-
#   The key that AWS keeps for the service cannot be withdrawn, its policy cannot be changed and its
#   snapshots cannot be shared under control. A customer managed key adds a lock whose use is logged. A key
#   of another account is always one that a customer manages.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
# custom:
#   id: rds-instance-customer-managed-key
#   resource: rds.instance
#   severity: low
#   controls: [enc-key-management-system, cls-differentiated-protection]
#   needs:
#     kms.key: {facts: [key], within: target}
#   remediation: |
#     Make a key that rotates:
#       aws kms create-key --description 'databases' --query KeyMetadata.Arn --output text
#       aws kms enable-key-rotation --key-id KEY_ARN
#     The key of a database is settled when it is made: restore a snapshot of it
#     that was copied with --kms-key-id KEY_ARN (aws rds copy-db-snapshot), then move the applications.
#     Verify: aws rds describe-db-instances --db-instance-identifier DB --query 'DBInstances[0].KmsKeyId'
#   zh:
#     title: 数据库实例使用客户自管密钥
#     message: "{id} 使用 AWS 托管的密钥加密"
#     remediation: |
#       创建启用轮换的密钥：
#         aws kms create-key --description 'databases' --query KeyMetadata.Arn --output text
#         aws kms enable-key-rotation --key-id KEY_ARN
#       数据库的密钥在创建时确定：用该密钥从快照恢复后切换应用。
#       验证：aws rds describe-db-instances --db-instance-identifier DB --query 'DBInstances[0].KmsKeyId'
package encryption.rds_instance_customer_managed_key

deny contains {"msg": msg} if {
	input.facts.storage.encrypted
	kept_by_aws
	msg := sprintf("%s is encrypted with a key that AWS keeps", [input.name])
}

kept_by_aws if input.facts.storage.kms_key_id == null

kept_by_aws if {
	some row in data.inventory["kms.key"].by.target[input.target]
	row.id == input.facts.storage.kms_key_id
	row.key.manager == "AWS"
}

# Another check tells of storage that is not encrypted.
not_applicable if input.facts.storage.encrypted == false

not_applicable if input.facts.cluster != null
