package least_privilege.cert_key_readable_test

import data.least_privilege.cert_key_readable as check

certificate(change) := {
	"id": "host:1/certificate/etc/ssl/a.pem",
	"type": "server.certificate",
	"name": "/etc/ssl/a.pem",
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"issuer": {"name": "CN=CA", "self_signed": false},
			"validity": {"not_before": "2026-09-01T00:00:00Z", "not_after": "2026-11-30T00:00:00Z"},
			"key": {"type": "rsa", "bits": 2048},
			"signature_hash": "sha256",
			"key_files": [],
			"endpoints": [shown(false)],
		},
		change,
	),
}

shown(local) := {"name": "nginx a@*:443", "software": "nginx", "names": ["a"], "local": local}

file(change) := object.union(
	{
		"path": "/etc/ssl/a.key",
		"mode": "0600",
		"owner": "root",
		"group": "root",
		"others_can_read": false,
		"group_can_read": false,
		"encrypted": "no",
	},
	change,
)

limits := {"key_file_groups_allowed": ["root", "ssl-cert"]}

denied(change) := found if {
	facts := certificate({"key_files": [file(change)]})
	found := check.deny with input as facts with data.parameters as limits
}

test_pass_when_the_owner_alone_reads_it if {
	count(denied({})) == 0
}

test_pass_for_a_group_of_keys if {
	count(denied({"group": "ssl-cert", "group_can_read": true, "mode": "0640"})) == 0
}

test_pass_when_a_folder_above_is_closed if {
	count(denied({"mode": "0644"})) == 0
}

test_fail_for_others if {
	{found.severity | some found in denied({"others_can_read": true, "group_can_read": true})} == {"critical"}
}

test_fail_for_a_group_of_people if {
	{found.args.who | some found in denied({"group": "www-data", "group_can_read": true})} == {"www-data"}
}
