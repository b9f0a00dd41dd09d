# METADATA
# title: Subnets do not hand out public addresses
# description: >-
#   Whatever is started in such a subnet is on the internet without anybody asking for it. Load
#   balancers and NAT gateways have public addresses without it. The subnets of a default VPC are left
#   to ec2-default-vpc-used.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html
# custom:
#   id: ec2-subnet-public-addresses
#   resource: ec2.subnet
#   severity: low
#   controls: [net-secure-storage-hosts]
#   remediation: |
#     Ask for an address where one is needed, and switch this off:
#       aws ec2 modify-subnet-attribute --subnet-id SUBNET --no-map-public-ip-on-launch
#     Verify: aws ec2 describe-subnets --subnet-ids SUBNET --query 'Subnets[].MapPublicIpOnLaunch'
#   zh:
#     title: 子网不自动分配公网地址
#     message: "{id} 自动分配公网地址"
#     remediation: |
#       按需单独申请公网地址，并关闭自动分配：
#         aws ec2 modify-subnet-attribute --subnet-id SUBNET --no-map-public-ip-on-launch
#       验证：aws ec2 describe-subnets --subnet-ids SUBNET --query 'Subnets[].MapPublicIpOnLaunch'
package network.ec2_subnet_public_addresses

deny contains {"msg": msg} if {
	input.facts.subnet.public_ipv4_on_launch
	msg := sprintf("%s gives new interfaces public addresses by itself", [input.name])
}

not_applicable if input.facts.subnet["default"]
