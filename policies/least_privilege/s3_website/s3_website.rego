# METADATA
# title: A bucket with sensitive data is no website
# description: >-
#  Website endpoints of S3 answer anybody over plain HTTP and know no signatures: a bucket that hosts a website is meant
#  to be read by the world. A bucket that holds no configured dataset counts as sensitive until it is assigned to
#  one. A website that sends every request elsewhere shows nothing.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html
# custom:
#   id: s3-website
#   resource: s3.bucket
#   severity: medium
#   controls: [lp-no-unauthorised-access, enc-in-transit-tls]
#   remediation: |
#    Move what is for the public into a bucket of its own, in a dataset with the classification general, best behind
#    CloudFront with origin access control. Then:
#      aws s3api delete-bucket-website --bucket BUCKET
#    Verify: aws s3api get-bucket-website --bucket BUCKET   (NoSuchWebsiteConfiguration)
#   zh:
#     title: 存放敏感数据的存储桶不托管网站
#     message: "{id} 启用了静态网站托管"
#     remediation: |
#      把面向公众的内容移到单独的存储桶（分类为 general 的数据集），最好经由 CloudFront 访问，然后：
#        aws s3api delete-bucket-website --bucket BUCKET
#      验证：aws s3api get-bucket-website --bucket BUCKET（应为 NoSuchWebsiteConfiguration）
package least_privilege.s3_website

deny contains {"msg": msg} if {
	input.facts.website == "hosting"
	msg := sprintf("%s hosts a website", [input.name])
}

not_applicable if input.dataset.classification == "general"
