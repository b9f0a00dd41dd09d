# METADATA
# title: Replicas of sensitive data are under a key of the company
# description: >-
#  Objects under KMS are replicated only by rules that say so, and are encrypted anew with the key that the rule names
#  for the destination. With the key of the storage service, permission to read a replica is all that is needed. A
#  bucket that holds no configured dataset counts as sensitive until it is assigned to one.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
# custom:
#   id: s3-replication-key
#   resource: s3.bucket
#   severity: medium
#   controls: [enc-key-management-system]
#   remediation: |
#    Name a customer managed key in the region of the destination (this replaces all rules; read them first):
#      aws s3api get-bucket-replication --bucket BUCKET --query ReplicationConfiguration > replication.json
#    In the rule: "SourceSelectionCriteria":{"SseKmsEncryptedObjects":{"Status":"Enabled"}} and, in its Destination,
#    "EncryptionConfiguration":{"ReplicaKmsKeyID":"KEY_ARN"}. Then
#      aws s3api put-bucket-replication --bucket BUCKET --replication-configuration file://replication.json
#    The replication role needs kms:Decrypt on the old and kms:Encrypt on the new key.
#    Verify: aws s3api get-bucket-replication --bucket BUCKET
#   zh:
#     title: 敏感数据的副本使用公司自管密钥
#     message: "{id} 的复制规则 {rule} {what}"
#     remediation: |
#      在目标区域指定客户自管密钥（会替换全部规则，先读取）：
#        aws s3api get-bucket-replication --bucket BUCKET --query ReplicationConfiguration > replication.json
#      在规则中加入 "SourceSelectionCriteria":{"SseKmsEncryptedObjects":{"Status":"Enabled"}}，
#      并在 Destination 中加入 "EncryptionConfiguration":{"ReplicaKmsKeyID":"KEY_ARN"}，然后：
#        aws s3api put-bucket-replication --bucket BUCKET --replication-configuration file://replication.json
#      验证：aws s3api get-bucket-replication --bucket BUCKET
package encryption.s3_replication_key

deny contains {"msg": msg, "path": path, "args": {"rule": rule.id, "what": "的副本未使用客户自管密钥"}} if {
	some rule in active
	rule.kms_objects
	not customer_managed(rule.kms_key_id)
	path := sprintf("key/%s/%s", [rule.id, rule.bucket])
	msg := sprintf("replicas of %s in %s are not under a customer managed key", [input.name, rule.bucket])
}

deny contains {"msg": msg, "path": path, "args": {"rule": rule.id, "what": "遗漏使用 KMS 加密的对象"}} if {
	startswith(input.facts.encryption.algorithm, "aws:kms")
	some rule in active
	rule.kms_objects == false
	path := sprintf("left_out/%s/%s", [rule.id, rule.bucket])
	msg := sprintf("%s is encrypted with KMS, and the rule '%s' replicates no such objects", [input.name, rule.id])
}

not_applicable if input.dataset.classification == "general"

not_applicable if count(active) == 0

active contains rule if {
	some rule in input.facts.replication.rules
	rule.enabled
}

customer_managed(key) if {
	key != null
	not endswith(key, "alias/aws/s3")
}
