package lib.tls_test

import data.lib.tls

socket(address, secure, local) := {"address": address, "port": 443, "tls": secure, "local": local}

test_sockets if {
	sockets := [socket("*", "no", false), socket("::1", "no", true), socket("10.0.0.1", "yes", false)]
	tls.open_plain(sockets) == ["*:443"]
	tls.open_tls(sockets) == {"10.0.0.1:443"}
	tls.encrypted(sockets)
	tls.exposed(sockets)
	not tls.exposed([socket("::1", "no", true)])
}

test_unix_sockets_have_no_port if {
	tls.open_plain([{"address": "unix:/x", "port": null, "tls": "no", "local": false}]) == ["unix:/x"]
}

test_weak_suites if {
	weak := ["ADH-AES256-SHA", "DES-CBC3-SHA", "EXP-RC4-MD5", "NULL-SHA256", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"]
	tls.weak_suites(array.concat(weak, ["ECDHE-RSA-AES128-SHA", "TLS_AES_128_GCM_SHA256"])) == weak
}

test_weak_words if {
	tls.weak_words("HIGH:RC4-SHA:!aNULL") == ["RC4-SHA"]
	tls.weak_words("HIGH:RC4:kRSA+3DES") == ["RC4", "kRSA+3DES"]
	tls.weak_words("HIGH:RC4-SHA:!RC4:+3DES:-MD5") == []
	tls.weak_words("HIGH,eNULL") == ["eNULL"]
}

test_undecided_words if {
	tls.undecided_words("HIGH:!aNULL:@SECLEVEL=2") == ["HIGH"]
	tls.undecided_words("ECDHE-RSA-AES128-GCM-SHA256:EECDH+AESGCM:CHACHA20:RC4-SHA") == []
	tls.undecided_words("ALL:PROFILE=SYSTEM") == ["ALL", "PROFILE=SYSTEM"]
}
