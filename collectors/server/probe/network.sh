# The kernel shows IPv4 routes in the byte order of the machine.
order() { printf '\1\0' | od -An -tu2; }
run order order
run interfaces cat /proc/net/dev
# Packets of these come in on the bridge or bond that they belong to.
members() {
	for link in /sys/class/net/*; do
		if [ -e "$link/brport" ] || [ -e "$link/bonding_slave" ]; then echo "${link##*/}"; fi
	done
}
run members members
run local awk '/32 host LOCAL/ { if (!seen[address]++) print address } /\|--/ { address = $2 }' /proc/net/fib_trie
run routes cat /proc/net/route
if [ -e /proc/net/if_inet6 ]; then
	run inet cat /proc/net/if_inet6
	run routes-six cat /proc/net/ipv6_route
fi
