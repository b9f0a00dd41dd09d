package sharing_third_party.declared_dlp_channels_test

import data.sharing_third_party.declared_dlp_channels as check

entry(change) := {
	"id": "declared:x/a",
	"type": "declared.inventory",
	"name": "a",
	"target": "declared",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"owner": "it",
			"declared_on": "2026-11-01",
			"expires_on": "2027-01-31",
			"watch": [{"people": ["ann"], "hours": "24x7"}],
			"dlp_channels": ["mail"],
			"entries": {"security_software": 1},
		},
		change,
	),
}

now := {"now": "2026-11-28T12:00:00Z"}

later := {"now": "2027-02-01T00:00:00Z"}

rows := policies({})

policies(change) := {"declared.dlp_policy": {"by": {}, "all": [object.union(
	{
		"id": "a",
		"name": "a",
		"target": "declared",
		"channels": ["mail"],
		"mode": "block",
		"enabled": true,
		"declared_on": "2026-11-01",
		"expires_on": "2027-12-31",
	},
	change,
)]}}

test_pass_when_all_are_watched if {
	count(check.deny) == 0 with input as entry({}) with data.run as now with data.inventory as rows
}

test_fail_when_one_is_not if {
	every change in [{"channels": ["usb"]}, {"mode": "off"}, {"enabled": false}, {"expires_on": "2026-11-27"}] {
		count(check.deny) == 1 with input as entry({}) with data.run as now with data.inventory as policies(change)
	}
}

test_fail_when_no_channel_is_listed if {
	facts := entry({"dlp_channels": []})
	count(check.deny) == 1 with input as facts with data.run as now with data.inventory as rows
}

stale(run) := amount if {
	amount := count(check.unknown) with input as entry({})
		with data.run as run
		with data.inventory as rows
}

test_unknown_when_the_statement_has_expired if {
	stale(later) > 0
	stale(now) == 0
}
