# The kernel's tables show addresses in the byte order of the machine.
order() { printf '\1\0' | od -An -tu2; }
# TCP in state LISTEN and UDP without a peer: protocol, local address, inode.
sockets() {
	for protocol in tcp tcp6 udp udp6; do
		if [ ! -e "/proc/net/$protocol" ]; then continue; fi
		awk -v protocol="$protocol" '
		protocol ~ /^tcp/ && $4 == "0A" || protocol ~ /^udp/ && $4 == "07" { print protocol, $2, $10 }
		' "/proc/net/$protocol" || return
	done
}
# inode, then the name of a process that holds it
owners() {
	wanted=$(sockets | awk '{ printf "%s ", $3 }')
	ls -l /proc/[0-9]*/fd 2>/dev/null | awk -v wanted="$wanted" '
	BEGIN { n = split(wanted, list, " "); for (i = 1; i <= n; i++) want[list[i]] = 1 }
	/^\/proc\/[0-9]+\/fd:$/ { split($0, part, "/"); pid = part[3]; next }
	match($0, /socket:\[[0-9]+\]$/) {
		inode = substr($0, RSTART + 8, RLENGTH - 9)
		if (inode in want) print inode, pid
	}
	' | while read -r inode pid; do
		if read -r comm 2>/dev/null <"/proc/$pid/comm"; then printf '%s %s\n' "$inode" "$comm"; fi
	done
}
if ss -H -lntue >/dev/null 2>&1; then
	run ss ss -H -lntuep
else
	run order order
	run sockets sockets
	run owners owners
fi
run clients cat /proc/sys/net/ipv4/ip_local_port_range
