# Scripts are left out: nothing in them is a setting.
strip() {
	awk '
	FNR == 1 { print "=" FILENAME; script = 0 }
	$1 == "endscript" { script = 0; print "\t"; next }
	script { print "\t"; next }
	$1 ~ /^(prerotate|postrotate|firstaction|lastaction|preremove)$/ { script = 1; print "\t"; next }
	{ print "\t" $0 }
	' "$@"
}
logrotate() {
	set -- /etc/logrotate.conf
	if [ ! -e /etc/logrotate.conf ] && [ -e /usr/etc/logrotate.conf ]; then set -- /usr/etc/logrotate.conf; fi
	if [ -r "$1" ]; then
		for path in $(awk '$1 == "include" { print $2 }' "$1"); do
			set -- "$@" "$path"
			if [ -d "$path" ]; then
				for entry in "$path"/*; do
					if [ -f "$entry" ] || [ -L "$entry" ]; then set -- "$@" "$entry"; fi
				done
			fi
		done
	fi
	through strip "$@"
}
run logrotate logrotate
