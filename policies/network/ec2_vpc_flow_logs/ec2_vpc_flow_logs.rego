# METADATA
# title: Traffic of used VPCs is recorded
# description: >-
#   Without flow logs nobody can tell afterwards who talked to the machines that hold customer
#   information. A log on each of the subnets is as good as one on the VPC. A log that fails to
#   deliver records nothing.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html
# custom:
#   id: ec2-vpc-flow-logs
#   resource: ec2.vpc
#   severity: medium
#   controls: [log-access-recorded, net-ids-present]
#   remediation: |
#     Record it:
#       aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC --traffic-type ALL \
#         --log-destination-type s3 --log-destination arn:aws:s3:::BUCKET
#     Verify: aws ec2 describe-flow-logs --filter Name=resource-id,Values=VPC (DeliverLogsStatus SUCCESS)
#   zh:
#     title: 记录使用中 VPC 的流量
#     message: "{id} 没有有效的流日志"
#     remediation: |
#       启用流日志：
#         aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC --traffic-type ALL \
#           --log-destination-type s3 --log-destination arn:aws:s3:::BUCKET
#       验证：aws ec2 describe-flow-logs --filter Name=resource-id,Values=VPC（DeliverLogsStatus 为 SUCCESS）
package network.ec2_vpc_flow_logs

deny contains {"msg": msg} if {
	not recorded
	msg := sprintf("the traffic of %s is not recorded by a flow log that works", [input.name])
}

not_applicable if input.facts.used.interfaces == 0

recorded if {
	some log in input.facts.flow_logs.vpc
	works(log)
}

recorded if {
	count(input.facts.flow_logs.subnets) > 0
	every subnet in input.facts.flow_logs.subnets {
		some log in subnet.logs
		works(log)
	}
}

works(log) if {
	log.active
	not log.failing
}
