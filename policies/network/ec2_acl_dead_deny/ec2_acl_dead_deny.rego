# METADATA
# title: Every deny of a network ACL has effect
# description: >-
#   Entries are tried in the order of their numbers and the first that matches decides. A deny behind
#   an entry that allows the same protects nobody, though whoever wrote it counts on it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
# custom:
#   id: ec2-acl-dead-deny
#   resource: ec2.network_acl
#   severity: medium
#   controls: [net-firewall-present]
#   remediation: |
#     Give the deny a lower number than the entry that allows:
#       aws ec2 create-network-acl-entry --network-acl-id ACL --ingress --rule-number LOWER --protocol PROTOCOL \
#         --port-range From=FIRST,To=LAST --cidr-block NETWORK --rule-action deny
#       aws ec2 delete-network-acl-entry --network-acl-id ACL --ingress --rule-number NUMBER
#     Verify: aws ec2 describe-network-acls --network-acl-ids ACL
#   zh:
#     title: 网络 ACL 的每条拒绝规则均应生效
#     message: "{id} 的第 {number} 条拒绝规则不起作用"
#     remediation: |
#       将拒绝条目的编号调整到放行条目之前：
#         aws ec2 create-network-acl-entry --network-acl-id ACL --ingress --rule-number LOWER --protocol PROTOCOL \
#           --port-range From=FIRST,To=LAST --cidr-block NETWORK --rule-action deny
#         aws ec2 delete-network-acl-entry --network-acl-id ACL --ingress --rule-number NUMBER
#       验证：aws ec2 describe-network-acls --network-acl-ids ACL
package network.ec2_acl_dead_deny

import data.lib.reachability

deny contains {"msg": msg, "path": sprintf("%v", [number]), "args": {"number": number}} if {
	some number in reachability.acl_dead_denies(input.facts.inbound)
	msg := sprintf("entry %v of %s denies what an earlier entry allows", [number, input.name])
}

not_applicable if count(input.facts.acl.subnets) == 0
