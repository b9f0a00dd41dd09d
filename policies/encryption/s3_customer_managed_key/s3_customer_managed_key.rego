# METADATA
# title: A bucket with sensitive data uses a key of the company
# description: >-
#   With the key of the storage service, permission to read an object is all that is needed. A
#   customer managed KMS key adds a second lock whose use is logged, whose access the company decides
#   on, and which can be withdrawn. A bucket that holds no configured dataset counts as sensitive
#   until it is assigned to one.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
# custom:
#   id: s3-customer-managed-key
#   resource: s3.bucket
#   severity: high
#   controls: [enc-key-management-system, cls-differentiated-protection]
#   needs:
#     kms.key: {facts: [key], within: target}
#   remediation: |
#     Create a key with rotation, or choose one, and make it the default of the bucket:
#       aws kms create-key --description 'customer data' --query KeyMetadata.Arn --output text
#       aws kms enable-key-rotation --key-id KEY_ARN
#       aws s3api put-bucket-encryption --bucket BUCKET --server-side-encryption-configuration \
#         '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms",
#           "KMSMasterKeyID":"KEY_ARN"},"BucketKeyEnabled":true}]}'
#     Readers and writers need kms:Decrypt and kms:GenerateDataKey first. Rewrite older objects with
#       aws s3 cp s3://BUCKET s3://BUCKET --recursive --sse aws:kms --sse-kms-key-id KEY_ARN
#     A bucket that receives S3 access logs cannot use KMS: configure it as a dataset of its own with
#     classification general.
#     Verify: aws s3api get-bucket-encryption --bucket BUCKET
#   zh:
#     title: 存放敏感数据的存储桶使用客户自管密钥
#     message: "{id} 未使用客户自管的 KMS 密钥（{classification}，当前为 {algorithm}）"
#     remediation: |
#       创建或选择启用轮换的 KMS 密钥，并设为存储桶默认：
#         aws kms create-key --description 'customer data' --query KeyMetadata.Arn --output text
#         aws kms enable-key-rotation --key-id KEY_ARN
#         aws s3api put-bucket-encryption --bucket BUCKET --server-side-encryption-configuration \
#           '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms",
#             "KMSMasterKeyID":"KEY_ARN"},"BucketKeyEnabled":true}]}'
#       先为读写者授予 kms:Decrypt 与 kms:GenerateDataKey。
#       验证：aws s3api get-bucket-encryption --bucket BUCKET
package encryption.s3_customer_managed_key

deny contains {"msg": msg, "args": {"classification": classification, "algorithm": algorithm}} if {
	not customer_managed
	algorithm := input.facts.encryption.algorithm
	msg := sprintf("%s holds %s data without a customer managed key (encryption: %s)", [
		input.name,
		classification,
		algorithm,
	])
}

# The key that AWS keeps for S3, by its ARN or id.
deny contains {"msg": msg, "args": {"classification": classification, "algorithm": "aws/s3"}} if {
	customer_managed
	some row in data.inventory["kms.key"].by.target[input.target]
	row.key.manager == "AWS"
	input.facts.encryption.kms_key_id in {row.id, row.name}
	msg := sprintf("%s holds %s data under a key that AWS keeps", [input.name, classification])
}

not_applicable if input.dataset.classification == "general"

customer_managed if {
	startswith(input.facts.encryption.algorithm, "aws:kms")
	key := input.facts.encryption.kms_key_id
	key != null
	not endswith(key, "alias/aws/s3")
}

classification := "unclassified" if input.dataset == null

classification := input.dataset.classification
