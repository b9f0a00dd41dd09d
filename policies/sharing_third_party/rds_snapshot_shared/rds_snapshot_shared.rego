# METADATA
# title: Database snapshot is not shared with a foreign account
# description: >-
#   Whoever a snapshot is shared with can restore the whole database, and keep a copy when the permission is
#   taken back. The accounts under audit count as our own, and so do those in the parameter
#   trusted_aws_accounts.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html
# custom:
#   id: rds-snapshot-shared
#   resource: rds.snapshot
#   severity: high
#   controls: [shr-default-deny, shr-partner-access-controlled, lp-authorised-only]
#   needs:
#     s3.account: []
#   remediation: |
#     Ask the owner of the data for the entry in the sharing register. Without one, take the permission back:
#       aws rds modify-db-snapshot-attribute --db-snapshot-identifier SNAPSHOT \
#         --attribute-name restore --values-to-remove ACCOUNT
#     For a snapshot of a cluster:
#       aws rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier SNAPSHOT \
#         --attribute-name restore --values-to-remove ACCOUNT
#     With one, put the account into the parameter trusted_aws_accounts. Copies made so far stay.
#     Verify: aws rds describe-db-snapshot-attributes --db-snapshot-identifier SNAPSHOT
#   zh:
#     title: 数据库快照不共享给外部账户
#     message: "{id} 已共享给外部账户 {account}"
#     remediation: |
#       向数据负责人索取共享登记。没有登记的，撤销共享：
#         aws rds modify-db-snapshot-attribute --db-snapshot-identifier SNAPSHOT \
#           --attribute-name restore --values-to-remove ACCOUNT
#       集群快照：
#         aws rds modify-db-cluster-snapshot-attribute --db-cluster-snapshot-identifier SNAPSHOT \
#           --attribute-name restore --values-to-remove ACCOUNT
#       有登记的，把账户写入参数 trusted_aws_accounts。
#       验证：aws rds describe-db-snapshot-attributes --db-snapshot-identifier SNAPSHOT
package sharing_third_party.rds_snapshot_shared

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
