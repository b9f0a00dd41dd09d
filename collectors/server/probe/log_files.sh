# Where the names of files cannot be listed nothing is said of them: `states` tells.
run folders states /var/log /var/log/audit /var/log/journal
files() {
	set --
	for path in /var/log/auth.log* /var/log/secure* /var/log/messages* /var/log/syslog* /var/log/audit \
		/var/log/audit/* /var/log/journal /var/log/journal/* /var/log/journal/*/*; do
		if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; fi
	done
	for path; do
		if [ -e "$path" ]; then
			# What is rotated away at this moment is gone, not a failure.
			stat -L -c '%a %U %G %F
%n' -- "$path" || if [ -e "$path" ]; then return 1; fi
		elif [ -L "$path" ]; then
			printf '0 - - dangling link\n%s\n' "$path"
		fi
	done
}
run files files
