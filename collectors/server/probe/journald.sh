journald() {
	set --
	for folder in /etc /run /usr/local/lib /usr/lib /lib; do
		set -- "$@" "$folder/systemd/journald.conf" "$folder/systemd/journald.conf.d"
		for path in "$folder"/systemd/journald.conf.d/*.conf; do
			if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; fi
		done
	done
	texts "$@"
}
run journald journald
run places states /run/systemd/system /var/log/journal
