# METADATA
# title: Volume snapshot is not shared with a foreign account
# description: >-
#   Whoever a snapshot is shared with can make volumes of it and read every block, and keep a copy when the
#   permission is taken back. The accounts under audit count as our own, and so do those in the parameter
#   trusted_aws_accounts.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
# custom:
#   id: ebs-snapshot-shared
#   resource: ebs.snapshot
#   severity: high
#   controls: [shr-default-deny, shr-partner-access-controlled, lp-authorised-only]
#   needs:
#     s3.account: []
#   remediation: |
#     Ask the owner of the data for the entry in the sharing register. Without one, take the permission back:
#       aws ec2 modify-snapshot-attribute --snapshot-id SNAPSHOT --attribute createVolumePermission \
#         --operation-type remove --user-ids ACCOUNT
#     With one, put the account into the parameter trusted_aws_accounts. Copies made so far stay.
#     Verify: aws ec2 describe-snapshot-attribute --snapshot-id SNAPSHOT --attribute createVolumePermission
#   zh:
#     title: 卷快照不共享给外部账户
#     message: "{id} 已共享给外部账户 {account}"
#     remediation: |
#       向数据负责人索取共享登记。没有登记的，撤销共享：
#         aws ec2 modify-snapshot-attribute --snapshot-id SNAPSHOT --attribute createVolumePermission \
#           --operation-type remove --user-ids ACCOUNT
#       有登记的，把账户写入参数 trusted_aws_accounts。
#       验证：aws ec2 describe-snapshot-attribute --snapshot-id SNAPSHOT --attribute createVolumePermission
package sharing_third_party.ebs_snapshot_shared

import data.lib.aws_accounts

deny contains {"msg": msg, "path": account, "args": {"account": account}} if {
	count(own_accounts) > 0
	some account in foreign_accounts
	msg := sprintf("%s is shared with the account %s", [input.name, account])
}

unknown contains {"msg": "no account under audit is known, so foreign ones cannot be told apart"} if {
	count(own_accounts) == 0
	count(foreign_accounts) > 0
}

foreign_accounts contains account if {
	some account in input.facts.sharing.accounts
	not account in own_accounts
	not account in data.parameters.trusted_aws_accounts
}

own_accounts := aws_accounts.own(data.inventory["s3.account"].all)
