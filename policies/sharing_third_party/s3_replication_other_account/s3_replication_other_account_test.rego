package sharing_third_party.s3_replication_other_account_test

import data.sharing_third_party.s3_replication_other_account as check

bucket(facts, dataset) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": dataset,
	"facts": facts,
}

rule := {
	"id": "copy",
	"enabled": true,
	"prefix": "",
	"tags": {},
	"bucket": "copies",
	"account": null,
	"delete_markers": true,
	"kms_objects": false,
	"kms_key_id": null,
}

changed(change) := object.union(rule, change)

accounts(ids) := {"by": {}, "all": [{"id": sprintf("aws:%s/s3", [id]), "name": id, "target": "prod"} | some id in ids]}

inventory(ids) := {
	"s3.account": accounts(ids),
	"s3.bucket": {"by": {}, "all": [{"id": "arn:aws:s3:::copies", "name": "copies", "target": "prod"}]},
}

parameters := {"trusted_aws_accounts": ["999900001111"]}

facts(rules) := bucket({"replication": {"rules": rules}}, null)

denied(rules) := {found.path | some found in all} if {
	all := check.deny with input as facts(rules)
		with data.parameters as parameters
		with data.inventory as inventory(["111122223333"])
}

unknown(rules, ids) := count(all) if {
	all := check.unknown with input as facts(rules)
		with data.parameters as parameters
		with data.inventory as inventory(ids)
}

test_fail_for_a_foreign_account if {
	denied([rule, changed({"account": "444455556666"})]) == {"444455556666/copies"}
}

test_pass_for_own_and_trusted_accounts if {
	every account in ["111122223333", "999900001111"] {
		denied([changed({"account": account})]) == set()
		unknown([changed({"account": account, "bucket": "elsewhere"})], ["111122223333"]) == 0
	}
	denied([rule]) == set()
	unknown([rule], ["111122223333"]) == 0
}

test_pass_for_a_rule_that_is_off if {
	denied([rule, changed({"account": "444455556666", "enabled": false})]) == set()
}

test_unknown_whose_the_destination_is if {
	unknown([changed({"bucket": "elsewhere"})], ["111122223333"]) == 1
	unknown([changed({"account": "444455556666"})], []) == 1
}

test_not_applicable_without_replication if {
	check.not_applicable with input as facts([])
	check.not_applicable with input as facts([changed({"enabled": false})])
	not check.not_applicable with input as facts([rule])
}
