# METADATA
# title: Flow logs record refused attempts too
# description: >-
#   A log of accepted traffic alone does not show who tries doors; one of refused traffic alone does
#   not show who got in.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
# custom:
#   id: ec2-vpc-flow-logs-rejected
#   resource: ec2.vpc
#   severity: low
#   controls: [log-access-attempts-tracked]
#   remediation: |
#     The type of a flow log cannot be changed; make another, then delete the old one:
#       aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC --traffic-type ALL \
#         --log-destination-type s3 --log-destination arn:aws:s3:::BUCKET
#       aws ec2 delete-flow-logs --flow-log-ids OLD
#     Verify: aws ec2 describe-flow-logs --filter Name=resource-id,Values=VPC
#   zh:
#     title: 流日志应同时记录被拒绝的流量
#     message: "{id} 的流日志未记录全部流量"
#     remediation: |
#       流日志类型不可修改，请新建后删除旧的：
#         aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC --traffic-type ALL \
#           --log-destination-type s3 --log-destination arn:aws:s3:::BUCKET
#         aws ec2 delete-flow-logs --flow-log-ids OLD
#       验证：aws ec2 describe-flow-logs --filter Name=resource-id,Values=VPC
package network.ec2_vpc_flow_logs_rejected

deny contains {"msg": msg} if {
	count(kinds) > 0
	not "ALL" in kinds
	not kinds == {"ACCEPT", "REJECT"}
	msg := sprintf("the flow logs of %s record only traffic of type %s", [input.name, concat(", ", kinds)])
}

not_applicable if count(kinds) == 0

# What is recorded nowhere, or subnet by subnet, is the matter of ec2-vpc-flow-logs.
kinds := {log.traffic |
	some log in input.facts.flow_logs.vpc
	log.active
	not log.failing
}
