package encryption.syslog_tls_test

import data.encryption.syslog_tls as check

machine(facts) := {
	"id": "host:1/log_policy",
	"type": "server.log_policy",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

syslog(running, targets) := machine({"syslog": {
	"daemon": "rsyslog",
	"running": running,
	"remote_targets": targets,
}})

sent_to(target, protocol, tls) := {"target": target, "protocol": protocol, "tls": tls}

test_pass_with_tls if {
	count(check.deny) == 0 with input as syslog(true, [sent_to("logs.example.com:6514", "tcp", true)])
}

test_pass_to_a_local_agent if {
	every target in ["127.0.0.1:5140", "localhost", "[::1]:514"] {
		count(check.deny) == 0 with input as syslog(true, [sent_to(target, "udp", false)])
	}
}

test_fail_in_the_clear if {
	plain := [sent_to("a:514", "udp", false), sent_to("b:514", "tcp", false)]
	facts := syslog(true, array.concat(plain, [sent_to("c:6514", "tcp", true)]))
	{found.path | some found in check.deny} == {"udp://a:514", "tcp://b:514"} with input as facts
}

test_not_applicable_without_targets if {
	check.not_applicable with input as syslog(true, [])
}
