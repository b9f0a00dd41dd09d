package encryption.rds_certificate_test

import data.encryption.rds_certificate as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:db:crm",
	"type": "rds.instance",
	"name": "crm",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(ca, ends) := {"certificate": {"ca": ca, "valid_till": ends}}

denied(ca, ends) := amount if {
	amount := count(check.deny) with input as resource(facts(ca, ends))
		with data.parameters as {"certificate_days_left": 21}
		with data.run as {"now": "2026-11-22T12:00:00Z"}
}

test_pass_when_there_is_time if {
	denied("rds-ca-rsa2048-g1", "2027-11-01T00:00:00Z") == 0
	denied("rds-ca-rsa2048-g1", "2026-12-13T12:00:00Z") == 0
}

test_fail_when_it_ends_soon_or_has_ended if {
	denied("rds-ca-rsa2048-g1", "2026-12-13T11:59:59Z") == 1
	denied("rds-ca-rsa2048-g1", "2026-01-01T00:00:00Z") == 1
	denied("rds-ca-2019", null) == 1
}

test_unknown_when_the_end_is_not_told if {
	count(check.unknown) == 1 with input as resource(facts("rds-ca-rsa2048-g1", null))
	count(check.unknown) == 1 with input as resource(facts(null, null))
	count(check.unknown) == 0 with input as resource(facts("rds-ca-rsa2048-g1", "2027-11-01T00:00:00Z"))
	count(check.unknown) == 0 with input as resource(facts("rds-ca-2019", null))
}
