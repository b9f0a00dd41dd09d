package lib.sudo_test

import data.lib.sudo

test_root_is_no_beneficiary if {
	sudo.beneficiaries(["root", "%root", "#0", "!bob"]) == set()
	sudo.beneficiaries(["root", "alice", "%sudo"]) == {"alice", "%sudo"}
}

test_persons if {
	sudo.persons(["alice", "%sudo", "+admins", "ALL", "root", "#1001"]) == {"alice", "#1001"}
}

test_as_root if {
	sudo.as_root([])
	sudo.as_root(["ALL"])
	sudo.as_root(["postgres", "root"])
	sudo.as_root(["ALL", "!root"])
	not sudo.as_root(["postgres"])
}

escapes := {
	"ALL": "",
	"/usr/bin/systemctl restart nginx": "",
	"/usr/bin/systemctl": "any program",
	"/bin/bash": "any program",
	"/bin/bash \"\"": "any program",
	"/bin/bash /opt/backup.sh": "",
	"/bin/sh -s": "any program",
	"/usr/bin/bash -i": "any program",
	"/bin/bash --login -x": "any program",
	"/bin/sh -es x": "any program",
	"/usr/bin/su -": "any program",
	"/bin/busybox sh -s": "any program",
	"/usr/bin/env sh": "any program",
	"/bin/sh /opt/backup.sh -s": "",
	"/bin/sh -e /opt/status": "",
	"/bin/bash --posix /opt/status": "",
	"/usr/bin/su - postgres": "",
	"/usr/bin/nice -n 10 /opt/backup": "",
	"/usr/local/sbin/selfaudit-probe ^[0-9a-f]{64}( [a-z0-9_.]+-[0-9a-f]{8})+$": "",
	"/usr/local/sbin/selfaudit-probe": "",
	"/usr/bin/python3.11": "any program",
	"/usr/bin/vim /etc/hosts": "shell escape",
	"/usr/bin/less /var/log/syslog": "shell escape",
	"/bin/cat /var/log/*": "wildcard",
	"/usr/local/bin/*": "wildcard",
	"/usr/local/bin/": "wildcard",
	"/bin/cat /var/log/[a-z]og": "wildcard",
	"/bin/cat ^/var/log/[a-z]+$": "",
	"/bin/grep a\\*b /var/log/syslog": "",
	"!/bin/bash": "",
	"sha256:abcd= /usr/bin/vi": "shell escape",
	"sudoedit /etc/hosts": "",
	"/usr/sbin/reboot": "",
}

test_escapes if {
	wrong := {command | some command, expected in escapes; _escape(command, false) != expected}
	wrong == set()
}

test_noexec_stops_escapes_but_not_shells if {
	_escape("/usr/bin/less /var/log/syslog", true) == ""
	_escape("/bin/bash", true) == "any program"
	_escape("/bin/cat /var/log/*", true) == "wildcard"
}

_escape(command, noexec) := reason if reason := sudo.escape(command, noexec)

else := ""

test_names_by_name_group_or_all if {
	sudo.names(["ann"], "ann", ["users"])
	sudo.names(["%users"], "ann", ["ann", "users"])
	sudo.names(["ALL", "!bob"], "ann", [])
	not sudo.names(["ALL", "!ann"], "ann", [])
	not sudo.names(["!ann"], "ann", [])
	sudo.names(["!ann", "ann"], "ann", [])
	not sudo.names(["users"], "ann", ["users"])
}
