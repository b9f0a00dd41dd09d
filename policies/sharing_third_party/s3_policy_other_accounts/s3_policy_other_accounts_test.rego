package sharing_third_party.s3_policy_other_accounts_test

import data.sharing_third_party.s3_policy_other_accounts as check

bucket(effect, principals) := with_conditions(effect, principals, {})

with_conditions(effect, principals, conditions) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"policy": {"statements": [{
		"sid": "",
		"effect": effect,
		"principals": principals,
		"not_principals": {},
		"actions": ["s3:GetObject"],
		"not_actions": [],
		"resources": ["arn:aws:s3:::b/*"],
		"not_resources": [],
		"conditions": conditions,
	}]}},
}

parameters := {"trusted_aws_accounts": ["999900001111"], "trusted_canonical_ids": ["c4c1"]}

inventory := {"s3.account": {"by": {}, "all": [{
	"id": "aws:111122223333/s3",
	"name": "prod",
	"public_access_block": {},
}]}}

verdict(facts) := paths if {
	paths := {denied.path | some denied in check.deny} with input as facts
		with data.parameters as parameters
		with data.inventory as inventory
}

test_pass_for_own_and_trusted_accounts if {
	verdict(bucket("Allow", {"AWS": ["arn:aws:iam::111122223333:role/report"]})) == set()
	verdict(bucket("Allow", {"AWS": ["999900001111"]})) == set()
}

test_pass_for_services_and_denials if {
	verdict(bucket("Allow", {"Service": ["logging.s3.amazonaws.com"]})) == set()
	verdict(bucket("Deny", {"AWS": ["444455556666"]})) == set()
}

test_fail_for_foreign_accounts if {
	verdict(bucket("Allow", {"AWS": ["arn:aws:iam::444455556666:root"]})) == {"444455556666"}
	both := ["444455556666", "arn:aws:iam::777788889999:user/x", "arn:aws:iam::111122223333:root"]
	verdict(bucket("Allow", {"AWS": both})) == {"444455556666", "777788889999"}
}

everyone_of(account) := with_conditions("Allow", {"*": ["*"]}, {"StringEquals": {"aws:principalaccount": [account]}})

test_fail_for_everyone_of_a_foreign_account if {
	verdict(everyone_of("444455556666")) == {"444455556666"}
	verdict(everyone_of("111122223333")) == set()
}

test_unknown_for_canonical_ids if {
	count(check.unknown) == 1 with input as bucket("Allow", {"CanonicalUser": ["79a5"]})
		with data.parameters as parameters
		with data.inventory as inventory
	count(check.unknown) == 0 with input as bucket("Allow", {"CanonicalUser": ["c4c1"]})
		with data.parameters as parameters
		with data.inventory as inventory
}

test_unknown_when_no_own_account_is_known if {
	facts := bucket("Allow", {"AWS": ["444455556666"]})
	none := {"s3.account": {"by": {}, "all": []}}
	count(check.unknown) == 1 with input as facts
		with data.parameters as parameters
		with data.inventory as none
	count(check.deny) == 0 with input as facts
		with data.parameters as parameters
		with data.inventory as none
}
