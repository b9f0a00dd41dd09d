package encryption.declared_route_tunnel_test

import data.encryption.declared_route_tunnel as check

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

rows := state_of("up", "2027-01-31")

state_of(state, expires) := {"declared.vpn_tunnel": {"by": {}, "all": [{
	"id": "declared:vpn_tunnels/t1",
	"name": "t1",
	"target": "declared",
	"state": state,
	"declared_on": "2026-11-01",
	"expires_on": expires,
}]}}

through(tunnel) := entry({"channel": "vpn", "tunnel": tunnel})

test_pass_when_up if {
	count(check.deny) == 0 with input as through("t1") with data.run as now with data.inventory as rows
	count(check.unknown) == 0 with input as through("t1") with data.run as now with data.inventory as rows
}

test_fail_when_missing_or_down if {
	count(check.deny) == 1 with input as through(null) with data.run as now with data.inventory as rows
	count(check.deny) == 1 with input as through("t2") with data.run as now with data.inventory as rows
	down := state_of("down", "2027-01-31")
	count(check.deny) == 1 with input as through("t1") with data.run as now with data.inventory as down
}

test_unknown_when_nobody_knows_or_it_expired if {
	every other in [state_of("unknown", "2027-01-31"), state_of("up", "2026-11-27")] {
		count(check.unknown) == 1 with input as through("t1") with data.run as now with data.inventory as other
	}
	count(check.unknown) > 0 with input as through("t1") with data.run as later with data.inventory as rows
}

test_not_applicable_to_other_channels if {
	check.not_applicable with input as entry({}) with data.run as now with data.inventory as rows
}
