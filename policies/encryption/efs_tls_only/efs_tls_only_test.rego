package encryption.efs_tls_only_test

import data.encryption.efs_tls_only as check

resource(facts) := {
	"id": "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1",
	"type": "efs.file_system",
	"name": "fs-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

statement(change) := object.union(object.remove(base, object.keys(change)), change)

base := {
	"sid": "",
	"effect": "Deny",
	"principals": {"AWS": ["*"]},
	"not_principals": {},
	"actions": ["*"],
	"not_actions": [],
	"resources": [],
	"not_resources": [],
	"conditions": {"Bool": {"aws:securetransport": ["false"]}},
}

with_policy(changes) := resource({"policy": {"statements": [statement(change) | some change in changes]}})

denied(change) := amount if {
	amount := count(check.deny) with input as with_policy([change])
}

test_pass_when_everyone_is_denied if {
	denied({}) == 0
	denied({"actions": ["elasticfilesystem:*"]}) == 0
	denied({"resources": ["arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1"]}) == 0
}

test_fail_without_a_policy if {
	count(check.deny) == 1 with input as resource({"policy": null})
	count(check.deny) == 1 with input as with_policy([])
}

test_fail_when_the_denial_leaves_something_out if {
	denied({"actions": ["elasticfilesystem:ClientWrite"]}) == 1
	denied({"principals": {"AWS": ["arn:aws:iam::111122223333:role/app"]}}) == 1
	denied({"resources": ["arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-2"]}) == 1
	denied({"conditions": {}}) == 1
}

test_fail_with_an_allow_on_condition_of_tls if {
	denied({"effect": "Allow", "conditions": {"Bool": {"aws:securetransport": ["true"]}}}) == 1
}
