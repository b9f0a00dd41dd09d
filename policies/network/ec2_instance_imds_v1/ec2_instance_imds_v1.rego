# METADATA
# title: The metadata service asks for a token
# description: >-
#   Version 1 of the metadata service gives the instance's credentials to whoever makes a program on
#   it fetch a URL. Version 2 asks for a token first, which such tricks cannot get.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html
# custom:
#   id: ec2-instance-imds-v1
#   resource: ec2.instance
#   severity: high
#   controls: [lp-no-unauthorised-access, lp-authentication-required]
#   remediation: |
#     Require tokens (watch MetadataNoToken in CloudWatch first, for programs that still do without):
#       aws ec2 modify-instance-metadata-options --instance-id INSTANCE --http-tokens required
#     Verify: aws ec2 describe-instances --instance-ids INSTANCE --query 'Reservations[].Instances[].MetadataOptions'
#   zh:
#     title: 实例元数据服务须使用令牌
#     message: "{id} 允许无令牌访问元数据服务（IMDSv1）"
#     remediation: |
#       强制使用令牌（可先观察 CloudWatch 指标 MetadataNoToken）：
#         aws ec2 modify-instance-metadata-options --instance-id INSTANCE --http-tokens required
#       验证：aws ec2 describe-instances --instance-ids INSTANCE --query 'Reservations[].Instances[].MetadataOptions'
package network.ec2_instance_imds_v1

deny contains {"msg": msg} if {
	not input.facts.metadata.token_required
	msg := sprintf("%s answers version 1 of the metadata service", [input.name])
}

not_applicable if not input.facts.metadata.enabled
