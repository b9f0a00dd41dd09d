run sshd found sshd /usr/local/sbin/sshd /opt/openssh/sbin/sshd
run running processes sshd dropbear
run started sshd_started
started=$(sshd_started)
if command -v sshd >/dev/null && [ "$(id -u)" = 0 ]; then run effective sshd_effective; fi

# Include lines are followed the way sshd does: relative to /etc/ssh, globs in order.
# `I` lines say which files a pattern gave.
includes() {
	awk '{ gsub(/["=]/, " ") } tolower($1) == "include" { for (i = 2; i <= NF && $i !~ /^#/; i++) print $i }' "$1"
}
follow() {
	queue=$(sshd_main)
	seen=' '
	rounds=0
	while [ -n "$queue" ] && [ "$rounds" -lt 64 ]; do
		file=${queue%% *}
		queue=${queue#"$file"}
		queue=${queue# }
		case $seen in *" $file "*) continue ;; esac
		seen="$seen$file "
		rounds=$((rounds + 1))
		texts "$file"
		if [ ! -f "$file" ] || [ ! -r "$file" ]; then continue; fi
		set -f
		set -- $(includes "$file")
		set +f
		for pattern; do
			case $pattern in /*) ;; *) pattern=/etc/ssh/$pattern ;; esac
			folder=${pattern%/*}
			printf 'I%s\n' "$pattern"
			look "$folder"
			if [ $? -eq 2 ] || { [ -d "$folder" ] && [ ! -r "$folder" ]; }; then printf 'D%s\n' "$pattern"; fi
			for match in $pattern; do
				if [ -e "$match" ]; then
					printf '>%s\n' "$match"
					queue="$queue${queue:+ }$match"
				fi
			done
		done
	done
	if [ -n "$queue" ]; then echo 'Dtoo many included files'; fi
}
run files follow
