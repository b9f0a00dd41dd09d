# Which suites the machine's own OpenSSL makes of each cipher string that is set, and of the defaults.
strings() {
	configurations | awk '
	/^\t/ {
		line = $0
		sub(/^[ \t]+/, "", line)
		if (line ~ /^#/) next
		gsub(/["\047;]/, " ", line)
		n = split(line, word, /[ \t=]+/)
		for (i = 1; i < n; i++) {
			name = tolower(word[i])
			gsub(/-/, "_", name)
			if (name == "sslciphersuite") print word[i + 1] == "SSL" ? word[i + 2] : word[i + 1], ":!aNULL:!eNULL:!EXP"
			if (name ~ /^(ssl_ciphers?|ssl_default_bind_ciphers|ciphers)$/) print word[i + 1], ""
		}
	}'
	echo 'HIGH:!aNULL:!MD5'
	echo 'HIGH:MEDIUM:+3DES:!aNULL'
	echo 'DEFAULT'
	echo 'DEFAULT :!aNULL:!eNULL:!EXP'
}
suites() {
	command -v openssl >/dev/null || return 127
	strings | sort -u | head -n 60 | while read -r string ending; do
		case $string in -* | *[!A-Za-z0-9:+=@_.,!-]*) continue ;; esac
		printf '%s\t%s\n' "$string$ending" "$(openssl ciphers -s "$string$ending" 2>/dev/null)"
	done
}
run suites suites
