# METADATA
# title: Reading, changing and carrying off a dataset are held apart
# description: >-
#   Who can read, change and export a whole dataset can copy it and cover the traces alone. Export is listing and
#   reading a whole bucket, or copying a whole database server. Root and superusers are left out.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/separation_of_duty
# custom:
#   id: access-separation
#   resource: dataset.access
#   severity: medium
#   controls: [lp-edit-download-restricted, lp-info-type-permissions]
#   remediation: |
#     Give writing and exporting to different principals:
#       selfaudit access DATASET --why PRINCIPAL
#     In an S3 policy, leave s3:ListBucket out for who writes. Verify: selfaudit access DATASET
#   zh:
#     title: 读取、修改与导出数据集的权限应相互分离
#     message: "{who} 可同时读取、修改并导出 {dataset}"
#     remediation: |
#       将写入与导出权限分给不同主体：
#         selfaudit access DATASET --why PRINCIPAL
#       在 S3 策略中，写入者不授予 s3:ListBucket。验证：selfaudit access DATASET
package least_privilege.access_separation

import data.lib.access

deny contains {"msg": msg, "args": args} if {
	held := access.rights(access.given(input.facts.grants))
	every right in ["read", "write", "export"] {
		right in held
	}
	dataset := input.dataset.ids[0]
	args := {"who": input.facts.principal.name, "dataset": dataset}
	msg := sprintf("%s can read, write and export %s", [input.facts.principal.name, dataset])
}
