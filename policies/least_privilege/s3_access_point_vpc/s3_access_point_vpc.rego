# METADATA
# title: Access points to sensitive data lead through our own network
# description: >-
#  An access point for the internet can be used from anywhere with valid credentials; one of a VPC refuses stolen
#  credentials from outside. Judged for the buckets that hold sensitive data.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-vpc.html
# custom:
#   id: s3-access-point-vpc
#   resource: s3.bucket
#   severity: low
#   controls: [lp-need-to-know]
#   needs:
#     s3.access_point: {facts: [access_point], within: target}
#   remediation: |
#    Whether an access point is one of a VPC is fixed when it is made. Make one in the VPC of those who use it, move them,
#    and delete the old one:
#      aws s3control create-access-point --account-id ACCOUNT --name NAME --bucket BUCKET \
#        --vpc-configuration VpcId=VPC
#      aws s3control delete-access-point --account-id ACCOUNT --name OLD
#    Verify: aws s3control list-access-points --account-id ACCOUNT --bucket BUCKET
#   zh:
#     title: 敏感数据的接入点只经由自有网络
#     message: "存储桶 {id} 的接入点 {point} 可从互联网访问"
#     remediation: |
#      接入点是否属于 VPC 在创建时确定。请在使用方所在 VPC 新建接入点，迁移后删除旧的：
#        aws s3control create-access-point --account-id ACCOUNT --name NAME --bucket BUCKET \
#          --vpc-configuration VpcId=VPC
#        aws s3control delete-access-point --account-id ACCOUNT --name OLD
#      验证：aws s3control list-access-points --account-id ACCOUNT --bucket BUCKET
package least_privilege.s3_access_point_vpc

deny contains {"msg": msg, "path": row.id, "args": {"point": row.name}} if {
	sensitive
	some row in data.inventory["s3.access_point"].by.target[input.target]
	row.access_point.bucket == input.name
	row.access_point.vpc == null
	msg := sprintf("the access point %s leads to %s from the internet", [row.name, input.name])
}

not_applicable if not sensitive

sensitive if input.dataset.classification in {"highly_sensitive", "sensitive"}
