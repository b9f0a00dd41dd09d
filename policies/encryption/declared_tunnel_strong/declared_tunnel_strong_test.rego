package encryption.declared_tunnel_strong_test

import data.encryption.declared_tunnel_strong as check

entry(change) := {
	"id": "declared:x/a",
	"type": "declared.vpn_tunnel",
	"name": "a",
	"target": "declared",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"owner": "it",
			"declared_on": "2026-11-01",
			"expires_on": "2027-01-31",
			"protocol": "ipsec",
			"encryption": "aes-256-gcm",
			"state": "up",
			"checked_on": "2026-11-27",
		},
		change,
	),
}

now := {"now": "2026-11-28T12:00:00Z"}

later := {"now": "2027-02-01T00:00:00Z"}

found(change) := amount if {
	amount := count(check.deny) with input as entry(change) with data.run as now with data.parameters as limits
}

limits := {"tunnel_check_max_days": 31}

test_pass_when_up_and_strong if {
	found({}) == 0
	every cipher in ["AES-256-GCM", "aes128gcm16", "chacha20-poly1305"] {
		facts := entry({"encryption": cipher})
		count(check.unknown) == 0 with input as facts with data.run as now with data.parameters as limits
	}
}

test_fail_when_down_or_weak if {
	found({"state": "down"}) == 1
	found({"encryption": "3des-sha1"}) == 1
	found({"encryption": "none"}) == 1
}

test_unknown_when_nobody_looked_or_knows if {
	every change in [{"state": "unknown"}, {"checked_on": "2026-09-01"}, {"encryption": "homemade"}] {
		count(check.unknown) == 1 with input as entry(change) with data.run as now with data.parameters as limits
	}
}


stale(run) := amount if {
	amount := count(check.unknown) with input as entry({})
		with data.run as run
		with data.parameters as limits
}

test_unknown_when_the_statement_has_expired if {
	stale(later) > 0
	stale(now) == 0
}
