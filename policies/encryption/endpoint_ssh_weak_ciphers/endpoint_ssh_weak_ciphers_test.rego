package encryption.endpoint_ssh_weak_ciphers_test

import data.encryption.endpoint_ssh_weak_ciphers as check

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

allowed := {"ssh_ciphers_allowed": ["aes256-gcm@openssh.com"], "ssh_rsa_key_bits": 2048}

offering(names) := server({"ciphers": names})

test_pass_when_all_are_allowed if {
	count(check.deny) == 0 with input as server({}) with data.parameters as allowed
	count(check.unknown) == 0 with input as server({}) with data.parameters as allowed
}

test_fail_with_weak_ones if {
	facts := offering(["aes256-gcm@openssh.com", "3des-cbc"])
	some found in check.deny with input as facts with data.parameters as allowed
	found.args.algorithms == "3des-cbc"
}

test_unknown_with_one_never_heard_of if {
	facts := offering(["new@example.com"])
	count(check.unknown) == 1 with input as facts with data.parameters as allowed
}
