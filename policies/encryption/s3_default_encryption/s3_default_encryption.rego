# METADATA
# title: Bucket is encrypted at rest by default
# description: >-
#   Objects that are written without naming an algorithm must be encrypted too. AWS has done so since
#   January 2023; other S3-compatible stores do it only when told, and then disks and backups of the
#   store hold customer information in the clear.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
# custom:
#   id: s3-default-encryption
#   resource: s3.bucket
#   severity: critical
#   controls: [enc-at-rest-rate-100, enc-sensitive-aes256]
#   remediation: |
#     Switch default encryption on:
#       aws s3api put-bucket-encryption --bucket BUCKET --server-side-encryption-configuration \
#         '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}'
#     Objects written before stay as they are; rewrite them in place:
#       aws s3 cp s3://BUCKET s3://BUCKET --recursive --sse AES256
#     Verify: aws s3api get-bucket-encryption --bucket BUCKET
#   zh:
#     title: 存储桶默认加密
#     message: "{id} 未启用默认加密"
#     remediation: |
#       启用默认加密：
#         aws s3api put-bucket-encryption --bucket BUCKET --server-side-encryption-configuration \
#           '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}'
#       已有对象需原地重写：aws s3 cp s3://BUCKET s3://BUCKET --recursive --sse AES256
#       验证：aws s3api get-bucket-encryption --bucket BUCKET
package encryption.s3_default_encryption

deny contains {"msg": msg} if {
	input.facts.encryption.algorithm == "none"
	msg := sprintf("%s has no default encryption", [input.name])
}
