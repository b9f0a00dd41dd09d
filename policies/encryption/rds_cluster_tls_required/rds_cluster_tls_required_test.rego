package encryption.rds_cluster_tls_required_test

import data.encryption.rds_cluster_tls_required as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:cluster:crm",
	"type": "rds.cluster",
	"name": "crm",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(engine, version, change) := {
	"engine": {"name": engine, "version": version},
	"tls": object.union({"parameter": "p", "offered": true, "value": null, "pending": false}, change),
}

denied(engine, version, change) := amount if {
	amount := count(check.deny) with input as resource(facts(engine, version, change))
}

doubts(engine, version, change) := amount if {
	amount := count(check.unknown) with input as resource(facts(engine, version, change))
}

test_pass_when_forced if {
	denied("postgres", "16.4", {"value": "1"}) == 0
	denied("mysql", "8.0.39", {"value": "ON"}) == 0
	denied("docdb", "5.0.0", {"value": "tls1.2+"}) == 0
	doubts("postgres", "16.4", {"value": "1"}) == 0
}

test_fail_when_not_forced if {
	denied("postgres", "16.4", {"value": "0"}) == 1
	denied("mysql", "8.0.39", {}) == 1
	denied("mariadb", "10.4.34", {"offered": false}) == 1
	denied("docdb", "5.0.0", {"value": "disabled"}) == 1
}

test_fail_stays_a_fail_before_a_reboot if {
	denied("postgres", "16.4", {"value": "0", "pending": true}) == 1
	doubts("postgres", "16.4", {"value": "0", "pending": true}) == 0
}

test_unknown_before_a_reboot if {
	doubts("postgres", "16.4", {"value": "1", "pending": true}) == 1
	denied("postgres", "16.4", {"value": "1", "pending": true}) == 0
}

test_unknown_for_engines_without_the_parameter if {
	doubts("oracle-ee", "19.0.0.0.ru-2024-07.rur-2024-07.r1", {"parameter": null, "offered": false}) == 1
	denied("oracle-ee", "19.0.0.0.ru-2024-07.rur-2024-07.r1", {"parameter": null, "offered": false}) == 0
}

test_not_applicable_to_neptune if {
	check.not_applicable with input as resource(facts("neptune", "1.3.2.1", {"parameter": null}))
	not check.not_applicable with input as resource(facts("postgres", "16.4", {}))
}
