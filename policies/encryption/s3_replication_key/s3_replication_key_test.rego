package encryption.s3_replication_key_test

import data.encryption.s3_replication_key as check

bucket(facts, dataset) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": dataset,
	"facts": facts,
}

held(classification, days) := {
	"ids": ["crm"],
	"classification": classification,
	"retention_days": days,
	"owner": "sales",
	"prefixes": [{"prefix": "", "retention_days": days}],
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

key_arn := "arn:aws:kms:eu-west-1:111122223333:key/k"

facts(algorithm, rules) := {
	"encryption": {"algorithm": algorithm, "kms_key_id": null, "bucket_key": true},
	"replication": {"rules": rules},
}

paths(algorithm, rules) := {found.path | some found in all} if {
	all := check.deny with input as bucket(facts(algorithm, rules), held("sensitive", 365))
}

test_pass_with_a_key_of_the_company if {
	paths("aws:kms", [changed({"kms_objects": true, "kms_key_id": key_arn})]) == set()
	paths("AES256", [rule]) == set()
}

test_fail_with_the_key_of_the_service if {
	own := "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3"
	paths("aws:kms", [changed({"kms_objects": true, "kms_key_id": own})]) == {"key/copy/copies"}
	paths("aws:kms", [changed({"kms_objects": true})]) == {"key/copy/copies"}
}

test_fail_when_objects_are_left_out if {
	paths("aws:kms", [rule]) == {"left_out/copy/copies"}
	paths("aws:kms:dsse", [rule]) == {"left_out/copy/copies"}
}

test_fail_without_a_dataset if {
	count(check.deny) == 1 with input as bucket(facts("aws:kms", [rule]), null)
}

test_not_applicable_to_general_data_or_without_replication if {
	check.not_applicable with input as bucket(facts("aws:kms", [rule]), held("general", 365))
	check.not_applicable with input as bucket(facts("aws:kms", [changed({"enabled": false})]), held("sensitive", 365))
	not check.not_applicable with input as bucket(facts("aws:kms", [rule]), null)
}
