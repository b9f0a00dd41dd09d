package encryption.s3_customer_managed_key_test

import data.encryption.s3_customer_managed_key as check

bucket(dataset, algorithm, key) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": dataset,
	"facts": {"encryption": {"algorithm": algorithm, "kms_key_id": key, "bucket_key": true}},
}

dataset(classification) := {
	"ids": ["crm"],
	"classification": classification,
	"retention_days": 365,
	"owner": "sales",
}

keys := {"kms.key": {"by": {"target": {"prod": [
	{"id": own_key, "name": "1234abcd", "key": {"manager": "CUSTOMER"}},
	{"id": aws_key, "name": "5678efgh", "key": {"manager": "AWS"}},
]}}}}

aws_key := "arn:aws:kms:eu-central-1:111122223333:key/5678efgh"

own_key := "arn:aws:kms:eu-central-1:111122223333:key/1234abcd"

test_pass_with_a_customer_managed_key if {
	count(check.deny) == 0 with input as bucket(dataset("sensitive"), "aws:kms", own_key)
	count(check.deny) == 0 with input as bucket(dataset("highly_sensitive"), "aws:kms:dsse", own_key)
	count(check.deny) == 0 with input as bucket(dataset("sensitive"), "aws:kms", "alias/customers")
}

test_fail_with_the_key_that_aws_keeps_by_its_arn if {
	every key in [aws_key, "5678efgh"] {
		count(check.deny) == 1 with input as bucket(dataset("sensitive"), "aws:kms", key)
			with data.inventory as keys
	}
	count(check.deny) == 0 with input as bucket(dataset("sensitive"), "aws:kms", own_key) with data.inventory as keys
}

test_fail_with_the_key_of_the_service if {
	count(check.deny) == 1 with input as bucket(dataset("sensitive"), "AES256", null)
	count(check.deny) == 1 with input as bucket(dataset("highly_sensitive"), "aws:kms", null)
	count(check.deny) == 1 with input as bucket(dataset("sensitive"), "aws:kms", "alias/aws/s3")
	alias_arn := "arn:aws:kms:eu-central-1:111122223333:alias/aws/s3"
	count(check.deny) == 1 with input as bucket(dataset("sensitive"), "aws:kms", alias_arn)
}

test_fail_without_encryption if {
	count(check.deny) == 1 with input as bucket(dataset("sensitive"), "none", null)
}

test_fail_a_bucket_without_dataset_counts_as_sensitive if {
	some denied in check.deny with input as bucket(null, "AES256", null)
	denied.args.classification == "unclassified"
	not check.not_applicable with input as bucket(null, "AES256", null)
}

test_not_applicable_to_general_data if {
	check.not_applicable with input as bucket(dataset("general"), "AES256", null)
}
