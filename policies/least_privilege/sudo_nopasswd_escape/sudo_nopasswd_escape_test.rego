package least_privilege.sudo_nopasswd_escape_test

import data.least_privilege.sudo_nopasswd_escape as check

rule(change) := {
	"id": "host:1/sudo/1",
	"type": "server.sudo_rule",
	"name": "%ops: ALL",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"users": ["%ops"],
			"hosts": ["ALL"],
			"runas_users": ["ALL"],
			"runas_groups": [],
			"commands": ["ALL"],
			"nopasswd": false,
			"noexec": false,
			"setenv": false,
		},
		change,
	),
}

commands(list) := rule({"nopasswd": true, "commands": list})

test_pass_for_fixed_commands if {
	count(check.deny) == 0 with input as commands(["/usr/bin/systemctl restart nginx", "/usr/sbin/reboot"])
	count(check.deny) == 0 with input as commands(["/bin/cat ^/var/log/[a-z]+$"])
	count(check.deny) == 0 with input as commands(["sudoedit /etc/hosts"])
}

test_pass_with_a_password_or_as_another_account if {
	count(check.deny) == 0 with input as rule({"commands": ["/bin/bash"]})
	facts := rule({"nopasswd": true, "commands": ["/bin/bash"], "runas_users": ["postgres"]})
	count(check.deny) == 0 with input as facts
}

test_pass_all_is_judged_elsewhere if {
	count(check.deny) == 0 with input as commands(["ALL", "/bin/bash"])
}

test_pass_noexec_stops_pagers if {
	facts := rule({"nopasswd": true, "noexec": true, "commands": ["/usr/bin/less /var/log/syslog"]})
	count(check.deny) == 0 with input as facts
}

test_fail_names_each_command if {
	facts := commands(["/bin/bash", "/usr/bin/vim /etc/hosts", "/bin/cat /var/log/*", "/usr/sbin/reboot"])
	paths := {denied.path | some denied in check.deny} with input as facts
	paths == {"/bin/bash", "/usr/bin/vim /etc/hosts", "/bin/cat /var/log/*"}
}

test_fail_noexec_does_not_stop_shells if {
	count(check.deny) == 1 with input as rule({"nopasswd": true, "noexec": true, "commands": ["/bin/sh"]})
}

test_fail_also_for_the_account_that_audits if {
	every command in ["/bin/sh", "/usr/bin/sh -s"] {
		facts := rule({"nopasswd": true, "users": ["audit"], "runas_users": ["root"], "commands": [command]})
		count(check.deny) == 1 with input as facts
	}
}

test_pass_the_installed_probe if {
	command := "/usr/local/sbin/selfaudit-probe ^[0-9a-f]{64}( [a-z0-9_.]+-[0-9a-f]{8})+$"
	facts := rule({"nopasswd": true, "users": ["audit"], "runas_users": ["root"], "commands": [command]})
	count(check.deny) == 0 with input as facts
}
