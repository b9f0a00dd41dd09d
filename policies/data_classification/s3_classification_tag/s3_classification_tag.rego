# METADATA
# title: The bucket carries its classification
# description: >-
#   Who works on the bucket, and every other tool, should see the class of the data on the bucket
#   itself. A tag that contradicts the configuration shows that one of both is wrong.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/CostAllocTagging.html
# custom:
#   id: s3-classification-tag
#   resource: s3.bucket
#   severity: low
#   controls: [cls-level-assigned]
#   remediation: |
#     put-bucket-tagging replaces all tags, so read them first with get-bucket-tagging, then:
#       aws s3api put-bucket-tagging --bucket BUCKET --tagging \
#         'TagSet=[{Key=classification,Value=sensitive}]'
#     Verify: aws s3api get-bucket-tagging --bucket BUCKET
#   zh:
#     title: 存储桶标有数据级别
#     message: "{id} 的分类标签为“{tag}”，应为“{wanted}”"
#     remediation: |
#       put-bucket-tagging 会替换全部标签，请先读取现有标签，再执行：
#         aws s3api put-bucket-tagging --bucket BUCKET --tagging \
#           'TagSet=[{Key=classification,Value=sensitive}]'
#       验证：aws s3api get-bucket-tagging --bucket BUCKET
package data_classification.s3_classification_tag

deny contains {"msg": msg, "args": {"tag": tag, "wanted": wanted}} if {
	tag := object.get(input.facts.tags, data.parameters.classification_tag, "")
	wanted := input.dataset.classification
	normalised(tag) != wanted
	msg := sprintf("the classification tag of %s is '%s', the dataset is %s", [input.name, tag, wanted])
}

not_applicable if input.dataset == null

normalised(tag) := replace(replace(lower(tag), "-", "_"), " ", "_")
