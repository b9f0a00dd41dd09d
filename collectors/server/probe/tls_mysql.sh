run binary mysql_binary
run running processes mariadbd mysqld
if mysql_binary >/dev/null; then
	run version mysql_version
	run arguments mysql_arguments
	run mains mysql_files
	run persisted mysql_persisted
	run files mysql_config
fi
