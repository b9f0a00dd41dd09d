# METADATA
# title: No key is about to be deleted unnoticed
# description: >-
#   When a key is gone, whatever it encrypted is gone too, in every copy and backup, and nobody can help. The
#   waiting time is there so that somebody looks: this finding asks for that look. It ends with the deletion.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-3
# custom:
#   id: kms-pending-deletion
#   resource: kms.key
#   severity: medium
#   controls: [enc-key-management-system]
#   remediation: |
#     Find out who still uses the key (CloudTrail: Decrypt and GenerateDataKey with this key in the last months):
#       aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=KEY_ARN
#     If anybody does, or if in doubt, stop the deletion and disable the key instead:
#       aws kms cancel-key-deletion --key-id KEY_ARN
#     If the deletion is wanted, give the finding a waiver that ends on the day of the deletion.
#     Verify: aws kms describe-key --key-id KEY_ARN --query KeyMetadata.KeyState
#   zh:
#     title: 密钥删除须经确认
#     message: "{id} 等待删除（{when}）"
#     remediation: |
#       先确认是否仍有使用：
#         aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=KEY_ARN
#       仍在使用或无法确认时，取消删除，改为停用：
#         aws kms cancel-key-deletion --key-id KEY_ARN
#       确需删除的，登记有效期至删除日的豁免。
#       验证：aws kms describe-key --key-id KEY_ARN --query KeyMetadata.KeyState
package encryption.kms_pending_deletion

deny contains {"msg": msg, "args": {"when": when}} if {
	input.facts.key.state in {"PendingDeletion", "PendingReplicaDeletion"}
	msg := sprintf("the key %s is to be deleted: %s", [input.name, when])
}

when := input.facts.key.deletion_date if input.facts.key.deletion_date != null

else := "date not told"
