# METADATA
# title: File system is encrypted at rest
# description: >-
#   Encryption of a file system is settled when it is made; one without it keeps every file in the clear.
# related_resources:
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html
# custom:
#   id: efs-encrypted
#   resource: efs.file_system
#   severity: high
#   controls: [enc-at-rest-rate-100, enc-sensitive-aes256]
#   remediation: |
#     Make an encrypted one, copy the files with DataSync, move the clients, delete the old one:
#       aws efs create-file-system --encrypted --kms-key-id KEY_ARN --creation-token NAME
#     Verify: aws efs describe-file-systems --file-system-id FS --query 'FileSystems[0].Encrypted'
#   zh:
#     title: 文件系统静态加密
#     message: "{id} 未加密"
#     remediation: |
#       新建加密的文件系统，用 DataSync 复制文件，切换后删除旧的：
#         aws efs create-file-system --encrypted --kms-key-id KEY_ARN --creation-token NAME
#       验证：aws efs describe-file-systems --file-system-id FS --query 'FileSystems[0].Encrypted'
package encryption.efs_encrypted

deny contains {"msg": msg} if {
	input.facts.encryption.encrypted == false
	msg := sprintf("%s is not encrypted", [input.name])
}
