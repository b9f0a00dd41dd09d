# METADATA
# title: What the packet filter of a machine lets in
# description: >-
#   Reads the fact inbound of server.firewall: a table in which each port has one row for every family,
#   protocol, and group of interfaces and addresses.
# related_resources:
#   - ref: https://wiki.nftables.org/wiki-nftables/index.php/Netfilter_hooks
package lib.firewall

# METADATA
# description: >-
#   For sure, a listener lets in connections from at least this share of the internet's addresses. A
#   listener is an object with protocol, address, interface, port, family, dual_stack and scope.
open(inbound, listener, share) if {
	some row in inbound
	_concerns(row, listener)
	_takes_family(row, listener)
	row.public_share >= share
}

# METADATA
# description: The same, where all that is not certain is taken to let in.
maybe_open(inbound, listener, share) if {
	some row in inbound
	_concerns(row, listener)
	row.public_share_possible >= share
}

_concerns(row, listener) if {
	row.protocol == listener.protocol
	row.first_port <= listener.port
	listener.port <= row.last_port
	_may_take_family(row, listener)
	_at_address(row, listener)
	_at_interface(row, listener)
}

_takes_family(row, listener) if row.family == listener.family

_takes_family(row, listener) if {
	row.family == "ipv4"
	listener.dual_stack == "yes"
}

_may_take_family(row, listener) if row.family == listener.family

_may_take_family(row, listener) if {
	row.family == "ipv4"
	listener.dual_stack in {"yes", "undetermined"}
}

_at_address(_, listener) if listener.scope == "any"

_at_address(row, listener) if listener.address in row.addresses

_at_interface(_, listener) if listener.interface == null

_at_interface(row, listener) if listener.interface in row.interfaces

# METADATA
# description: >-
#   Families and protocols, as "ipv4/tcp", of which more than half of the ports are for sure open to at
#   least this share of the internet's addresses.
open_by_default(inbound, share) := {place |
	some row in inbound
	ports := [size |
		some other in inbound
		_beside(row, other)
		other.public_share >= share
		size := (other.last_port - other.first_port) + 1
	]
	sum(ports) > 32768
	place := sprintf("%s/%s", [row.family, row.protocol])
}

# METADATA
# description: The same, where all that is not certain is taken to let in.
maybe_open_by_default(inbound, share) := {place |
	some row in inbound
	ports := [size |
		some other in inbound
		_beside(row, other)
		other.public_share_possible >= share
		size := (other.last_port - other.first_port) + 1
	]
	sum(ports) > 32768
	place := sprintf("%s/%s", [row.family, row.protocol])
}

_beside(row, other) if {
	row.family == other.family
	row.protocol == other.protocol
	row.interfaces == other.interfaces
	row.addresses == other.addresses
}
