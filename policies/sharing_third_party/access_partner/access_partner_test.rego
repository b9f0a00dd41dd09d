package sharing_third_party.access_partner_test

import data.sharing_third_party.access_partner as check

entry(principal) := {
	"id": sprintf("access:crm/%s", [principal.id]),
	"type": "dataset.access",
	"name": "x on crm",
	"target": "access:datasets",
	"labels": {},
	"dataset": {"ids": ["crm"], "classification": "sensitive", "retention_days": 730, "owner": "crm-team"},
	"facts": {"principal": principal, "grants": [{"rights": ["read"], "way": "direct", "chain": ["x"]}]},
}

user := {"kind": "iam_user", "id": "arn:aws:iam::111111111111:user/courier", "name": "courier", "login": "courier"}

foreign := {
	"kind": "aws_account",
	"id": "arn:aws:iam::222222222222:root",
	"name": "AWS account 222222222222",
	"login": null,
}

courier(change) := object.union(
	{
		"id": "Courier",
		"name": "Courier",
		"target": "registers",
		"partner": "Courier",
		"active": true,
		"data_access": true,
		"agreement_ref": "A-7",
		"signed_on": "2026-01-10",
		"valid_until": null,
		"authorised_accounts": ["courier", "222222222222"],
	},
	change,
)

found(principal, rows) := reasons if {
	reasons := check.deny with input as entry(principal)
		with data.run as {"now": "2026-11-28T12:00:00Z"}
		with data.parameters as {"trusted_aws_accounts": ["333333333333"]}
		with data.inventory as {"register.partner_register": {"all": rows, "by": {}}}
}

not_asked(principal, rows) if {
	check.not_applicable with input as entry(principal)
		with data.parameters as {"trusted_aws_accounts": ["333333333333"]}
		with data.inventory as {"register.partner_register": {"all": rows, "by": {}}}
}

test_pass_within_the_agreement if {
	count(found(user, [courier({})])) == 0
	count(found(foreign, [courier({})])) == 0
	count(found(user, [courier({"valid_until": "2026-11-28"})])) == 0
	count(found(user, [courier({"active": false}), courier({"partner": "Parcels"})])) == 0
	not not_asked(user, [courier({})])
}

test_fail_outside_of_it if {
	every change in [
		{"active": false},
		{"data_access": false},
		{"agreement_ref": null},
		{"signed_on": null},
		{"signed_on": "2026-12-01"},
		{"valid_until": "2026-11-27"},
		{"valid_until": "some day"},
	] {
		some reason in found(foreign, [courier(change)])
		contains(reason.msg, "no agreement with Courier is in force")
	}
}

test_fail_for_a_stranger if {
	some reason in found(foreign, [courier({"authorised_accounts": []})])
	contains(reason.msg, "no partner is registered")
	some digest in found({"kind": "aws_account", "id": "0a1b2c", "name": "x", "login": null}, [])
	contains(digest.msg, "no partner is registered")
}

test_fail_for_accounts_of_all_systems if {
	every id in ["host:1/account/courier", "postgres:7/role/courier", "db/courier"] {
		account := {"kind": "server_account", "id": id, "name": "courier", "login": "courier"}
		count(found(account, [courier({"active": false})])) == 1
		not not_asked(account, [courier({})])
	}
}

test_not_applicable_to_own_accounts if {
	not_asked(user, [])
	not_asked(object.union(foreign, {"id": "arn:aws:iam::333333333333:root"}), [])
	not_asked(object.union(foreign, {"id": "333333333333"}), [])
	not not_asked(foreign, [])
}
