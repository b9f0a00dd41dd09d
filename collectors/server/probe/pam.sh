# Lines of pam.conf(5) joined, without comments; arguments only of modules whose arguments are settings, since
# those of others (databases, directories) can be passwords.
strip() {
	awk '
	function say(text) {
		if (text !~ /pam_(unix|unix2|faillock|tally|tally2|pwquality|passwdqc|cracklib|pwhistory)\.so/)
			sub(/\.so[ \t].*/, ".so", text)
		print "\t" text
	}
	FNR == 1 { if (held != "") say(held); held = ""; print "=" FILENAME }
	{
		line = $0
		sub(/(^|[ \t])#.*/, "", line)
		if (line ~ /\\$/) { held = held substr(line, 1, length(line) - 1) " "; next }
		line = held line
		held = ""
		say(line)
	}
	END { if (held != "") say(held) }
	' "$@"
}
stacks() {
	set -- /etc/pam.d /usr/lib/pam.d /usr/etc/pam.d
	for folder in /etc/pam.d /usr/lib/pam.d /usr/etc/pam.d; do
		for path in "$folder"/*; do
			if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; fi
		done
	done
	through strip "$@"
}
run stacks stacks
security() {
	set --
	for folder in /etc/security /usr/lib/security /usr/etc/security; do
		set -- "$@" "$folder/faillock.conf" "$folder/pwquality.conf" "$folder/pwquality.conf.d"
		for path in "$folder"/pwquality.conf.d/*.conf; do
			if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; fi
		done
	done
	bare=yes
	texts "$@"
}
run security security
