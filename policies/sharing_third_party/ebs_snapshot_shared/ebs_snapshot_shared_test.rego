package sharing_third_party.ebs_snapshot_shared_test

import data.sharing_third_party.ebs_snapshot_shared as check

resource(facts) := {
	"id": "arn:aws:ec2:eu-west-1::snapshot/snap-1",
	"type": "ebs.snapshot",
	"name": "snap-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

own := {"s3.account": {"by": {}, "all": [{"id": "aws:111122223333/s3", "name": "prod"}]}}

none := {"s3.account": {"by": {}, "all": []}}

facts(accounts) := {"sharing": {"public": false, "accounts": accounts}}

denied(accounts, inventory) := paths if {
	paths := {found.path | some found in check.deny} with input as resource(facts(accounts))
		with data.parameters as {"trusted_aws_accounts": ["999900001111"]}
		with data.inventory as inventory
}

doubts(accounts, inventory) := amount if {
	amount := count(check.unknown) with input as resource(facts(accounts))
		with data.parameters as {"trusted_aws_accounts": []}
		with data.inventory as inventory
}

test_pass_for_nobody_own_and_trusted_accounts if {
	denied([], own) == set()
	denied(["111122223333", "999900001111"], own) == set()
}

test_fail_for_a_foreign_account if {
	denied(["111122223333", "444455556666"], own) == {"444455556666"}
}

test_unknown_when_no_own_account_is_known if {
	denied(["444455556666"], none) == set()
	doubts(["444455556666"], none) == 1
	doubts([], none) == 0
}
