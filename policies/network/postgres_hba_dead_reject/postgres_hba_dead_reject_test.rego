package network.postgres_hba_dead_reject_test

import data.network.postgres_hba_dead_reject as check

rule(change) := {
	"id": "postgres:7/hba/x",
	"type": "postgres.hba_entry",
	"name": "x",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": object.union(object.remove(safe, object.keys(change)), change),
}

safe := {
	"position": 1,
	"connection": "hostssl",
	"databases": ["shop"],
	"users": ["app"],
	"address": "10.0.0.0/8",
	"prefix_length": 8,
	"origin": "network",
	"method": "scram-sha-256",
	"options": [],
	"listens": "network",
	"shadowed_by": null,
}

earlier := {"position": 1, "rule": "host all all all scram-sha-256", "method": "scram-sha-256"}

denied(change) := amount if {
	amount := count(check.deny) with input as rule(change)
}

test_fail_when_an_earlier_rule_lets_in if {
	denied({"method": "reject", "shadowed_by": earlier}) == 1
}

test_pass_when_it_is_reached_or_rejected_anyway if {
	denied({"method": "reject"}) == 0
	denied({"method": "reject", "shadowed_by": object.union(earlier, {"method": "reject"})}) == 0
}

test_not_applicable_to_other_rules if {
	check.not_applicable with input as rule({"shadowed_by": earlier})
	not check.not_applicable with input as rule({"method": "reject"})
}
