package logging.rds_cluster_log_exports_test

import data.logging.rds_cluster_log_exports as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:cluster:crm",
	"type": "rds.cluster",
	"name": "crm",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(engine, exports) := {"engine": {"name": engine, "version": "1"}, "log_exports": exports}

denied(engine, exports) := amount if {
	amount := count(check.deny) with input as resource(facts(engine, exports))
}

test_pass_when_sent if {
	denied("postgres", ["postgresql", "upgrade"]) == 0
	denied("aurora-mysql", ["audit"]) == 0
	denied("sqlserver-se", ["agent", "error"]) == 0
}

test_fail_when_not_sent if {
	denied("postgres", []) == 1
	denied("aurora-mysql", ["error", "general", "slowquery"]) == 1
	denied("oracle-ee", ["alert"]) == 1
}

test_unknown_for_a_new_engine if {
	count(check.unknown) == 1 with input as resource(facts("custom-oracle-ee", []))
	count(check.unknown) == 0 with input as resource(facts("postgres", []))
	denied("custom-oracle-ee", []) == 0
}
