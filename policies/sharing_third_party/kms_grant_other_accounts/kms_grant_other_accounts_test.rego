package sharing_third_party.kms_grant_other_accounts_test

import data.sharing_third_party.kms_grant_other_accounts as check

key(facts) := {
	"id": "arn:aws:kms:eu-west-1:111122223333:key/k1",
	"type": "kms.key",
	"name": "k1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}


granted(grantees) := key({"grants": [grant |
	some number, grantee in grantees
	grant := {"id": sprintf("g%v", [number]), "grantee": grantee, "operations": ["Decrypt"], "constrained": false}
]})

accounts(ids) := {"s3.account": {"by": {}, "all": [{"id": id, "name": id} | some id in ids]}}

own := accounts(["aws:111122223333/s3"])

denied(grantees) := {found.path | some found in all} if {
	all := check.deny with input as granted(grantees)
		with data.parameters as {"trusted_aws_accounts": ["999900001111"]}
		with data.inventory as own
}

doubts(grantees, inventory) := amount if {
	amount := count(check.unknown) with input as granted(grantees)
		with data.parameters as {"trusted_aws_accounts": []}
		with data.inventory as inventory
}

harmless := [
	"arn:aws:iam::111122223333:role/app",
	"arn:aws:sts::111122223333:assumed-role/app/i-0abc",
	"rds.eu-west-1.amazonaws.com",
	"AROAEXAMPLEEXAMPLE",
]

test_pass_for_own_principals_and_services if {
	denied(harmless) == set()
	denied(["arn:aws:iam::999900001111:root"]) == set()
	doubts(harmless, own) == 0
}

test_fail_for_a_foreign_account if {
	denied(["arn:aws:iam::111122223333:role/app", "arn:aws:iam::444455556666:root"]) == {"g1"}
}

test_unknown_when_the_grantee_tells_no_account if {
	doubts(["arn:aws:iam::cloudfront:user/x"], own) == 1
}

test_unknown_when_no_own_account_is_known if {
	doubts(["arn:aws:iam::444455556666:root"], accounts([])) == 1
}
