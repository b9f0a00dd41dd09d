package sharing_third_party.exports_samba_guest_test

import data.sharing_third_party.exports_samba_guest as check

server(facts) := {
	"id": "host:1",
	"type": "server.host",
	"name": "web1",
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

share(guest, writable) := server({"samba_shares": [{"name": "scans", "guest": guest, "writable": writable}]})

test_pass_when_a_password_is_asked if {
	count(check.deny) == 0 with input as share(false, true)
}

test_fail_when_guests_get_in if {
	count(check.deny) == 1 with input as share(true, false)
	some denied in check.deny with input as share(true, true)
	contains(denied.msg, "also to write")
}

test_not_applicable_without_shares if {
	check.not_applicable with input as server({"samba_shares": []})
}
