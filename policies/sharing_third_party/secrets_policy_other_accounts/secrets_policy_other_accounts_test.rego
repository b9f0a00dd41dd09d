package sharing_third_party.secrets_policy_other_accounts_test

import data.sharing_third_party.secrets_policy_other_accounts as check

secret(about, rotation) := {
	"id": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf",
	"type": "secrets.secret",
	"name": "db",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"secret": object.union(known, about), "rotation": object.union(none, rotation)},
}

known := {
	"created": "2024-01-01T00:00:00Z",
	"changed": "2026-10-01T00:00:00Z",
	"accessed": "2026-11-20T00:00:00Z",
	"deleted": null,
	"kms_key_id": null,
	"owning_service": null,
	"replica": false,
}

none := {"enabled": false, "interval_days": null, "rotated": null, "next": null}

holding(statements) := object.union(secret({}, {}), {"facts": {"policy": {"statements": statements}}})

statement := {
	"sid": "",
	"effect": "Allow",
	"principals": {"AWS": ["arn:aws:iam::111122223333:role/app"]},
	"not_principals": {},
	"actions": ["secretsmanager:GetSecretValue"],
	"not_actions": [],
	"resources": ["*"],
	"not_resources": [],
	"conditions": {},
}

changed(change) := object.union(object.remove(statement, object.keys(change)), change)

accounts(ids) := {"s3.account": {"by": {}, "all": [{"id": id, "name": id} | some id in ids]}}

own := accounts(["aws:111122223333/s3"])

denied(statements) := {found.path | some found in all} if {
	all := check.deny with input as holding(statements)
		with data.parameters as {"trusted_aws_accounts": ["999900001111"]}
		with data.inventory as own
}

foreign := changed({"principals": {"AWS": ["arn:aws:iam::444455556666:root", "777788889999"]}})

test_pass_for_own_and_trusted_accounts if {
	denied([]) == set()
	denied([statement, changed({"principals": {"AWS": ["999900001111"]}})]) == set()
	denied([changed({"effect": "Deny", "principals": {"AWS": ["444455556666"]}})]) == set()
}

test_fail_for_foreign_accounts if {
	denied([foreign]) == {"444455556666", "777788889999"}
	admitted := changed({
		"principals": {"*": ["*"]},
		"conditions": {"StringEquals": {"aws:principalaccount": ["444455556666"]}},
	})
	denied([admitted]) == {"444455556666"}
}

test_unknown_when_no_own_account_is_known if {
	count(check.unknown) == 1 with input as holding([foreign])
		with data.parameters as {"trusted_aws_accounts": []}
		with data.inventory as accounts([])
}

test_not_applicable_to_deleted_secrets if {
	check.not_applicable with input as secret({"deleted": "2026-11-01T00:00:00Z"}, {})
	not check.not_applicable with input as holding([])
}
