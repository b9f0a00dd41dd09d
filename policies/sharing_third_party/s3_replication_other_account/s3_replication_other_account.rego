# METADATA
# title: Nothing is replicated to a foreign account
# description: >-
#  Replication hands a copy of every new object to the owner of the destination. The accounts under audit count as our
#  own, and so do those in the parameter trusted_aws_accounts. Where a rule names no account, the destination has to be
#  one of the audited buckets; otherwise nobody can say whose it is.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-change-owner.html
# custom:
#   id: s3-replication-other-account
#   resource: s3.bucket
#   severity: high
#   controls: [shr-default-deny, shr-partner-access-controlled]
#   needs:
#     s3.account: []
#     s3.bucket: []
#   remediation: |
#    Ask the owner of the dataset for the entry in the sharing register. Without one, remove the rule (this replaces
#    all rules; read them first):
#      aws s3api get-bucket-replication --bucket BUCKET --query ReplicationConfiguration > replication.json
#      (edit) aws s3api put-bucket-replication --bucket BUCKET --replication-configuration file://replication.json
#    Copies that were made stay: have them deleted. With an entry, put the account into the parameter
#    trusted_aws_accounts; add a destination of your own to audit.yaml.
#    Verify: aws s3api get-bucket-replication --bucket BUCKET
#   zh:
#     title: 不向外部账户复制数据
#     message: "{id} 向外部账户 {account} 复制对象（目标 {bucket}）"
#     remediation: |
#      向数据集负责人索取共享登记。没有登记的，删除该规则（会整体替换，先读取现有规则）：
#        aws s3api get-bucket-replication --bucket BUCKET --query ReplicationConfiguration > replication.json
#        （修改后）aws s3api put-bucket-replication --bucket BUCKET --replication-configuration file://replication.json
#      已生成的副本不会消失，须要求删除。有登记的，把账户写入参数 trusted_aws_accounts；自有目标请加入 audit.yaml。
#      验证：aws s3api get-bucket-replication --bucket BUCKET
package sharing_third_party.s3_replication_other_account

import data.lib.aws_accounts

deny contains {"msg": msg, "path": path, "args": {"account": rule.account, "bucket": rule.bucket}} if {
	count(own_accounts) > 0
	some rule in foreign
	path := sprintf("%s/%s", [rule.account, rule.bucket])
	msg := sprintf("%s replicates objects to %s of the account %s", [input.name, rule.bucket, rule.account])
}

not_applicable if count(active) == 0

unknown contains {"msg": "no account under audit is known, so foreign ones cannot be told apart"} if {
	count(own_accounts) == 0
	count(foreign) > 0
}

unknown contains {"msg": msg} if {
	some rule in active
	rule.account == null
	not rule.bucket in audited
	msg := sprintf("whose bucket %s is, to which objects are replicated, cannot be told; audit it too", [rule.bucket])
}

active contains rule if {
	some rule in input.facts.replication.rules
	rule.enabled
}

foreign contains rule if {
	some rule in active
	rule.account != null
	not rule.account in own_accounts
	not rule.account in data.parameters.trusted_aws_accounts
}

own_accounts := aws_accounts.own(data.inventory["s3.account"].all)

audited := {row.name | some row in data.inventory["s3.bucket"].all}
