# METADATA
# title: Database has no public address
# description: >-
#   A publicly accessible database resolves to an address on the internet, and then one rule of a security
#   group is all that stands between it and everyone. This is a setting of each instance, also of the
#   members of a cluster.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html
# custom:
#   id: rds-public
#   resource: rds.instance
#   severity: high
#   controls: [lp-no-unauthorised-access, net-secure-storage-hosts]
#   remediation: |
#     Change the setting:
#       aws rds modify-db-instance --db-instance-identifier DB --no-publicly-accessible --apply-immediately
#     Staff reach it through a VPN or Session Manager port forwarding, partners through a private link.
#     Verify: aws rds describe-db-instances --db-instance-identifier DB \
#       --query 'DBInstances[0].PubliclyAccessible'
#   zh:
#     title: 数据库没有公网地址
#     message: "{id} 可从公网访问"
#     remediation: |
#       修改设置：
#         aws rds modify-db-instance --db-instance-identifier DB --no-publicly-accessible --apply-immediately
#       运维人员通过 VPN 或 Session Manager 端口转发访问。
#       验证：aws rds describe-db-instances --db-instance-identifier DB \
#         --query 'DBInstances[0].PubliclyAccessible'
package network.rds_public

deny contains {"msg": msg} if {
	input.facts.public
	msg := sprintf("%s has a public address", [input.name])
}
