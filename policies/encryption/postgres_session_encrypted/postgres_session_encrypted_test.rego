package encryption.postgres_session_encrypted_test

import data.encryption.postgres_session_encrypted as check

server(facts) := {
	"id": "postgres:7",
	"type": "postgres.server",
	"name": "db1:5432",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

session(client, server_side) := server({"session": {
	"client": {"path": client[0], "tls": client[1]},
	"server": {"path": server_side[0], "tls": server_side[1], "version": null, "cipher": null},
}})

denied(client, server_side) := paths if {
	paths := {found.path | some found in check.deny} with input as session(client, server_side)
}

test_fail_in_the_clear if {
	denied(["network", false], ["network", false]) == {"client"}
}

test_fail_behind_a_proxy_that_decrypts if {
	denied(["network", true], ["network", false]) == {"server"}
	denied(["network", false], ["loopback", false]) == {"client"}
}

test_pass_when_encrypted_or_on_the_machine if {
	denied(["network", true], ["network", true]) == set()
	denied(["unix", false], ["unix", false]) == set()
	denied(["loopback", false], ["loopback", false]) == set()
}
