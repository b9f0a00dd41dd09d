coredump_files() {
	set --
	for folder in /etc /run /usr/local/lib /usr/lib /lib; do
		for name in coredump system; do
			set -- "$@" "$folder/systemd/$name.conf" "$folder/systemd/$name.conf.d"
			for path in "$folder/systemd/$name.conf.d"/*.conf; do
				if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; fi
			done
		done
	done
	texts "$@"
}
run pattern cat /proc/sys/kernel/core_pattern
run limit awk '/^Max core file size/ { print $5 }' /proc/1/limits
run config coredump_files
