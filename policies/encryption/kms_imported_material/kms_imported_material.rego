# METADATA
# title: Imported key material does not expire unnoticed
# description: >-
#   When imported material expires, KMS deletes it: everything that the key encrypted is out of reach until the
#   very same material is imported again, and lost if nobody kept it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-import-key-material.html
# custom:
#   id: kms-imported-material
#   resource: kms.key
#   severity: medium
#   controls: [enc-key-management-system]
#   remediation: |
#     Import the same material again, without an end or with a later one:
#       aws kms get-parameters-for-import --key-id KEY_ARN --wrapping-algorithm RSAES_OAEP_SHA_256 \
#         --wrapping-key-spec RSA_4096
#       (wrap the kept material with the public key of the answer)
#       aws kms import-key-material --key-id KEY_ARN --encrypted-key-material fileb://wrapped.bin \
#         --import-token fileb://token.bin --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE
#     Verify: aws kms describe-key --key-id KEY_ARN --query KeyMetadata.ValidTo
#   zh:
#     title: 导入的密钥材料到期前续期
#     message: "{id} 的导入密钥材料于 {when} 到期或已到期"
#     remediation: |
#       到期前重新导入同一密钥材料：
#         aws kms get-parameters-for-import --key-id KEY_ARN --wrapping-algorithm RSAES_OAEP_SHA_256 \
#           --wrapping-key-spec RSA_4096
#         aws kms import-key-material --key-id KEY_ARN --encrypted-key-material fileb://wrapped.bin \
#           --import-token fileb://token.bin --expiration-model KEY_MATERIAL_DOES_NOT_EXPIRE
#       验证：aws kms describe-key --key-id KEY_ARN --query KeyMetadata.ValidTo
package encryption.kms_imported_material

import data.lib.dates

deny contains {"msg": msg, "args": {"when": when}} if {
	when := input.facts.key.material_expires
	expires := dates.instant(when)
	expires < dates.instant(data.run.now) + dates.hours(24 * data.parameters.kms_material_days_left)
	msg := sprintf("the imported material of the key %s expires on %s", [input.name, when])
}

not_applicable if input.facts.key.origin != "EXTERNAL"

# Keys that wait for their deletion are another finding.
not_applicable if startswith(input.facts.key.state, "Pending")

unknown contains {"msg": msg} if {
	when := input.facts.key.material_expires
	when != null
	not dates.instant(when)
	msg := sprintf("KMS tells a time that is none: %s", [when])
}
