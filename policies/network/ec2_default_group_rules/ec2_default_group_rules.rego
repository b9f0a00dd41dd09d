# METADATA
# title: Default security groups have no rules
# description: >-
#   What is started without a named group gets the default group of its VPC. Without rules it can do
#   nothing, so that nobody depends on it by accident. It is a medium finding once something uses it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html
# custom:
#   id: ec2-default-group-rules
#   resource: ec2.security_group
#   severity: low
#   controls: [net-firewall-present]
#   remediation: |
#     Move what uses it to a group of its own, then take its rules away:
#       aws ec2 revoke-security-group-ingress --group-id GROUP --protocol=-1 --source-group GROUP
#       aws ec2 revoke-security-group-egress --group-id GROUP --protocol=-1 --cidr 0.0.0.0/0
#     Verify: aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
#   zh:
#     title: 默认安全组不含任何规则
#     message: "{id} 是默认安全组但含有规则"
#     remediation: |
#       将使用者迁移到专用安全组，再清除其规则：
#         aws ec2 revoke-security-group-ingress --group-id GROUP --protocol=-1 --source-group GROUP
#         aws ec2 revoke-security-group-egress --group-id GROUP --protocol=-1 --cidr 0.0.0.0/0
#       验证：aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
package network.ec2_default_group_rules

deny contains {"msg": msg, "severity": severity} if {
	count(input.facts.inbound) + count(input.facts.outbound) > 0
	msg := sprintf("%s is the default group of %s and has rules", [input.name, input.facts.group.vpc])
}

not_applicable if not input.facts.group.default

severity := "medium" if input.facts.attached.interfaces > 0

severity := "low" if input.facts.attached.interfaces == 0
