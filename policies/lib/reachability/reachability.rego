# METADATA
# title: From where a port can be reached
# description: >-
#   Exact sums over networks. Two networks are either apart or one holds the other, so what an entry
#   decides is its size without the largest earlier entries in it, and nothing when an earlier one holds
#   it. The same sum serves security groups, where every entry allows, and network ACLs, where the first
#   entry that matches decides. Only addresses that are routed on the internet count.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
#   - ref: https://www.iana.org/assignments/iana-ipv4-special-registry/
package lib.reachability

# Not on the internet, apart from each other.
_elsewhere := {
	"ipv4": [
		"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
		"192.168.0.0/16", "224.0.0.0/3",
	],
	"ipv6": ["::/3", "4000::/2", "8000::/1"],
}

_everything := {"ipv4": "0.0.0.0/0", "ipv6": "::/0"}

# METADATA
# description: >-
#   Share (0 to 1) of the internet's addresses of a family (ipv4 or ipv6) that a list of entries allows;
#   each has cidr and allow, and the first that holds an address decides. Networks longer than /50
#   count as nothing.
share(family, entries) := _allowed(family, entries) / _internet[family]

# What _allowed gives for everything: it would be counted anew for each port of each rule.
_internet := {"ipv4": 970559529680896, "ipv6": 140737488355328}

_allowed(family, entries) := sum([size |
	some i, entry in all
	entry.allow
	before := {all[j].cidr | some j in numbers.range(0, i - 1)}
	not _within_one(before, entry.cidr)
	size := _size(entry.cidr) - _sizes(_largest({inner |
		some inner in before
		net.cidr_contains(entry.cidr, inner)
	}))
]) if {
	valid := [entry | some entry in entries; _of_family(family, entry.cidr)]
	all := array.concat([{"cidr": cidr, "allow": false} | some cidr in _elsewhere[family]], valid)
}

_of_family("ipv4", cidr) if {
	net.cidr_is_valid(cidr)
	not contains(cidr, ":")
}

_of_family("ipv6", cidr) if {
	net.cidr_is_valid(cidr)
	contains(cidr, ":")
}

_within_one(networks, cidr) if {
	some outer in networks
	net.cidr_contains(outer, cidr)
}

_largest(networks) := {cidr | some cidr in networks; not _within_another(networks, cidr)}

_within_another(networks, cidr) if {
	some outer in networks
	outer != cidr
	net.cidr_contains(outer, cidr)
}

_sizes(networks) := sum([_size(cidr) | some cidr in networks])

# In units of a /50, which keeps the numbers exact.
_size(cidr) := bits.lsh(1, max([0, 50 - _length(cidr)])) if _length(cidr) <= 50

_size(cidr) := 0 if _length(cidr) > 50

_length(cidr) := to_number(split(cidr, "/")[1])

# METADATA
# description: >-
#   Whether the networks, taken together, are at least this share of the internet; least is an object
#   with ipv4 and ipv6. True for 0.0.0.0/1 with 128.0.0.0/1, false for all private networks together.
wide(networks, least) if {
	some family in ["ipv4", "ipv6"]
	_reaches(family, networks[family], least[family])
}

_reaches(family, networks, _) if _everything[family] in networks

# The cheap bound first: a long list of small networks needs no exact sum.
_reaches(family, networks, least) if {
	not _everything[family] in networks
	valid := {cidr | some cidr in networks; _of_family(family, cidr)}
	bound := _sizes(valid) / _internet[family]
	bound >= least
	share(family, [{"cidr": cidr, "allow": true} | some cidr in valid]) >= least
}

# METADATA
# description: >-
#   Whether a rule concerns a port of tcp or udp, or with null as its port, a protocol without ports.
matches(rule, _, _) if rule.protocol == "all"

matches(rule, protocol, port) if {
	rule.protocol == protocol
	rule.first_port <= port
	port <= rule.last_port
}

matches(rule, protocol, null) if {
	rule.protocol == protocol
	rule.first_port == null
}

# METADATA
# description: The networks, as sets ipv4 and ipv6, that rules of a security group name for a port.
networks(rules, protocol, port) := {family: found |
	some family in ["ipv4", "ipv6"]
	found := {cidr |
		some rule in rules
		matches(rule, protocol, port)
		some cidr in rule[family]
	}
}

# METADATA
# description: Whether rules of a security group let at least this share of the internet reach a port.
open(rules, protocol, port, least) if wide(networks(rules, protocol, port), least)

# Rules that are not wide together are wide on no port: most groups are settled here.
_wide_in_all(rules, least) if {
	named := {family: found |
		some family in ["ipv4", "ipv6"]
		found := {cidr | some rule in rules; some cidr in rule[family]}
	}
	wide(named, least)
}

# METADATA
# description: Those of the ports (as tcp/22) that are open to at least this share of the internet.
open_ports(rules, ports, least) := {place |
	_wide_in_all(rules, least)
	some place in ports
	port := _port(place)
	open(rules, port.protocol, port.number, least)
}

# METADATA
# description: >-
#   The ranges of ports, as protocol, first and last, in which the same rules apply throughout and that
#   are open to at least this share of the internet. Each port named in apart has a range of its own.
open_ranges(rules, apart, least) := {range |
	_wide_in_all(rules, least)
	some protocol in ["tcp", "udp"]
	some range in _ranges(rules, protocol, apart)
	open(rules, protocol, range.first, least)
}

_ranges(rules, protocol, apart) := {range |
	starts := {0} | {start | some start in _starts(rules, protocol, apart); start <= 65535}
	some first in starts
	later := {start | some start in starts; start > first} | {65536}
	range := {"protocol": protocol, "first": first, "last": min(later) - 1}
}

_starts(rules, protocol, apart) := {start |
	some rule in rules
	rule.protocol == protocol
	some start in [rule.first_port, rule.last_port + 1]
} | {start |
	some place in apart
	port := _port(place)
	port.protocol == protocol
	some start in [port.number, port.number + 1]
}

_port(place) := {"protocol": parts[0], "number": to_number(parts[1])} if {
	regex.match(`^(tcp|udp)/[0-9]{1,5}$`, place)
	parts := split(place, "/")
}

# METADATA
# description: >-
#   Share of the internet that an ordered list of entries of a network ACL lets reach a port, first match
#   first: a deny counts only for what no earlier entry allows.
acl_share(entries, protocol, port, family) := share(family, [{"cidr": cidr, "allow": entry.allow} |
	some entry in entries
	matches(entry, protocol, port)
	some cidr in entry[family]
])

# METADATA
# description: The ports (as tcp/22) that a network ACL lets at least this share of the internet reach.
acl_open_ports(entries, ports, least) := {place |
	some place in ports
	port := _port(place)
	some family in ["ipv4", "ipv6"]
	acl_share(entries, port.protocol, port.number, family) >= least[family]
}

# METADATA
# description: >-
#   The ports (as tcp/22) through which rules of security groups and entries of a network ACL together
#   let at least this share of the internet, within one family. An address must pass both.
through_both(rules, entries, ports, family, least) := {place |
	some place in ports
	port := _port(place)
	sources := networks(rules, port.protocol, port.number)[family]
	_reaches(family, sources, least)
	share(family, [{"cidr": cidr, "allow": entry.allow} |
		some entry in entries
		matches(entry, port.protocol, port.number)
		some network in entry[family]
		some cidr in _common(family, network, sources)
	]) >= least
}

_common(family, network, sources) := {network} if _everything[family] in sources

# Of two networks that meet, one holds the other.
_common(family, network, sources) := found if {
	not _everything[family] in sources
	_of_family(family, network)
	valid := {source | some source in sources; _of_family(family, source)}
	inner := {source | some source in valid; net.cidr_contains(network, source)}
	outer := {network | some source in valid; net.cidr_contains(source, network)}
	found := inner | outer
}

# METADATA
# description: >-
#   Whether a network ACL filters at all: it denies something before its last entries, or allows less
#   than all traffic of a network. One that does not leaves the filtering to the security groups.
acl_filters(entries) if {
	some entry in entries
	entry.number < 32767
	not entry.allow
}

acl_filters(entries) if {
	some entry in entries
	entry.allow
	not _allows_all(entry)
}

_allows_all(entry) if {
	entry.protocol == "all"
	some family, cidr in _everything
	cidr in entry[family]
}

# METADATA
# description: >-
#   Numbers of the entries that deny without effect, since one earlier entry allows all that they name.
#   Entries for single types of ICMP are left out.
acl_dead_denies(entries) := {entry.number |
	some i, entry in entries
	not entry.allow
	entry.number < 32767
	some j, earlier in entries
	j < i
	earlier.allow
	_covers(earlier, entry)
}

_covers(outer, inner) if {
	_covers_traffic(outer, inner)
	some family in ["ipv4", "ipv6"]
	some cidr in inner[family]
	_of_family(family, cidr)
	held := {network | some network in outer[family]; _of_family(family, network)}
	_within_one(held, cidr)
}

_covers_traffic(outer, _) if outer.protocol == "all"

_covers_traffic(outer, inner) if {
	outer.protocol == inner.protocol
	outer.icmp_type == null
	outer.first_port <= inner.first_port
	inner.last_port <= outer.last_port
}

# METADATA
# description: The rules of a security group without the networks of the other family.
only(rules, family) := [object.union(rule, {"ipv4": [], "ipv6": [], family: rule[family]}) | some rule in rules]

# METADATA
# description: Protocols, of tcp and udp, of which more than half of the ports are in the ranges.
mostly(ranges) := {protocol |
	some protocol in ["tcp", "udp"]
	sum([size |
		some range in ranges
		range.protocol == protocol
		size := (range.last - range.first) + 1
	]) > 32768
}

# METADATA
# description: A range of ports as text, tcp/8000-8100 or tcp/8000.
text(range) := sprintf("%s/%v", [range.protocol, range.first]) if range.first == range.last

text(range) := sprintf("%s/%v-%v", [range.protocol, range.first, range.last]) if range.first != range.last
