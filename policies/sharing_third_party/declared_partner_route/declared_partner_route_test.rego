package sharing_third_party.declared_partner_route_test

import data.sharing_third_party.declared_partner_route as check

entry(change) := {
	"id": "declared:x/a",
	"type": "declared.transfer_route",
	"name": "a",
	"target": "declared",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"owner": "it",
			"declared_on": "2026-11-01",
			"expires_on": "2027-01-31",
			"source": "shop",
			"destination": "warehouse",
			"crosses": "network",
			"channel": "tls",
			"tunnel": null,
			"partner": null,
			"authorised": ["ann"],
			"logged": true,
			"log_fields": ["source", "destination", "path", "time"],
		},
		change,
	),
}

now := {"now": "2026-11-28T12:00:00Z"}

later := {"now": "2027-02-01T00:00:00Z"}

partner(change) := entry(object.union({"partner": "courier", "crosses": "company"}, change))

test_pass_when_in_order if {
	count(check.deny) == 0 with input as partner({}) with data.run as now
}

test_fail_when_not if {
	every change in [{"authorised": []}, {"logged": false}, {"channel": "none"}] {
		count(check.deny) == 1 with input as partner(change) with data.run as now
	}
}

test_not_applicable_within_the_company if {
	check.not_applicable with input as entry({}) with data.run as now
}

stale(run) := amount if {
	amount := count(check.unknown) with input as entry({})
		with data.run as run
}

test_unknown_when_the_statement_has_expired if {
	stale(later) > 0
	stale(now) == 0
}
