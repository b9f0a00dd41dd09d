run running processes fail2ban-server
readable() {
	set -- /etc/fail2ban
	for path in /etc/fail2ban/jail.conf /etc/fail2ban/jail.local /etc/fail2ban/jail.d /etc/fail2ban/jail.d/*; do
		if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; fi
	done
	states "$@"
}
run readable readable
# Its own reader puts the files together. Actions can hold tokens: only names and numbers leave the machine.
dump() {
	said=$(PYTHONDONTWRITEBYTECODE=1 fail2ban-client -d 2>&1) || {
		failed=$?
		printf '%s\n' "$said" | grep -E 'ERROR|[Ee]rror' | head -n 1 | head -c 300 >&2
		return "$failed"
	}
	printf '%s\n' "$said" | awk -v q="'" '
	{
		n = split($0, word, q)
		if (word[2] == "start") print "start " word[4]
		if (word[2] == "set" && word[6] ~ /^(maxretry|findtime|bantime)$/) {
			value = n > 7 ? word[8] : word[7]
			gsub(/[^0-9A-Za-z.+ -]/, "", value)
			print word[6] " " word[4] " " value
		}
		if (word[2] == "set" && word[6] == "prefregex" && $0 ~ /sshd/) print "sshd " word[4]
	}'
}
run dump dump
