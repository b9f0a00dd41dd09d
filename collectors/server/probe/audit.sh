run auditd found auditd
run running processes auditd
enabled() {
	if command -v systemctl >/dev/null; then
		systemctl is-enabled auditd.service
		return 0
	fi
	for path in /etc/rc[2345].d/S*auditd /etc/runlevels/*/auditd; do
		if [ -e "$path" ]; then echo enabled && return 0; fi
	done
	echo disabled
}
run enabled enabled
