package encryption.endpoint_ssh_as_configured_test

import data.encryption.endpoint_ssh_as_configured as check

server(change) := {
	"id": "ssh://web1:22",
	"type": "endpoint.ssh",
	"name": "web1:22",
	"target": "web1-ssh",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"server_name": "web1",
			"port": 22,
			"servers": [],
			"software": "SSH-2.0-OpenSSH_9.2",
			"kexalgorithms": ["curve25519-sha256"],
			"hostkeyalgorithms": ["ssh-ed25519"],
			"ciphers": ["aes256-gcm@openssh.com"],
			"macs": ["hmac-sha2-256-etm@openssh.com"],
			"compression": ["none"],
			"host_keys": [{"type": "ssh-ed25519", "bits": 256, "fingerprint": "SHA256:a"}],
		},
		change,
	),
}

row(change) := object.union(
	{
		"id": "host:1/sshd",
		"name": "web1",
		"target": "web1",
		"ciphers": ["aes256-gcm@openssh.com"],
		"macs": ["hmac-sha2-256-etm@openssh.com"],
		"kexalgorithms": ["curve25519-sha256"],
		"hostkeyalgorithms": ["ssh-ed25519", "rsa-sha2-512"],
	},
	change,
)

configured(rows) := {"server.sshd": {"all": rows, "by": {"target": {"web1": rows}}}}

served(change) := server(object.union({"servers": ["web1"]}, change))

test_pass_when_all_are_configured if {
	facts := served({"kexalgorithms": ["curve25519-sha256", "kex-strict-s-v00@openssh.com"]})
	count(check.deny) == 0 with input as facts with data.inventory as configured([row({})])
}

test_fail_with_another_algorithm if {
	facts := served({"ciphers": ["aes256-gcm@openssh.com", "3des-cbc"]})
	some found in check.deny with input as facts with data.inventory as configured([row({})])
	found.path == "web1/ciphers"
}

test_unknown_when_there_is_no_such_server if {
	count(check.unknown) == 1 with input as served({}) with data.inventory as configured([])
}

test_not_applicable_without_servers if {
	check.not_applicable with input as server({}) with data.inventory as configured([])
}
