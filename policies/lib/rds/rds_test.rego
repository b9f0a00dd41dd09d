package lib.rds_test

import data.lib.rds

cases := [
	{"engine": "postgres", "version": "15.2", "value": null, "forced": true},
	{"engine": "postgres", "version": "14.13", "value": null, "forced": false},
	{"engine": "postgres", "version": "14.13", "value": "1", "forced": true},
	{"engine": "postgres", "version": "16.4", "value": "0", "forced": false},
	{"engine": "aurora-postgresql", "version": "16.4", "value": null, "forced": false},
	{"engine": "aurora-postgresql", "version": "17.4", "value": null, "forced": true},
	{"engine": "mysql", "version": "8.0.39", "value": null, "forced": false},
	{"engine": "mysql", "version": "8.4.3", "value": null, "forced": true},
	{"engine": "mysql", "version": "8.4.3", "value": "OFF", "forced": false},
	{"engine": "aurora-mysql", "version": "8.0.mysql_aurora.3.08.0", "value": null, "forced": false},
	{"engine": "aurora-mysql", "version": "8.0.mysql_aurora.3.08.0", "value": "on", "forced": true},
	{"engine": "mariadb", "version": "10.11.9", "value": null, "forced": false},
	{"engine": "mariadb", "version": "11.8.3", "value": null, "forced": true},
	{"engine": "sqlserver-se", "version": "16.00.4095.4.v1", "value": null, "forced": false},
	{"engine": "docdb", "version": "5.0.0", "value": null, "forced": true},
	{"engine": "docdb", "version": "5.0.0", "value": "disabled", "forced": false},
	{"engine": "postgres", "version": "next", "value": null, "forced": false},
]

test_tls_forced if {
	wrong := [case | some case in cases; _forced(case) != case.forced]
	wrong == []
}

_forced(case) if {
	rds.tls_forced({"name": case.engine, "version": case.version}, {"offered": true, "value": case.value})
}

else := false

test_what_is_not_offered_is_not_forced if {
	not rds.tls_forced({"name": "postgres", "version": "16.4"}, {"offered": false, "value": null})
}

test_the_value_for_a_message if {
	rds.tls_value({"offered": true, "value": "0"}) == "0"
	rds.tls_value({"offered": true, "value": null}) == "default"
	rds.tls_value({"offered": false, "value": null}) == "not offered"
}

test_the_log_of_an_engine if {
	rds.access_log("oracle-se2") == "audit"
	rds.access_log("aurora-postgresql") == "postgresql"
	not rds.access_log("custom-oracle-ee")
}
