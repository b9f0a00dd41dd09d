run binary nginx_binary
run running processes nginx
if nginx_binary >/dev/null; then
	run version nginx_version
	run mains nginx_mains
	run files nginx_config
fi
