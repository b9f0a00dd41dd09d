# tmpfiles.d(5): only the lines that clean up by age.
retention_lines() {
	awk 'FNR == 1 { print "=" FILENAME } /^[ \t]*[dDevqQ][-+!=~^$]*[ \t]/ { print "\t" $1 "\t" $2 "\t" $6 }' "$@"
}
retention_tmpfiles() {
	set --
	for folder in /etc/tmpfiles.d /run/tmpfiles.d /usr/local/lib/tmpfiles.d /usr/lib/tmpfiles.d; do
		set -- "$@" "$folder"
		for path in "$folder"/*.conf; do
			if [ -e "$path" ]; then set -- "$@" "$path"; fi
		done
	done
	through retention_lines "$@"
}
# `find PATH … -mtime +DAYS … -delete` in units and the scripts they call: origin, file, path, days.
retention_finds() {
	bk_units | while IFS= read -r unit; do
		{ printf '%s\n' "$unit" && bk_scripts "$unit"; } | while IFS= read -r file; do
			awk -v origin="${unit##*/}" '
			{ gsub(/["\047]/, "") }
			/^[ \t]*#/ { next }
			/find / && /-delete|rm |shred|unlink/ {
				age = ""
				for (i = 1; i < NF; i++) if ($i == "-mtime" || $i == "-ctime") { age = $(i + 1); sub(/^\+/, "", age) }
				for (i = 1; i <= NF; i++) if ($i ~ /(^|[\/=])find$/) {
					for (j = i + 1; j <= NF && $j !~ /^[-(!]/; j++) {
						if ($j ~ /^\/[^$`]*$/) print origin "\t" FILENAME "\t" $j "\t" age
					}
				}
			}' "$file"
		done
	done
}
run tmpfiles retention_tmpfiles
run clean systemctl is-enabled systemd-tmpfiles-clean.timer
run finds retention_finds
run timers bk_timers
