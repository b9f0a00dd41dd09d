# Every file that a configuration may name as a certificate or key: its certificates, which are public, and
# of a key only that there is one.
named() {
	configurations | awk '
	function told(path, base) { if (path ~ /^\//) print path; else if (base != "") print base "/" path }
	/^=/ { file = substr($0, 2); folder = file; sub(/\/[^\/]*$/, "", folder) }
	/^\t/ {
		line = $0
		sub(/^[ \t]+/, "", line)
		if (line ~ /^#/) next
		gsub(/["\047;{}]/, " ", line)
		n = split(line, word, /[ \t=]+/)
		for (i = 1; i < n; i++) {
			name = tolower(word[i])
			gsub(/-/, "_", name)
			if (name ~ /^(ssl_certificate|ssl_certificate_key|sslcertificatefile|sslcertificatekeyfile|ssl_cert_file|ssl_key_file|ssl_cert|ssl_key|crt)$/) {
				told(word[i + 1], folder)
				told(word[i + 1], "/etc/nginx")
				told(word[i + 1], "/etc/apache2")
				told(word[i + 1], "/etc/httpd")
				told(word[i + 1], "/var/lib/mysql")
			}
			if (name == "data_directory") data = word[i + 1]
		}
	}
	END { if (data != "") { print data "/server.crt"; print data "/server.key" } }
	'
	if command -v haproxy >/dev/null; then haproxy_certificates; fi
	postgresql_clusters | awk '$1 == "C" && $3 != "-" { print $3 "/server.crt"; print $3 "/server.key" }'
	if mysql_binary >/dev/null; then printf '%s\n' /var/lib/mysql/server-cert.pem /var/lib/mysql/server-key.pem; fi
}
run files key_files_of named
