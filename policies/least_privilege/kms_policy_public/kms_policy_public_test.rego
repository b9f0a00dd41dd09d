package least_privilege.kms_policy_public_test

import data.least_privilege.kms_policy_public as check

key(facts) := {
	"id": "arn:aws:kms:eu-west-1:111122223333:key/k1",
	"type": "kms.key",
	"name": "k1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

described := {
	"manager": "CUSTOMER",
	"state": "Enabled",
	"usage": "ENCRYPT_DECRYPT",
	"spec": "SYMMETRIC_DEFAULT",
	"origin": "AWS_KMS",
	"deletion_date": null,
	"material_expires": null,
}

statement := {
	"sid": "",
	"effect": "Allow",
	"principals": {"AWS": ["arn:aws:iam::111122223333:root"]},
	"not_principals": {},
	"actions": ["kms:*"],
	"not_actions": [],
	"resources": ["*"],
	"not_resources": [],
	"conditions": {},
}

changed(change) := object.union(object.remove(statement, object.keys(change)), change)

with_statements(statements) := key({"key": described, "policy": {"statements": statements}})

everyone := {"principals": {"AWS": ["*"]}}

test_pass_for_known_principals if {
	count(check.deny) == 0 with input as with_statements([statement])
}

test_pass_when_a_condition_limits if {
	limited := changed(object.union(everyone, {"conditions": {"StringEquals": {
		"kms:calleraccount": ["111122223333"],
		"kms:viaservice": ["s3.eu-west-1.amazonaws.com"],
	}}}))
	count(check.deny) == 0 with input as with_statements([limited])
}

test_pass_when_strangers_are_denied if {
	guard := changed({
		"effect": "Deny",
		"principals": {"*": ["*"]},
		"conditions": {"StringNotEquals": {"aws:principalorgid": ["o-abc"]}},
	})
	count(check.deny) == 0 with input as with_statements([changed(everyone), guard])
}

test_fail_for_everyone if {
	count(check.deny) == 1 with input as with_statements([statement, changed(everyone)])
}

test_fail_when_only_the_service_is_limited if {
	through := changed(object.union(everyone, {"conditions": {"StringEquals": {"kms:viaservice": ["s3.amazonaws.com"]}}}))
	count(check.deny) == 1 with input as with_statements([through])
}

test_not_applicable_to_keys_of_aws if {
	check.not_applicable with input as key({"key": object.union(described, {"manager": "AWS"})})
	not check.not_applicable with input as with_statements([statement])
}
