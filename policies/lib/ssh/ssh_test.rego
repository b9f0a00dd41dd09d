package lib.ssh_test

import data.lib.ssh

allowed := ["aes256-ctr", "chacha20-poly1305@openssh.com"]

test_allowed_ones_are_fine if {
	ssh.refused(["aes256-ctr"], allowed) == []
	ssh.unheard_of(["aes256-ctr"], allowed) == []
}

test_weak_ones_are_refused if {
	offered := [
		"3des-cbc", "aes128-cbc", "aes256-ctr", "arcfour256", "rijndael-cbc@lysator.liu.se", "hmac-sha1-96",
		"umac-64-etm@openssh.com", "diffie-hellman-group14-sha1", "ssh-rsa-cert-v01@openssh.com",
	]
	refused := ssh.refused(offered, allowed)
	count(refused) == count(offered) - 1
	not "aes256-ctr" in refused
}

test_strong_ones_that_the_owner_left_out_are_refused if {
	ssh.refused(["aes128-gcm@openssh.com"], allowed) == ["aes128-gcm@openssh.com"]
}

test_new_ones_are_unheard_of if {
	ssh.refused(["aegis256@example.com"], allowed) == []
	ssh.unheard_of(["aegis256@example.com", "3des-cbc"], allowed) == ["aegis256@example.com"]
}

test_extension_markers_are_no_algorithms if {
	markers := ["ext-info-s", "kex-strict-s-v00@openssh.com"]
	ssh.refused(markers, allowed) == []
	ssh.unheard_of(markers, allowed) == []
}

test_match_values_take_the_first if {
	blocks := [
		{"criteria": "User a", "settings": {"permitrootlogin": "no"}},
		{"criteria": "user A", "settings": {"permitrootlogin": "yes"}},
		{"criteria": "User b", "settings": {"x11forwarding": "yes"}},
	]
	ssh.match_values(blocks, "permitrootlogin") == {{"criteria": "User a", "value": "no"}}
}

test_match_all_comes_before_everything_after_it if {
	blocks := [
		{"criteria": "All", "settings": {"permitrootlogin": "no"}},
		{"criteria": "Address 10.0.0.0/8", "settings": {"permitrootlogin": "yes"}},
	]
	ssh.match_values(blocks, "permitrootlogin") == {{"criteria": "All", "value": "no"}}
}

concerns_root := {
	"Address 10.0.0.0/8": true,
	"All": true,
	"Group wheel": true,
	"User root": true,
	"user r*": true,
	"User deploy,root": true,
	"User=root": true,
	"User \"root\"": true,
	"User deploy": false,
	"User *,!root": false,
	"User !root": false,
	"Address 10.0.0.0/8 User deploy": false,
	"Address 10.0.0.0/8 User root": true,
}

test_may_concern_root if {
	wrong := {criteria | some criteria, expected in concerns_root; _concerns(criteria) != expected}
	wrong == set()
}

_concerns(criteria) if ssh.may_concern(criteria, "root")

else := false
