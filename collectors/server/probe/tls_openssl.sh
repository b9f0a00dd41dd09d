openssl_main() {
	folder=$(openssl version -d 2>/dev/null | sed -n 's/^OPENSSLDIR: "\(.*\)"$/\1/p')
	for path in "$folder/openssl.cnf" /etc/ssl/openssl.cnf /etc/pki/tls/openssl.cnf /usr/lib/ssl/openssl.cnf; do
		look "$path"
		if [ $? -ne 1 ]; then echo "$path" && return 0; fi
	done
	echo "${folder:-/etc/ssl}/openssl.cnf"
}
openssl_config() {
	main=$(openssl_main)
	bare=yes
	texts "$main" /etc/crypto-policies/state/current
	if [ ! -r "$main" ]; then return 0; fi
	for path in $(sed -n 's/^[ \t]*\.include[ \t=]*//p' "$main"); do
		printf 'I%s\n' "$path"
		matches=$path
		if [ -d "$path" ]; then matches=$path/*.cnf; fi
		if [ -d "$path" ] && [ ! -r "$path" ]; then printf 'D%s\n' "$path"; fi
		for match in $matches; do
			if [ -e "$match" ]; then printf '>%s\n' "$match"; fi
		done
		texts $matches
	done
}
run version openssl version
run main openssl_main
run files openssl_config
