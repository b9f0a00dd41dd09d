# METADATA
# title: Buckets are encrypted with keys of our own accounts
# description: >-
#  Who owns the key decides who can read the data, and can make all of it unreadable by deleting the key. The accounts
#  under audit count as our own, and so do those in the parameter trusted_aws_accounts.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
# custom:
#   id: s3-key-other-account
#   resource: s3.bucket
#   severity: medium
#   controls: [enc-key-management-system]
#   needs:
#     s3.account: []
#   remediation: |
#    Make a key of your own the default of the bucket, then rewrite the objects that are there:
#      aws s3api put-bucket-encryption --bucket BUCKET --server-side-encryption-configuration \
#        '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms",
#          "KMSMasterKeyID":"KEY_ARN"},"BucketKeyEnabled":true}]}'
#      aws s3 cp s3://BUCKET s3://BUCKET --recursive --sse aws:kms --sse-kms-key-id KEY_ARN
#    If the other account is yours, audit it too or put it into the parameter trusted_aws_accounts.
#    Verify: aws s3api get-bucket-encryption --bucket BUCKET
#   zh:
#     title: 存储桶使用自有账户的密钥加密
#     message: "{id} 使用外部账户 {account} 的密钥加密"
#     remediation: |
#      将自有密钥设为存储桶默认密钥，并重写已有对象：
#        aws s3api put-bucket-encryption --bucket BUCKET --server-side-encryption-configuration \
#          '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms",
#            "KMSMasterKeyID":"KEY_ARN"},"BucketKeyEnabled":true}]}'
#        aws s3 cp s3://BUCKET s3://BUCKET --recursive --sse aws:kms --sse-kms-key-id KEY_ARN
#      若该账户属于本公司，请纳入审计或写入参数 trusted_aws_accounts。
#      验证：aws s3api get-bucket-encryption --bucket BUCKET
package encryption.s3_key_other_account

import data.lib.aws_accounts

deny contains {"msg": msg, "args": {"account": foreign_account}} if {
	count(own_accounts) > 0
	msg := sprintf("%s is encrypted with a key of the account %s", [input.name, foreign_account])
}

unknown contains {"msg": "no account under audit is known, so a foreign one cannot be told apart"} if {
	count(own_accounts) == 0
	foreign_account
}

foreign_account := account if {
	input.facts.encryption.kms_key_id != null
	account := aws_accounts.of_principal(input.facts.encryption.kms_key_id)
	not account in own_accounts
	not account in data.parameters.trusted_aws_accounts
}

own_accounts := aws_accounts.own(data.inventory["s3.account"].all)
