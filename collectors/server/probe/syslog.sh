for daemon in rsyslogd syslog-ng syslogd; do
	if command -v "$daemon" >/dev/null; then run "$daemon" readlink -f "$(command -v "$daemon")"; fi
done
running() {
	processes rsyslogd syslog-ng syslogd | while read -r daemon process; do
		printf '%s ' "$daemon"
		if [ "$daemon" = syslogd ]; then tr '\0\n' '\t ' <"$process/cmdline"; fi
		echo
	done
}
run running running
# Follow includes: every pattern in the main file and in what it includes, three levels deep.
patterns() {
	awk '
	{ line = $0; gsub(/[="(),;]/, " ", line); n = split(line, word, " ") }
	tolower(word[1]) == "$includeconfig" { print word[2] }
	tolower(word[1]) == "include" { for (i = 2; i < n; i++) if (tolower(word[i]) == "file") print word[i + 1] }
	word[1] == "@include" { print word[2] }
	' "$@"
}
tree() {
	level=0
	base=${1%/*}
	fresh=$1
	set --
	while [ -n "$fresh" ] && [ "$level" -lt 4 ]; do
		next=
		for path in $fresh; do
			case " $* " in *" $path "*) continue ;; esac
			set -- "$@" "$path"
			if [ ! -f "$path" ] || [ ! -r "$path" ]; then continue; fi
			set -f
			for pattern in $(patterns "$path"); do
				case $pattern in /*) ;; *) pattern=$base/$pattern ;; esac
				folder=${pattern%/*}
				set +f
				case " $* " in *" $folder "*) ;; *) set -- "$@" "$folder" ;; esac
				if [ -d "$pattern" ]; then pattern=$pattern/*; fi
				for match in $pattern; do
					if [ -e "$match" ]; then next="$next $match"; fi
				done
				set -f
			done
			set +f
		done
		fresh=$next
		level=$((level + 1))
	done
	texts "$@"
	if [ -n "$fresh" ]; then echo 'Dincluded files deeper than three levels'; fi
}
run rsyslog tree /etc/rsyslog.conf
run syslog_ng tree /etc/syslog-ng/syslog-ng.conf
