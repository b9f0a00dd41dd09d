package logging.cloudtrail_account_recorded_test

import data.logging.cloudtrail_account_recorded as check

account := {
	"id": "aws:111122223333/s3",
	"type": "s3.account",
	"name": "111122223333",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {},
}

row(name, change) := object.union(
	{
		"id": sprintf("arn:aws:cloudtrail:eu-west-1:111122223333:trail/%s", [name]),
		"name": name,
		"config": {"multi_region": true, "global_events": true, "organization": false},
		"logging": true,
		"selectors": {
			"management_read": {"events": "all", "excluded_sources": []},
			"management_write": {"events": "all", "excluded_sources": []},
		},
	},
	change,
)

denied(rows) := found if {
	found := check.deny with input as account
		with data.inventory as {"cloudtrail.trail": {"by": {"target": {"prod": rows}}}}
}

weak := [
	{"logging": false},
	{"config": {"multi_region": false}},
	{"config": {"global_events": false}},
	{"selectors": {"management_read": {"events": "none"}}},
	{"selectors": {"management_write": {"events": "some"}}},
]

test_pass_with_a_complete_trail if {
	count(denied([row("main", {})])) == 0
	every change in weak {
		count(denied([row("weak", change), row("main", {})])) == 0
	}
}

test_fail_without_a_trail if {
	count(denied([])) == 1
	none := check.deny with input as account with data.inventory as {"cloudtrail.trail": {"by": {"target": {}}}}
	{found.args.why | some found in none} == {"there is no trail"}
}

test_fail_when_something_is_missing if {
	every change in weak {
		count(denied([row("weak", change)])) == 1
	}
}

test_fail_when_only_another_account_is_recorded if {
	other := {"id": "arn:aws:cloudtrail:eu-west-1:444455556666:trail/main"}
	count(denied([row("main", other)])) == 1
	count(denied([row("main", object.union(other, {"config": {"organization": true}}))])) == 0
}

test_fail_tells_that_the_trail_is_stopped if {
	some found in denied([row("main", {"logging": false})])
	found.args.why == "main is stopped"
}

test_fail_when_two_halves_make_no_whole if {
	reads := row("reads", {"selectors": {"management_write": {"events": "none"}}})
	stopped := row("stopped", {"logging": false})
	count(denied([reads, stopped])) == 1
}
