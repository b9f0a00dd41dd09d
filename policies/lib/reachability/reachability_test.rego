package lib.reachability_test

import data.lib.reachability

world := {"ipv4": 0.5, "ipv6": 0.5}

of(ipv4, ipv6) := {"ipv4": ipv4, "ipv6": ipv6}

rule(protocol, first, last, cidr) := {
	"protocol": protocol,
	"first_port": first,
	"last_port": last,
	"ipv4": [cidr],
	"ipv6": [],
}

entry(number, allow, protocol, first, last) := object.union(
	rule(protocol, first, last, "0.0.0.0/0"),
	{"number": number, "allow": allow},
)

test_everything_is_the_whole_internet if {
	reachability.share("ipv4", [{"cidr": "0.0.0.0/0", "allow": true}]) == 1
	reachability.share("ipv6", [{"cidr": "::/0", "allow": true}]) == 1
}

test_the_world_in_any_number_of_pieces if {
	every networks in [
		of(["0.0.0.0/0"], []),
		of(["0.0.0.0/1", "128.0.0.0/1"], []),
		of(["64.0.0.0/2", "0.0.0.0/2", "128.0.0.0/2", "192.0.0.0/3"], []),
		of([], ["::/0"]),
		of([], ["2000::/3"]),
		of([], ["::/1"]),
	] {
		reachability.wide(networks, world)
	}
}

test_less_than_the_world if {
	every networks in [
		of([], []),
		of(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], ["fc00::/7"]),
		of(["224.0.0.0/3"], ["8000::/1"]),
		of(["0.0.0.0/2", "0.0.0.0/3"], []),
		of(["not a network", "0.0.0.0", "::/0"], ["0.0.0.0/1"]),
	] {
		not reachability.wide(networks, world)
	}
}

test_a_slash_8_is_wide_unless_it_is_private if {
	reachability.wide(of(["17.0.0.0/8"], []), {"ipv4": 0.004, "ipv6": 1})
	not reachability.wide(of(["10.0.0.0/8"], []), {"ipv4": 0.004, "ipv6": 1})
	not reachability.wide(of(["17.0.0.0/9"], []), {"ipv4": 0.004, "ipv6": 1})
}

test_protocols_and_ranges_that_hold_a_port if {
	every each in [
		rule("tcp", 22, 22, "0.0.0.0/0"),
		rule("tcp", 0, 65535, "0.0.0.0/0"),
		rule("all", 0, 65535, "0.0.0.0/0"),
	] {
		reachability.open([each], "tcp", 22, world)
	}
	every each in [
		rule("udp", 22, 22, "0.0.0.0/0"),
		rule("tcp", 23, 65535, "0.0.0.0/0"),
		rule("50", null, null, "0.0.0.0/0"),
		rule("icmp", null, null, "0.0.0.0/0"),
	] {
		not reachability.open([each], "tcp", 22, world)
	}
	reachability.open([rule("50", null, null, "0.0.0.0/0")], "50", null, world)
}

test_the_first_entry_that_matches_decides if {
	allow := entry(100, true, "all", 0, 65535)
	deny := entry(90, false, "tcp", 22, 22)
	reachability.acl_share([allow, deny], "tcp", 22, "ipv4") == 1
	reachability.acl_share([deny, allow], "tcp", 22, "ipv4") == 0
	reachability.acl_share([deny, allow], "tcp", 23, "ipv4") == 1
	reachability.acl_share([deny, allow], "udp", 22, "ipv4") == 1
	reachability.acl_share([], "tcp", 22, "ipv4") == 0
}

test_malformed_ports_are_no_ports if {
	rules := [rule("all", 0, 65535, "0.0.0.0/0")]
	reachability.open_ports(rules, ["tcp/22", "tcp", "22", "sctp/22", "tcp/x"], world) == {"tcp/22"}
}

icmp(type) := object.union(entry(0, true, "icmp", null, null), {"icmp_type": type, "icmp_code": null})

test_an_entry_for_one_type_of_icmp_decides_no_other if {
	deny := object.union(icmp(5), {"allow": false, "number": 200})
	reachability.acl_dead_denies([object.union(icmp(8), {"number": 100}), deny]) == set()
	reachability.acl_dead_denies([object.union(icmp(null), {"number": 100}), deny]) == {200}
}
