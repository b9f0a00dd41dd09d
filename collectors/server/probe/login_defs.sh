login_defs() {
	set -- /etc/login.defs
	if [ ! -e /etc/login.defs ]; then set -- "$@" /usr/etc/login.defs; fi
	set -- "$@" /etc/login.defs.d
	for path in /etc/login.defs.d/*.defs; do
		if [ -e "$path" ]; then set -- "$@" "$path"; fi
	done
	texts "$@"
}
run login_defs login_defs
