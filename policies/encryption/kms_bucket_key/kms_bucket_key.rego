# METADATA
# title: The key of a bucket can be used
# description: >-
#   A bucket whose key is disabled, waits for its deletion or does not exist takes no new objects and gives the
#   old ones to nobody. When the waiting time is over they are lost. The id or alias of a key without an account
#   means the account of whoever writes; here it is looked up in this one.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
# custom:
#   id: kms-bucket-key-usable
#   resource: s3.bucket
#   severity: medium
#   controls: [enc-key-management-system]
#   needs:
#     kms.key: {facts: [key, aliases], within: target}
#     s3.account: {facts: [], within: target}
#   remediation: |
#     Make the key usable again:
#       aws kms cancel-key-deletion --key-id KEY_ARN
#       aws kms enable-key --key-id KEY_ARN
#     If it is gone, choose another one for new objects; what the old key encrypted cannot be read any more:
#       aws s3api put-bucket-encryption --bucket BUCKET --server-side-encryption-configuration \
#         '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms",
#           "KMSMasterKeyID":"KEY_ARN"},"BucketKeyEnabled":true}]}'
#     Verify: aws kms describe-key --key-id KEY_ARN --query KeyMetadata.KeyState
#   zh:
#     title: 存储桶所用密钥可用
#     message: "{id} 的默认加密密钥 {key} 不可用（{state}）"
#     remediation: |
#       恢复密钥：
#         aws kms cancel-key-deletion --key-id KEY_ARN
#         aws kms enable-key --key-id KEY_ARN
#       密钥已删除的，为新对象另选密钥；旧密钥加密的对象已无法读取：
#         aws s3api put-bucket-encryption --bucket BUCKET --server-side-encryption-configuration \
#           '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms",
#             "KMSMasterKeyID":"KEY_ARN"},"BucketKeyEnabled":true}]}'
#       验证：aws kms describe-key --key-id KEY_ARN --query KeyMetadata.KeyState
package encryption.kms_bucket_key

deny contains {"msg": msg, "severity": "high", "args": {"key": configured, "state": state}} if {
	some row in keys
	state := row.key.state
	state in {"Disabled", "PendingDeletion", "PendingReplicaDeletion", "PendingImport", "Unavailable"}
	msg := sprintf("%s encrypts with %s, which cannot be used (%s)", [input.name, configured, state])
}

deny contains {"msg": msg, "severity": "high", "args": {"key": configured, "state": "不存在"}} if {
	own_key
	count(keys) == 0
	not elsewhere
	not ambiguous
	msg := sprintf("%s encrypts with %s, which does not exist in %s", [input.name, configured, input.facts.region])
}

# Without KMS, or with the key that AWS keeps for S3.
not_applicable if not own_key

unknown contains {"msg": msg} if {
	own_key
	elsewhere
	msg := sprintf("%s belongs to another account or region: look there whether it is enabled", [configured])
}

unknown contains {"msg": msg} if {
	own_key
	ambiguous
	msg := sprintf("%s tells no account, and there are several: configure the ARN of the key", [configured])
}

own_key if {
	startswith(input.facts.encryption.algorithm, "aws:kms")
	is_string(configured)
	not endswith(configured, "alias/aws/s3")
}

configured := input.facts.encryption.kms_key_id

parts := split(configured, ":") if is_string(configured)

# KEY_ID, key/KEY_ID or alias/NAME.
name := parts[count(parts) - 1]

elsewhere if {
	count(parts) > 1
	not here
}

here if {
	parts[3] == input.facts.region
	parts[4] in accounts
}

ambiguous if {
	count(parts) == 1
	count(accounts) > 1
}

accounts contains row.name if some row in data.inventory["s3.account"].by.target[input.target]

keys contains row if {
	not elsewhere
	not ambiguous
	some row in data.inventory["kms.key"].by.target[input.target]
	split(row.id, ":")[3] == input.facts.region
	same_account(split(row.id, ":")[4])
	named(row)
}

same_account(_) if count(parts) == 1

same_account(account) if account == parts[4]

named(row) if name in {row.name, sprintf("key/%s", [row.name])}

named(row) if name in row.aliases
