package logging.audit_rules_identity_test

import data.logging.audit_rules_identity as check

machine(facts) := {
	"id": "host:1/audit",
	"type": "server.audit",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

files := ["/etc/group", "/etc/gshadow", "/etc/passwd", "/etc/shadow", "/etc/sudoers", "/etc/sudoers.d"]

watches(form) := machine({"rules": [sprintf(form, [file]) | some file in files]})

test_pass_however_rules_are_printed if {
	every form in [
		"-w %s -p wa -k identity",
		"-w %s -p rwxa",
		"-w %s/ -p wa -k scope",
		"-a always,exit -S all -F path=%s -F perm=wa -F key=identity",
		"-a always,exit -F arch=b64 -S all -F dir=%s -F perm=wa",
	] {
		count(check.deny) == 0 with input as watches(form)
	}
}

test_pass_when_the_folder_is_watched if {
	count(check.deny) == 0 with input as machine({"rules": ["-w /etc/ -p wa -k etc"]})
}

test_fail_without_rules if {
	count(check.deny) == 6 with input as machine({"rules": []})
}

test_fail_when_the_rule_records_no_changes if {
	count(check.deny) == 6 with input as watches("-w %s -p r -k identity")
	count(check.deny) == 6 with input as watches("-a never,exit -F path=%s -F perm=wa")
	count(check.deny) == 6 with input as watches("-w %s.bak -p wa")
}

test_fail_names_the_missing_file if {
	rules := ["-w /etc/group -p wa", "-w /etc/gshadow -p wa", "-w /etc/passwd -p wa", "-w /etc/shadow -p wa"]
	facts := machine({"rules": rules})
	{found.path | some found in check.deny} == {"/etc/sudoers", "/etc/sudoers.d"} with input as facts
}

test_not_applicable_without_auditd if {
	absent := machine({"auditd": {"installed": false, "running": false, "enabled": false}})
	check.not_applicable with input as absent
}

test_not_applicable_only_then if {
	present := machine({"auditd": {"installed": true, "running": false, "enabled": false}})
	not check.not_applicable with input as present
}
