package encryption.s3_default_encryption_test

import data.encryption.s3_default_encryption as check

bucket(algorithm) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"encryption": {"algorithm": algorithm, "kms_key_id": null, "bucket_key": false}},
}

test_pass_with_any_algorithm if {
	every algorithm in ["AES256", "aws:kms", "aws:kms:dsse"] {
		count(check.deny) == 0 with input as bucket(algorithm)
	}
}

test_fail_without_encryption if {
	count(check.deny) == 1 with input as bucket("none")
}
