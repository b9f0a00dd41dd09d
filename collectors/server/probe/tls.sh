# Part of the library when TLS endpoints or certificates are wanted: finds configurations and follows includes.

# hidden PATTERN: succeeds when a folder in which the pattern is looked up cannot be listed or searched.
hidden() {
	folder=${1%/*}
	case ${1##*/} in *[*?[]*) ;; *) return 1 ;; esac
	look "$folder"
	if [ $? -eq 2 ]; then return 0; fi
	while [ -n "$folder" ]; do
		for place in $folder; do
			if [ -d "$place" ] && { [ ! -r "$place" ] || [ ! -x "$place" ]; }; then return 0; fi
		done
		case $folder in *[*?[]*) folder=${folder%/*} ;; *) return 1 ;; esac
	done
	return 1
}

# follow EXTRACTOR FILE...: the files and, level by level, what the patterns name that EXTRACTOR prints.
# `I` lines say which files a pattern gave.
follow() {
	extractor=$1
	shift
	seen=' '
	level=0
	while [ $# -gt 0 ] && [ "$level" -lt 10 ]; do
		level=$((level + 1))
		texts "$@"
		readable=
		for path; do
			seen="$seen$path "
			if [ -f "$path" ] && [ -r "$path" ]; then readable="$readable $path"; fi
		done
		if [ -z "$readable" ]; then return 0; fi
		set -f
		set -- $($extractor $readable)
		set +f
		fresh=
		for pattern; do
			case $seen in *" I$pattern "*) continue ;; esac
			seen="${seen}I$pattern "
			printf 'I%s\n' "$pattern"
			if hidden "$pattern"; then printf 'D%s\n' "$pattern"; fi
			matches=$pattern
			if [ -d "$pattern" ]; then matches=$pattern/*; fi
			for match in $matches; do
				if [ -e "$match" ] || [ -L "$match" ]; then
					printf '>%s\n' "$match"
					case "$seen $fresh " in *" $match "*) ;; *) fresh="$fresh $match" ;; esac
				else
					look "$match"
					if [ $? -eq 2 ]; then printf 'D%s\n' "$pattern"; fi
				fi
			done
		done
		set -f
		set -- $fresh
		set +f
	done
	if [ $# -gt 0 ]; then echo 'Dfiles that are included deeper than ten levels'; fi
}

# first FILE...: the first that is there or that may be there.
first() {
	for path; do
		look "$path"
		if [ $? -ne 1 ]; then
			printf '%s\n' "$path"
			return 0
		fi
	done
	return 1
}

# arguments NAME: the words of each process of this name that is the first of its kind, one per line.
arguments() {
	processes "$1" | while read -r _ process; do
		if contained "$process"; then continue; fi
		tr '\n\0' ' \n' <"$process/cmdline"
		echo
	done
}

nginx_binary() {
	found nginx /usr/local/nginx/sbin/nginx /opt/nginx/sbin/nginx /usr/local/openresty/nginx/sbin/nginx
}
nginx_version() {
	"$(nginx_binary)" -V 2>&1
}
# nginx_mains: the main files of what runs, else the compiled-in one.
nginx_mains() {
	built=$(nginx_version | awk '
	{ for (i = 1; i <= NF; i++) {
		if ($i ~ /^--conf-path=/) conf = substr($i, 13)
		if ($i ~ /^--prefix=/) prefix = substr($i, 10)
	} }
	END { print conf == "" ? (prefix == "" ? "/usr/local/nginx" : prefix) "/conf/nginx.conf" : conf }')
	{
		arguments nginx | awk -v built="$built" '/^nginx: master process / {
			main = built
			for (i = 4; i < NF; i++) if ($i == "-c") main = $(i + 1)
			print main
		}'
	} | sort -u | grep . || printf '%s\n' "$built"
}
nginx_includes() {
	awk -v base="$base" '{
		line = $0
		sub(/(^|[ \t])#.*/, "", line)
		while (match(line, /(^|[ \t;{}])include[ \t]+[^ \t;]+/)) {
			word = substr(line, RSTART, RLENGTH)
			line = substr(line, RSTART + RLENGTH)
			sub(/.*include[ \t]+/, "", word)
			gsub(/["\047]/, "", word)
			if (word !~ /(^|\/)mime\.types$/) print word ~ /^\// ? word : base "/" word
		}
	}' "$@"
}
nginx_config() {
	for main in $(nginx_mains); do
		base=${main%/*}
		follow nginx_includes "$main"
	done
}

apache_binary() {
	for name in apache2 httpd httpd-prefork httpd2 /usr/local/apache2/bin/httpd; do
		place=$(command -v "$name") || continue
		case $(readlink -f "$place") in *busybox*) continue ;; esac
		guard "$place"
		printf '%s\n' "$place"
		return 0
	done
	return 1
}
apache_version() {
	"$(apache_binary)" -v
	"$(apache_binary)" -l
}
# apache_arguments: definitions and the main file of what runs; of directives only that there are some.
apache_arguments() {
	for name in apache2 httpd httpd-prefork httpd-worker httpd-event; do arguments "$name"; done | awk '
	wanted != "" { print wanted $0; wanted = ""; next }
	$0 == "-D" || $0 == "-f" { wanted = $0; next }
	/^-[Df]./ { print }
	/^-[cC]/ { print substr($0, 1, 2) }
	' | sort -u
}
apache_main() {
	main=$(apache_arguments | sed -n 's/^-f//p' | head -n 1)
	case $main in
	/*) printf '%s\n' "$main" ;;
	*) first /etc/apache2/apache2.conf /etc/apache2/httpd.conf /etc/httpd/conf/httpd.conf /usr/local/apache2/conf/httpd.conf ;;
	esac
}
apache_root() {
	case $1 in */conf/httpd.conf) printf '%s\n' "${1%/conf/httpd.conf}" ;; *) printf '%s\n' "${1%/*}" ;; esac
}
apache_includes() {
	awk -v base="$base" '
	tolower($1) == "serverroot" { base = $2; gsub(/["\047]/, "", base); sub(/\/$/, "", base) }
	tolower($1) == "include" || tolower($1) == "includeoptional" {
		gsub(/["\047]/, "", $2)
		print $2 ~ /^\// ? $2 : base "/" $2
	}' "$root" "$@"
}
apache_config() {
	root=$(apache_main) || return 0
	base=$(apache_root "$root")
	follow apache_includes "$root"
}

haproxy_files() {
	named=$(arguments haproxy | awk 'wanted { print; wanted = 0; next } $0 == "-f" { wanted = 1; next } /^-f./ { print substr($0, 3) }' | awk '!told[$0]++')
	for place in ${named:-/etc/haproxy/haproxy.cfg}; do
		if [ -d "$place" ]; then
			for file in "$place"/*.cfg; do
				if [ -e "$file" ]; then printf '%s\n' "$file"; fi
			done
			if [ ! -r "$place" ]; then printf '%s\n' "$place/unreadable.cfg"; fi
		else
			printf '%s\n' "$place"
		fi
	done
}
haproxy_paths() {
	awk '
	{ gsub(/["\047]/, "") }
	$1 == "crt-base" { base = $2 }
	$1 == "bind" { for (i = 3; i < NF; i++) if ($i == "crt") print $(i + 1) ~ /^\// ? $(i + 1) : base "/" $(i + 1) }
	' "$@"
}
haproxy_nothing() { :; }
# `states` and `texts` use the variable `path`.
haproxy_config() {
	set -- $(haproxy_files)
	follow haproxy_nothing "$@"
	for named in $(haproxy_paths "$@" 2>/dev/null | sort -u); do
		states "$named" "$named.key"
		if [ -d "$named" ]; then printf 'I%s\n' "$named"; fi
		for file in "$named"/*; do
			if [ -f "$file" ]; then
				printf '>%s\n' "$file"
				states "$file"
			fi
		done
	done
}
# haproxy_certificates: every file that a bind names, those of folders one by one.
haproxy_certificates() {
	for named in $(haproxy_paths $(haproxy_files) 2>/dev/null | sort -u); do
		printf '%s\n%s.key\n' "$named" "$named"
		for file in "$named"/*; do
			if [ -f "$file" ]; then printf '%s\n' "$file"; fi
		done
	done
}

postgresql_binary() {
	for path in /usr/lib/postgresql/*/bin/postgres /usr/pgsql-*/bin/postgres /usr/libexec/postgresql*/postgres /usr/local/pgsql/bin/postgres; do
		if [ -e "$path" ]; then set -- "$@" "$path"; fi
	done
	found postgres postmaster "$@"
}
# postgresql_clusters: `C CONFIG DATA`, and after it `A NAME VALUE` for settings of the command line that matter.
postgresql_clusters() {
	{
		arguments postgres
		arguments postmaster
	} | awk '
	function flush() { if (data != "" || config != "") { print "C " (config == "" ? data "/postgresql.conf" : config) " " (data == "" ? "-" : data); printf "%s", settings } data = config = settings = ""; skip = first = 0 }
	function take(text) {
		name = text; sub(/=.*/, "", name); gsub(/-/, "_", name); value = substr(text, length(name) + 2)
		if (name == "config_file") config = value
		else if (name ~ /^(hba_file|data_directory|listen_addresses|port|ssl.*)$/) settings = settings "A " name " " value "\n"
	}
	$0 == "" { flush(); next }
	!first { first = 1; if ($0 ~ /^postgres:/) skip = 1; next }
	skip { next }
	wanted == "D" { data = $0; wanted = ""; next }
	wanted == "c" { take($0); wanted = ""; next }
	wanted == "p" { take("port=" $0); wanted = ""; next }
	wanted == "h" { take("listen_addresses=" $0); wanted = ""; next }
	/^-[Dcph]$/ { wanted = substr($0, 2); next }
	/^-D/ { data = substr($0, 3); next }
	/^-c/ { take(substr($0, 3)); next }
	/^-p/ { take("port=" substr($0, 3)); next }
	/^-h/ { take("listen_addresses=" substr($0, 3)); next }
	$0 == "-i" { take("listen_addresses=*"); next }
	$0 == "-l" { take("ssl=on"); next }
	/^--.*=/ { take(substr($0, 3)) }
	END { flush() }
	'
	for config in /etc/postgresql/*/*/postgresql.conf; do
		if [ -e "$config" ]; then printf 'C %s -\n' "$config"; fi
	done
	for data in /var/lib/pgsql/data /var/lib/pgsql/*/data /var/lib/postgresql/data /var/lib/postgresql/*/data /var/lib/postgres/data /usr/local/pgsql/data; do
		case $data in *'*'*) continue ;; esac
		if [ -e "$data/postgresql.conf" ]; then printf 'C %s/postgresql.conf %s\n' "$data" "$data"; fi
	done
}
# postgresql_hidden: folders that may hold clusters and cannot be searched.
postgresql_hidden() {
	states /var/lib/pgsql /var/lib/pgsql/data /var/lib/postgresql /var/lib/postgresql/data /var/lib/postgres /etc/postgresql | sed -n '/^D/p'
}
postgresql_includes() {
	awk '
	{ line = $0; sub(/^[ \t]+/, "", line) }
	tolower(line) ~ /^include(_dir|_if_exists)?[ \t=\047]/ {
		kind = tolower(line); sub(/[ \t=\047].*/, "", kind)
		value = substr(line, length(kind) + 1); sub(/^[ \t]*=?[ \t]*/, "", value)
		if (value ~ /^\047/) { value = substr(value, 2); sub(/\047.*/, "", value) } else sub(/[ \t#].*/, "", value)
		folder = FILENAME; sub(/\/[^\/]*$/, "", folder)
		if (value !~ /^\//) value = folder "/" value
		if (kind == "include_dir") { sub(/\/+$/, "", value); value = value "/*.conf" }
		print value
	}' "$@"
}
# postgresql_setting NAME FILE...: the last value of a setting of these files.
postgresql_setting() {
	setting=$1
	shift
	awk -v name="$setting" '
	{ line = $0; sub(/^[ \t]+/, "", line); word = tolower(line); sub(/[ \t=].*/, "", word) }
	word == name { sub(/^[^ \t=]+[ \t]*=?[ \t]*/, "", line); if (line ~ /^\047/) { line = substr(line, 2); sub(/\047.*/, "", line) } else sub(/[ \t#].*/, "", line); found = line }
	END { print found }
	' "$@"
}
postgresql_config() {
	bare=yes
	postgresql_clusters | awk '$1 == "C" && !told[$2]++ { print $2, $3 }' | while read -r config data; do
		follow postgresql_includes "$config" </dev/null
		if [ ! -r "$config" ]; then continue; fi
		set -- $(follow postgresql_includes "$config" </dev/null | sed -n 's/^=//p')
		set_data=$(postgresql_setting data_directory "$@")
		data=${set_data:-$data}
		hba=$(postgresql_setting hba_file "$@")
		case ${hba:=pg_hba.conf} in /*) ;; *) hba=${config%/*}/$hba ;; esac
		texts "$data/postgresql.auto.conf" "$data/PG_VERSION" "$hba"
	done
}

mysql_binary() { found mariadbd mysqld /usr/libexec/mariadbd /usr/libexec/mysqld /usr/local/mysql/bin/mysqld; }
mysql_version() { "$(mysql_binary)" --version; }
# mysql_arguments: options of the running server that matter.
mysql_arguments() {
	for name in mariadbd mysqld; do arguments "$name"; done | sed -n \
		-e '/^--\(defaults-\|bind\|port\|require\|skip\|ssl\|tls\|loose\|datadir\|no-defaults\)/p' | sort -u
}
mysql_files() {
	named=$(mysql_arguments | sed -n 's/^--defaults-file=//p' | head -n 1)
	for path in ${named:-/etc/my.cnf /etc/mysql/my.cnf}; do printf '%s\n' "$path"; done
}
mysql_includes() {
	awk '
	$1 == "!include" { print $2 }
	$1 == "!includedir" { sub(/\/+$/, "", $2); print $2 "/*.cnf" }
	' "$@"
}
mysql_config() { follow mysql_includes $(mysql_files); }
# mysql_persisted: which of the settings that matter SET PERSIST has left in the data folder.
mysql_persisted() {
	states /var/lib/mysql /var/lib/mysql/mysqld-auto.cnf
	if [ -r /var/lib/mysql/mysqld-auto.cnf ]; then
		grep -o -e '"require_secure_transport"' -e '"tls_version"' -e '"ssl_[a-z]*"' -e '"bind_address"' -e '"port"' /var/lib/mysql/mysqld-auto.cnf | sort -u | sed 's/^/P/'
	fi
	return 0
}

# configurations: all of them, as `texts` prints them.
configurations() {
	if nginx_binary >/dev/null; then nginx_config; fi
	if apache_binary >/dev/null; then apache_config; fi
	if command -v haproxy >/dev/null; then haproxy_config; fi
	if postgresql_binary >/dev/null; then postgresql_config; fi
	if mysql_binary >/dev/null; then mysql_config; fi
}
