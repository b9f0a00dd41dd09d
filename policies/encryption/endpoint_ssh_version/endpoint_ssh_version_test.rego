package encryption.endpoint_ssh_version_test

import data.encryption.endpoint_ssh_version as check

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

test_pass_with_version_two if {
	count(check.deny) == 0 with input as server({})
}

test_fail_with_version_one if {
	every text in ["SSH-1.99-Cisco-1.25", "SSH-1.5-old"] {
		count(check.deny) == 1 with input as server({"software": text})
	}
}
