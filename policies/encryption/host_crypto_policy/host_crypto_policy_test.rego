package encryption.host_crypto_policy_test

import data.encryption.host_crypto_policy as check

machine(change) := {
	"id": "host:1",
	"type": "server.host",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"crypto_policy": object.union(
		{
			"openssl": "3.0.19",
			"min_protocol": null,
			"cipher_string": null,
			"security_level": null,
			"system_policy": null,
		},
		change,
	)},
}

test_pass_as_shipped if {
	strong := {"min_protocol": "TLSv1.2", "security_level": 2, "system_policy": "DEFAULT:SHA1"}
	count(check.deny) == 0 with input as machine({})
	count(check.deny) == 0 with input as machine(strong)
}

test_fail_when_weakened if {
	weak := {"min_protocol": "TLSv1", "security_level": 0, "system_policy": "LEGACY"}
	{found.path | some found in check.deny} == {"MinProtocol", "SECLEVEL", "LEGACY"} with input as machine(weak)
}

test_fail_without_a_lowest_version if {
	{found.path | some found in check.deny} == {"MinProtocol"} with input as machine({"min_protocol": "None"})
}
