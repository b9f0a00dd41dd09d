package logging.syslog_forwarded_test

import data.logging.syslog_forwarded as check

machine(facts) := {
	"id": "host:1/log_policy",
	"type": "server.log_policy",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

syslog(running, targets) := shipped(running, targets, [], false)

shipped(running, targets, shippers, uploads) := machine({
	"syslog": {"daemon": "rsyslog", "running": running, "remote_targets": targets},
	"shippers": {
		"running": shippers,
		"journal_upload": {"configured": uploads, "running": uploads},
	},
})

sent_to(target, protocol, tls) := {"target": target, "protocol": protocol, "tls": tls}

test_pass_when_forwarded if {
	facts := syslog(true, [sent_to("logs.example.com:6514", "tcp", true)])
	count(check.deny) == 0 with input as facts
	count(check.unknown) == 0 with input as facts
}

test_fail_when_nothing_is_forwarded if {
	count(check.deny) == 1 with input as syslog(true, [])
	count(check.deny) == 1 with input as syslog(false, [])
}

test_fail_when_the_daemon_does_not_run if {
	count(check.deny) == 1 with input as syslog(false, [sent_to("logs.example.com:6514", "tcp", true)])
}

test_unknown_when_it_goes_to_a_local_agent if {
	facts := syslog(true, [sent_to("127.0.0.1:5140", "udp", false)])
	count(check.deny) == 0 with input as facts
	count(check.unknown) == 1 with input as facts
}

test_pass_when_the_journal_is_uploaded if {
	count(check.deny) == 0 with input as shipped(false, [], [], true)
	count(check.unknown) == 0 with input as shipped(false, [], ["filebeat"], true)
}

test_fail_when_the_upload_does_not_run if {
	stopped := machine({
		"syslog": {"daemon": "none", "running": false, "remote_targets": []},
		"shippers": {"running": [], "journal_upload": {"configured": true, "running": false}},
	})
	count(check.deny) == 1 with input as stopped
}

test_unknown_when_an_agent_may_send_them if {
	count(check.deny) == 0 with input as shipped(true, [], ["fluent-bit"], false)
	count(check.unknown) == 1 with input as shipped(true, [], ["fluent-bit"], false)
}
