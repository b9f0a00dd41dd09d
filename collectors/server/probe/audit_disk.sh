# What augenrules(8) would load at the next start. Its own --check is not called: it writes a temporary file.
disk() {
	set -- /etc/audit/audit.rules /etc/audit/rules.d
	for path in /etc/audit/rules.d/*.rules; do
		if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; fi
	done
	texts "$@"
}
run disk disk
