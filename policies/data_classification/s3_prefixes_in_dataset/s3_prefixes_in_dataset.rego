# METADATA
# title: All of a bucket belongs to a configured dataset
# description: >-
#  A dataset that lies below a prefix says nothing about the rest of the bucket: what is written there has no class, no
#  owner and no retention period. Buckets in no dataset at all are judged by a check of their own.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html
# custom:
#   id: s3-prefixes-in-dataset
#   resource: s3.bucket
#   severity: medium
#   controls: [cls-level-assigned]
#   remediation: |
#    Find out what lies beside the prefixes:
#      aws s3api list-objects-v2 --bucket BUCKET --delimiter / --query CommonPrefixes
#    Add a store for the whole bucket (without prefix) to the dataset that the rest belongs to, in audit.yaml; other
#    data without customer information forms a dataset with the classification general, better in a bucket of its own.
#    Verify: selfaudit scan --check s3-prefixes-in-dataset
#   zh:
#     title: 存储桶的全部内容都属于已配置的数据集
#     message: "{id} 中只有前缀 {prefixes} 属于数据集"
#     remediation: |
#      查明前缀以外的内容：
#        aws s3api list-objects-v2 --bucket BUCKET --delimiter / --query CommonPrefixes
#      在 audit.yaml 中为其余内容所属的数据集添加整个存储桶（不带 prefix）；不含客户信息的数据设为 general，最好放入单独的存储桶。
#      验证：selfaudit scan --check s3-prefixes-in-dataset
package data_classification.s3_prefixes_in_dataset

deny contains {"msg": msg, "args": {"prefixes": prefixes}} if {
	every part in input.dataset.prefixes {
		part.prefix != ""
	}
	prefixes := concat(", ", [part.prefix | some part in input.dataset.prefixes])
	msg := sprintf("only what lies below %s in %s belongs to a dataset", [prefixes, input.name])
}

not_applicable if input.dataset == null
