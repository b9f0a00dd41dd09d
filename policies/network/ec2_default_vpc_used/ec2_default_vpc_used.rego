# METADATA
# title: Nothing runs in the default VPC
# description: >-
#   Every subnet of the default VPC has a route to the internet and hands out public addresses; what
#   lands there was seldom placed on purpose.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
# custom:
#   id: ec2-default-vpc-used
#   resource: ec2.vpc
#   severity: low
#   controls: [net-secure-storage-hosts]
#   remediation: |
#     Move what runs there to a VPC of your own, then delete it:
#       aws ec2 describe-network-interfaces --filters Name=vpc-id,Values=VPC
#       aws ec2 delete-vpc --vpc-id VPC
#     Verify: aws ec2 describe-vpcs --filters Name=is-default,Values=true
#   zh:
#     title: 默认 VPC 中不运行任何资源
#     message: "默认 VPC {id} 中有 {count} 个网络接口"
#     remediation: |
#       将资源迁移到自建 VPC 后删除默认 VPC：
#         aws ec2 describe-network-interfaces --filters Name=vpc-id,Values=VPC
#         aws ec2 delete-vpc --vpc-id VPC
#       验证：aws ec2 describe-vpcs --filters Name=is-default,Values=true
package network.ec2_default_vpc_used

deny contains {"msg": msg, "args": {"count": input.facts.used.interfaces}} if {
	input.facts.used.interfaces > 0
	msg := sprintf("%v network interfaces are in the default VPC %s", [input.facts.used.interfaces, input.name])
}

not_applicable if not input.facts["default"]
