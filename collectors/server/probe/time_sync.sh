run running processes chronyd ntpd openntpd systemd-timesyn
programs() {
	place=$(found chronyd) && printf 'chronyd %s\n' "$(readlink -f "$place")"
	place=$(found ntpd) && printf 'ntpd %s\n' "$(readlink -f "$place")"
	for place in /usr/lib/systemd/systemd-timesyncd /lib/systemd/systemd-timesyncd; do
		if [ -e "$place" ]; then printf 'systemd-timesyncd %s\n' "$place"; fi
	done
	return 0
}
run installed programs
arguments() {
	processes ntpd | while read -r daemon process; do
		if [ "$daemon" = ntpd ]; then tr '\0\n' '\t ' <"$process/cmdline" && echo; fi
	done
}
run arguments arguments
chrony() {
	set -- /etc/chrony/chrony.conf /etc/chrony.conf
	for main in /etc/chrony/chrony.conf /etc/chrony.conf; do
		if [ ! -r "$main" ]; then continue; fi
		for pattern in $(awk '
		tolower($1) == "confdir" { for (i = 2; i <= NF; i++) print $i "/*.conf" }
		tolower($1) == "sourcedir" { for (i = 2; i <= NF; i++) print $i "/*.sources" }
		tolower($1) == "include" { print $2 }' "$main"); do
			set -- "$@" "${pattern%/*}"
			for path in $pattern; do
				if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; fi
			done
		done
	done
	texts "$@"
}
run chrony chrony
ntp() {
	texts /etc/ntpsec/ntp.conf /etc/ntp.conf /etc/openntpd/ntpd.conf /etc/ntpd.conf
}
run ntp ntp
timesyncd() {
	set --
	for folder in /etc /run /usr/local/lib /usr/lib /lib; do
		set -- "$@" "$folder/systemd/timesyncd.conf" "$folder/systemd/timesyncd.conf.d"
		for path in "$folder"/systemd/timesyncd.conf.d/*.conf; do
			if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; fi
		done
	done
	texts "$@"
}
run timesyncd timesyncd
run tracking chronyc -c -n tracking
run timedate timedatectl show -p NTPSynchronized
run ntpq ntpq -c rv
run ntpctl ntpctl -s status
kernel() {
	if command -v adjtimex >/dev/null; then adjtimex; else busybox adjtimex; fi
}
run kernel kernel
zone() { readlink /etc/localtime || cat /etc/timezone; }
run zone zone
run container states /run/systemd/container /.dockerenv /run/.containerenv
