# `path value` of each setting that there is; what is not there has no line.
settings() {
	set -- /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/tcp_syncookies \
		/proc/sys/kernel/randomize_va_space /proc/sys/fs/suid_dumpable \
		/proc/sys/fs/protected_hardlinks /proc/sys/fs/protected_symlinks
	for folder in /proc/sys/net/ipv4/conf/* /proc/sys/net/ipv6/conf/*; do
		for name in accept_redirects accept_source_route forwarding rp_filter send_redirects disable_ipv6; do
			set -- "$@" "$folder/$name"
		done
	done
	for path; do
		shift
		if [ ! -e "$path" ]; then continue; fi
		if [ -r "$path" ]; then set -- "$@" "$path"; else printf 'D%s\n' "$path"; fi
	done
	if [ $# -gt 0 ]; then awk '{ print FILENAME, $1 }' "$@"; fi
}
run settings settings
# Who forwards packets for others than containers and virtual machines is a router.
carriers() {
	for link in /sys/class/net/*; do
		if [ -e "$link/bridge" ] || [ -e "$link/tun_flags" ] || grep -qsE '^DEVTYPE=(wireguard|vxlan|vlan|bridge)' "$link/uevent"; then
			echo "${link##*/}"
		fi
	done
}
run carriers carriers
