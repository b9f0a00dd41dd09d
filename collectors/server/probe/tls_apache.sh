apache_running() { processes apache2 httpd httpd-prefork httpd-worker httpd-event; }
run binary apache_binary
run running apache_running
if apache_binary >/dev/null; then
	run version apache_version
	run arguments apache_arguments
	run main apache_main
	run files apache_config
fi
