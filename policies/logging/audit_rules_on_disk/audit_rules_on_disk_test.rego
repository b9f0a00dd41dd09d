package logging.audit_rules_on_disk_test

import data.logging.audit_rules_on_disk as check

machine(facts) := {
	"id": "host:1/audit",
	"type": "server.audit",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

disk(not_loaded, not_on_disk, undetermined) := machine({"disk": {
	"source": "rules.d",
	"rules": 4,
	"immutable": false,
	"not_loaded": not_loaded,
	"not_on_disk": not_on_disk,
	"undetermined": undetermined,
}})

test_pass_when_they_agree if {
	count(check.deny) == 0 with input as disk([], [], [])
	count(check.unknown) == 0 with input as disk([], [], [])
}

test_fail_for_each_rule if {
	facts := disk(["-w /a -p aw"], ["-w /b -p aw", "-w /c -p aw"], [])
	{found.args.where | some found in check.deny} == {"未加载", "重启后丢失"} with input as facts
	count(check.deny) == 3 with input as facts
}

test_unknown_when_a_rule_cannot_be_compared if {
	facts := disk([], ["-a always,exit -F auid=1001"], ["-a always,exit -F auid=ann"])
	count(check.deny) == 0 with input as facts
	count(check.unknown) == 1 with input as facts
}

absent := {"installed": false, "running": false, "enabled": false}

present := {"installed": true, "running": true, "enabled": true}

test_not_applicable_without_auditd if {
	check.not_applicable with input as machine({"auditd": absent})
	not check.not_applicable with input as machine({"auditd": present})
}
