# METADATA
# title: Every bucket belongs to a configured dataset
# description: >-
#   A store that nobody has classified gets no protection that follows the class, no retention period
#   and no owner. Until it is assigned it counts as sensitive.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/creating-buckets-s3.html
# custom:
#   id: s3-in-dataset
#   resource: s3.bucket
#   severity: high
#   controls: [cls-level-assigned, net-secure-storage-hosts]
#   remediation: |
#     Find out what the bucket holds and who answers for it, then add it to the stores of a dataset in
#     audit.yaml.
#     Logs, builds and other data without customer information form datasets of their own with the
#     classification
#     general. Delete buckets that nobody needs. Verify: selfaudit scan --check s3-in-dataset
#   zh:
#     title: 每个存储桶都属于已配置的数据集
#     message: "{id} 不属于任何已配置的数据集"
#     remediation: |
#       查明存储桶内容与负责人，把它加入 audit.yaml 中某个数据集的存放位置。
#       日志、构建产物等不含客户信息的数据，可设为分类 general 的独立数据集；无人需要的存储桶应删除。
#       验证：selfaudit scan --check s3-in-dataset
package data_classification.s3_in_dataset

deny contains {"msg": msg} if {
	input.dataset == null
	msg := sprintf("%s belongs to no configured dataset", [input.name])
}
