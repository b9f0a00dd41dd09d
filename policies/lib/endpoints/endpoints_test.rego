package lib.endpoints_test

import data.lib.endpoints

block(name, port, tls) := {
	"names": [name],
	"listen": [{"address": "*", "port": port, "tls": tls, "local": false}],
}

found(rows) := [row.names[0] | some row in endpoints.blocks(rows, "a", 443)]

test_the_block_of_the_name_comes_alone if {
	found([block("a", 443, "yes"), block("b", 443, "yes")]) == ["a"]
}

test_without_one_any_may_answer if {
	found([block("b", 443, "yes"), block("c", 443, "undetermined")]) == ["b", "c"]
}

test_other_ports_and_plain_sockets_do_not_count if {
	found([block("a", 8443, "yes"), block("a", 443, "no")]) == []
}
