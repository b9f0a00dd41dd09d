haproxy_version() {
	haproxy -v
	haproxy -vv | grep -i 'on OpenSSL version'
}
run binary found haproxy
run running processes haproxy
if command -v haproxy >/dev/null; then
	run version haproxy_version
	run mains haproxy_files
	run others states /etc/haproxy/conf.d
	run files haproxy_config
fi
