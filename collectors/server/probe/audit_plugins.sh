plugins() {
	set -- /etc/audit/audisp-remote.conf /etc/audisp/audisp-remote.conf
	for folder in /etc/audit/plugins.d /etc/audisp/plugins.d; do
		set -- "$@" "$folder"
		for path in "$folder"/*.conf; do
			if [ -e "$path" ] || [ -L "$path" ]; then set -- "$@" "$path"; fi
		done
	done
	texts "$@"
}
run plugins plugins
