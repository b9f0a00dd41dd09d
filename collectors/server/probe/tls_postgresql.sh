run binary postgresql_binary
run running processes postgres postmaster
if postgresql_binary >/dev/null; then
	run clusters postgresql_clusters
	run hidden postgresql_hidden
	run files postgresql_config
fi
