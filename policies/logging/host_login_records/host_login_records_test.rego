package logging.host_login_records_test

import data.logging.host_login_records as check

machine(facts) := {
	"id": "host:1",
	"type": "server.host",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

records(wtmp, btmp) := machine({"login_records": {
	"wtmp": wtmp,
	"btmp": btmp,
	"lastlog": "kept",
	"wtmpdb": "absent",
	"lastlog2": "absent",
}})

test_pass_when_kept_or_absent if {
	count(check.deny) == 0 with input as records("kept", "kept")
	count(check.deny) == 0 with input as records("absent", "absent")
}

test_fail_when_diverted if {
	{found.path | some found in check.deny} == {"btmp", "wtmp"} with input as records("diverted", "diverted")
}
