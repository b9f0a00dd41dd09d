# METADATA
# title: Machine image is not public
# description: >-
#   Everyone with an AWS account can start a public image and read its disks: programs, configuration, and
#   keys or customer information that were left on them.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html
#   - ref: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html
# custom:
#   id: ebs-image-public
#   resource: ebs.image
#   severity: high
#   controls: [lp-no-unauthorised-access, shr-default-deny]
#   remediation: |
#     Change the setting:
#       aws ec2 modify-image-attribute --image-id IMAGE --launch-permission 'Remove=[{Group=all}]'
#       aws ec2 enable-image-block-public-access --image-block-public-access-state block-new-sharing
#     Replace every secret that was on its disks.
#     Verify: aws ec2 describe-images --image-ids IMAGE --query 'Images[0].Public'
#   zh:
#     title: 机器镜像不公开
#     message: "{id} 对所有 AWS 账户公开"
#     remediation: |
#       修改设置：
#         aws ec2 modify-image-attribute --image-id IMAGE --launch-permission 'Remove=[{Group=all}]'
#         aws ec2 enable-image-block-public-access --image-block-public-access-state block-new-sharing
#       更换镜像磁盘上出现过的所有密钥。
#       验证：aws ec2 describe-images --image-ids IMAGE --query 'Images[0].Public'
package least_privilege.ebs_image_public

deny contains {"msg": msg} if {
	input.facts.public
	msg := sprintf("everyone with an AWS account can start %s", [input.name])
}
