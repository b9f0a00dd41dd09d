package encryption.declared_route_encrypted_test

import data.encryption.declared_route_encrypted as check

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

found(change) := amount if {
	amount := count(check.deny) with input as entry(change) with data.run as now
}

test_pass_when_encrypted if {
	every channel in ["vpn", "ipsec", "private_link", "tls", "sftp"] {
		count(check.deny) == 0 with input as entry({"channel": channel}) with data.run as now
	}
}

test_fail_when_plain if {
	found({"channel": "none"}) == 1
}

test_not_applicable_within_one_network if {
	check.not_applicable with input as entry({"crosses": "nothing"}) with data.run as now
}

stale(run) := amount if {
	amount := count(check.unknown) with input as entry({})
		with data.run as run
}

test_unknown_when_the_statement_has_expired if {
	stale(later) > 0
	stale(now) == 0
}
