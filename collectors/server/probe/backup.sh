# Part of the library when backups are wanted. Passphrases, tokens and the names of remote hosts stay on the
# machine: of a command line only known words, options, absolute paths and numbers go out, of a
# configuration only the keys that are asked for.
bk_tools='borg|borgmatic|restic|resticprofile|autorestic|rsnapshot|duplicity|duply|rdiff-backup|pgbackrest|barman|wal-g|tar|rsync'

bk_reduce='
function repository(v) {
	sub(/::.*/, "", v)
	sub(/^file:\/\//, "", v)
	if (v ~ /^\/[^$`*?]*$/) return v
	if (v ~ /^(s3|b2|azure|gs|swift|rest|rclone|sftp|ssh|rsync|ftp|ftps|webdav|webdavs|boto3\+s3):/) {
		sub(/:.*/, "", v)
		return "@" v
	}
	if (v ~ /^[^$`\/]*[^$`\/]:/) return "@ssh"
	return "@?"
}
function word(w, before, name) {
	if (w ~ /^(RESTIC_REPOSITORY|BORG_REPO)=/) {
		name = w
		sub(/=.*/, "", name)
		sub(/^[^=]*=/, "", w)
		return name "=" repository(w)
	}
	if (w ~ /^[A-Z_][A-Z0-9_]*=/) { sub(/=.*/, "=", w); return w }
	# The first word of tar(1) may be options without their dash.
	if (before ~ /(^|\/)tar$/ && w ~ /^[A-Za-z]+$/) return "-" substr(w, 1, 7)
	if (before ~ /^-.*(pass|key|secret|token|cred|auth)/ || before == "-p") return "?"
	if (w ~ /^--(repo|target)=/) { name = w; sub(/=.*/, "", name); sub(/^[^=]*=/, "", w); return name "=" repository(w) }
	if (w ~ /^--(exclude|iexclude)=\/[^$`]*$/) return w
	if (w ~ /^--(keep-[a-z]+|one-file-system)(=[0-9]+[a-zA-Z]*)?$/) return w
	if (w ~ /^--[a-z][a-z-]*/) { sub(/=.*/, "", w); return w }
	if (w ~ /^-[A-Za-z]+$/) return substr(w, 1, 8)
	if (before == "-r" || before == "--repo" || before == "-d") return repository(w)
	if (w ~ /^\/[^$`]*$/) { sub(/::.*/, "::", w); return w }
	if (w ~ /:\/\// || w ~ /::/ || w ~ /^[A-Za-z0-9_.-]*@?[A-Za-z0-9_.-]+:/) return repository(w) (w ~ /::/ ? "::" : "")
	if (w ~ known) return w
	if (w ~ /^[0-9]+[hdwmyHDWMYs]?$/) return w
	return "?"
}
BEGIN { known = "^(borg|borgmatic|restic|rsnapshot|duplicity|duply|rdiff-backup|pgbackrest|barman|wal-g|tar|rsync|resticprofile|autorestic|create|backup|init|prune|forget|compact|check|list|info|sync|expire|full|incremental|incr|diff|alpha|beta|gamma|delta|hourly|daily|weekly|monthly|yearly|cron|backup-push|all)$" }
{
	text = held $0
	if (text ~ /\\$/) { sub(/\\$/, " ", text); held = text; next }
	held = ""
	if (text ~ /^[ \t]*(#|;)/) next
	gsub(/["\047]/, "", text)
	sub(/^[ \t]*(export[ \t]+|Environment=|ExecStart(Pre|Post)?=[-+!@:]*)/, "", text)
	n = split(text, part, /[ \t]+/)
	out = ""
	before = ""
	running = 0
	env = 0
	for (i = 1; i <= n; i++) {
		w = part[i]
		if (w == "") continue
		if (w ~ /^(;|&&|\|\||\||&|>|>>|2>|2>&1|then|do|fi|done)$/) {
			if (running) print where "\t" file "\t" out
			if (running) { out = ""; running = 0 }
			before = ""
			continue
		}
		base = w
		sub(/.*\//, "", base)
		if (!running && base ~ tools && (w == base || w ~ /^\/[a-z\/]*bin\// || w ~ /^\/opt\//)) {
			running = 1
			out = out " " base
		} else if (running) out = out " " word(w, before)
		else if (w ~ /^[A-Z_][A-Z0-9_]*=/) { out = out " " word(w, ""); env = 1 }
		before = w
	}
	if (running || env) print where "\t" file "\t" out
}'
# bk_commands ORIGIN FILE: the reduced commands of one file.
bk_commands() {
	if [ ! -r "$2" ]; then
		if [ -e "$2" ]; then printf 'denied\t%s\t\n' "$2"; fi
		return 0
	fi
	awk -v where="$1" -v file="$2" -v tools="^($bk_tools)\$" "$bk_reduce" "$2"
}
# bk_scripts FILE: scripts that a cron table or unit calls by their whole path.
bk_scripts() {
	tr -s '"=;|&() \t' '\n' <"$1" 2>/dev/null | tr -d "'" | grep -E '^[-+!@:]*/(usr/local|opt|root|etc|srv|home|var)/' |
		sed 's/^[-+!@:]*//' | sort -u | while IFS= read -r script; do
		if [ -f "$script" ] && [ -r "$script" ] && [ "$(head -c 2 -- "$script")" = '#!' ]; then
			printf '%s\n' "$script"
		fi
	done
}
# bk_idle FILE: cron passes over it. Files of jobs that others may write; scripts that nobody may execute; names with a
# dot where run-parts looks (Debian, busybox), with the endings of packages and editors elsewhere.
bk_idle() {
	mode=$(stat -L -c %a -- "$1")
	case $1 in
	/etc/crontab | /etc/cron.d/*) case $mode in *[2367] | *[2367]?) return 0 ;; esac ;;
	/etc/cron.*ly/* | /etc/periodic/*) case $mode in *[1357]*) ;; *) return 0 ;; esac ;;
	*) return 1 ;;
	esac
	case $1 in
	/etc/crontab) return 1 ;;
	/etc/periodic/*) ;;
	*) if [ ! -e /etc/debian_version ]; then case $1 in *~ | *.rpm* | *,v | *.swp) return 0 ;; *) return 1 ;; esac; fi ;;
	esac
	case ${1##*/} in *[!A-Za-z0-9_-]*) return 0 ;; esac
	return 1
}
# bk_cron: whether anything runs the jobs of cron.
bk_cron() {
	if [ -e /usr/lib/systemd/system-generators/systemd-crontab-generator ]; then echo running && return 0; fi
	case $(processes cron crond fcron dcron systemd-cron) in
	hidden*) echo hidden ;;
	'') echo absent ;;
	*) echo running ;;
	esac
}
bk_file() {
	bk_commands "$1" "$2"
	if [ ! -r "$2" ]; then return 0; fi
	bk_scripts "$2" | while IFS= read -r script; do bk_commands "$1" "$script"; done
}
bk_units() {
	for folder in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system \
		/lib/systemd/system; do
		case $folder in
		/usr/lib/* | /lib/*) grep -lE "^ExecStart=.*/?(borg|restic|rsnapshot|duplicity|duply|pgbackrest|barman|wal-g)" "$folder"/*.service ;;
		*) for unit in "$folder"/*.service; do if [ -f "$unit" ]; then printf '%s\n' "$unit"; fi; done ;;
		esac 2>/dev/null
	done | awk -F/ '!seen[$NF]++'
}
bk_all_commands() {
	for path in /etc/crontab /etc/cron.d/* /etc/cron.hourly/* /etc/cron.daily/* /etc/cron.weekly/* \
		/etc/cron.monthly/* /etc/periodic/*/* /etc/crontabs/* /var/spool/cron/crontabs/* /var/spool/cron/*; do
		if [ ! -f "$path" ]; then continue; fi
		if bk_idle "$path"; then bk_file "idle:$path" "$path"; else bk_file "cron:$path" "$path"; fi
	done
	for folder in /var/spool/cron /var/spool/cron/crontabs /etc/crontabs; do
		if [ -d "$folder" ] && [ ! -r "$folder" ]; then printf 'denied\t%s\t\n' "$folder"; fi
	done
	bk_units | while IFS= read -r unit; do
		bk_file "unit:${unit##*/}" "$unit"
		sed -n 's/^EnvironmentFile=-\{0,1\}//p' "$unit" | while IFS= read -r file; do
			bk_commands "unit:${unit##*/}" "$file"
		done
	done
}
bk_timers() {
	for folder in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system \
		/lib/systemd/system; do
		for timer in "$folder"/*.timer; do
			if [ ! -f "$timer" ]; then continue; fi
			name=${timer##*/}
			unit=$(sed -n 's/^Unit=//p' "$timer" | tail -n 1)
			printf '%s %s %s\n' "$name" "${unit:-${name%.timer}.service}" "$(systemctl is-enabled "$name" 2>/dev/null)"
		done
	done
}
bk_results() {
	if [ ! -d /run/systemd/system ]; then return 0; fi
	bk_units | while IFS= read -r unit; do
		TZ=UTC systemctl show -p Id,Result,ExecMainExitTimestamp,ExecMainStatus "${unit##*/}"
		echo
	done
}

# Keys without secrets; a key that holds one is named only.
bk_borgmatic() {
	awk '
	FNR == 1 { print "=" FILENAME; list = "" }
	/^[ \t]*(#|$)/ { next }
	{
		line = $0
		gsub(/["\047]/, "", line)
		indent = match(line, /[^ ]/) - 1
	}
	line ~ /^ *- / {
		if (list == "" || indent < depth) next
		sub(/^ *- *(path: *)?/, "", line)
		sub(/[ \t]+#.*/, "", line)
		if (list == "repositories") line = where(line)
		print "\t" list " " line
		next
	}
	{
		key = line
		sub(/^ */, "", key)
		value = key
		sub(/:.*/, "", key)
		sub(/^[^:]*: */, "", value)
		if (list == "repositories" && indent > depth) { if (key == "path") print "\trepositories " where(value); next }
		list = ""
	}
	key ~ /^(source_directories|repositories|exclude_patterns)$/ {
		list = key
		depth = indent
		if (value ~ /^\[/) {
			gsub(/[][]/, "", value)
			n = split(value, part, / *, */)
			for (i = 1; i <= n; i++) print "\t" key " " (key == "repositories" ? where(part[i]) : part[i])
		}
		next
	}
	key ~ /^keep_[a-z]+$/ || key == "one_file_system" { print "\t" key " " value }
	key ~ /^encryption_pass(phrase|command)$/ { print "\t" key " set" }
	function where(v) {
		sub(/^\{? *path: */, "", v)
		sub(/[,}].*/, "", v)
		if (v ~ /^\//) return v
		if (v ~ /^[a-z0-9]+:\/\//) { sub(/:.*/, "", v); return "@" v }
		if (v ~ /:/) return "@ssh"
		return "@?"
	}' "$@"
}
bk_ini() {
	awk '
	FNR == 1 { print "=" FILENAME }
	/^\[/ { print "\t" $0 }
	/^[ \t]*(repo[0-9]*-(path|type|cipher-type|host-type|retention-(full|diff|archive)(-type)?)|pg[0-9]*-path)[ \t]*=/ { print "\t" $0 }
	/^[ \t]*repo[0-9]*-(host|cipher-pass)[ \t]*=/ { sub(/=.*/, "= set"); print "\t" $0 }' "$@"
}
bk_rsnapshot() {
	awk '
	FNR == 1 { print "=" FILENAME }
	/^(snapshot_root|retain|interval|exclude|one_fs|logfile|rsync_long_args|include_conf)\t/ { print "\t" $0 }
	/^backup\t/ { n = split($0, part, /\t+/); print "\tbackup\t" (part[2] ~ /^\// ? part[2] : "@ssh") "\t" part[4] }' "$@"
}
bk_duply() {
	awk '
	FNR == 1 { print "=" FILENAME }
	/^[ \t]*(SOURCE|TARGET|GPG_KEY|MAX_AGE)=/ {
		sub(/^[ \t]*/, "")
		gsub(/["\047]/, "")
		key = $0
		sub(/=.*/, "", key)
		sub(/^[^=]*=/, "")
		if (key == "TARGET" && $0 !~ /^(file:\/\/)?\//) { sub(/:.*/, ""); $0 = "@" $0 }
		if (key == "GPG_KEY" && $0 != "disabled") $0 = "set"
		print "\t" key "=" $0
	}' "$@"
}
bk_pki() { awk 'FNR == 1 { print "=" FILENAME } tolower($0) ~ /^[ \t]*pki ?encryption[ \t]*=/ { print "\t" tolower($0) }' "$@"; }
bk_duply_files() { ls -d /etc/duply/*/conf /root/.duply/*/conf 2>/dev/null; }

bk_secret='^[^#]*(RESTIC_PASSWORD|BORG_PASSPHRASE|encryption_passphrase|repo[0-9]*-cipher-pass|PASSPHRASE|GPG_PW|AWS_SECRET_ACCESS_KEY|B2_ACCOUNT_KEY|AZURE_ACCOUNT_KEY|--passphrase)[ \t]*[=: ][ \t]*["\047]?[^$"\047 \t]'
# bk_secrets: files that hold a passphrase or token of a backup: mode, owner, path.
bk_secrets() {
	set --
	for path in /etc/borgmatic/*.yaml /etc/borgmatic.d/*.yaml /root/.config/borgmatic/*.yaml /etc/restic/* /etc/restic*.* \
		/etc/default/restic* /etc/sysconfig/restic* /etc/pgbackrest.conf /etc/pgbackrest/*.conf /etc/duply/*/conf \
		/root/.duply/*/conf /etc/cron.d/* /etc/cron.daily/* /etc/cron.weekly/* /etc/crontab /etc/systemd/system/*.service \
		/etc/conf.d/restic* /usr/local/bin/*backup* /usr/local/sbin/*backup*; do
		if [ -f "$path" ]; then set -- "$@" "$path"; fi
	done
	for unit in /etc/systemd/system/*.service; do
		if [ ! -f "$unit" ] || ! grep -Eq "$bk_tools" "$unit"; then continue; fi
		for path in $(sed -n 's/^EnvironmentFile=-\{0,1\}//p' "$unit"); do
			if [ -f "$path" ]; then set -- "$@" "$path"; fi
		done
	done
	for path; do
		if [ ! -r "$path" ]; then
			stat -L -c 'unread %a %U %n' -- "$path"
		elif grep -Eq "$bk_secret" "$path"; then
			stat -L -c 'secret %a %U %n' -- "$path"
		fi
		# A file that a setting names as the place of the password.
		for named in $(sed -n 's/^[^#]*\(RESTIC_PASSWORD_FILE=\|--password-file[= ]\)["\047]\{0,1\}\(\/[^"\047 ]*\).*/\2/p' "$path" 2>/dev/null); do
			if [ -f "$named" ]; then stat -L -c 'secret %a %U %n' -- "$named"; fi
		done
	done | sort -u
}

# bk_places FOLDER...: mode, owner, device and real path of a folder; restic's newest snapshot if it has any.
bk_place() {
	for path; do
		look "$path"
		case $? in
		1) printf 'absent %s\n' "$path" && continue ;;
		2) printf 'denied %s\n' "$path" && continue ;;
		esac
		printf 'there %s %s\n' "$(stat -L -c '%a %U %d' -- "$path")" "$path"
		printf 'real %s\n' "$(readlink -f -- "$path")"
		if [ -d "$path/snapshots" ]; then
			if [ ! -r "$path/snapshots" ]; then printf 'unread %s\n' "$path" && continue; fi
			newest=$(find "$path/snapshots" -type f -exec stat -c %Y {} + | sort -n | tail -n 1)
			printf 'snapshot %s\n' "${newest:--}"
		fi
		if [ -f "$path/config" ] && [ -r "$path/config" ]; then
			sed -n 's/^key = .*/borg key/p' "$path/config" | head -n 1
			if grep -q '^\[repository\]' "$path/config"; then echo 'borg repository'; fi
		fi
	done
}
bk_rsnapshot_log() {
	log=$(awk '$1 == "logfile" { print $2 }' /etc/rsnapshot.conf 2>/dev/null)
	for path in "${log:-/var/log/rsnapshot.log}" "${log:-/var/log/rsnapshot.log}.1"; do
		if [ -f "$path" ]; then
			TZ=UTC date +%z
			date +%z
			sed -n 's/^\[\([^]]*\)\] .*rsnapshot.* \([a-z]*\): \(completed.*\|ERROR.*\)$/\1 \2 \3/p' "$path" | cut -c 1-120 | tail -n 20
			return 0
		fi
	done
}
bk_agents() {
	for agent in bacula-fd bareos-fd veeamagent veeamservice urbackupclientbackend dsmc nbdisco cvd amandad burp \
		proxmox-backup-client kopia duplicati-server BackupPC snebu; do
		command -v "$agent" >/dev/null && echo "$agent"
	done
	processes bacula-fd bareos-fd veeamservice urbackupclientb dsmcad nbdisco cvd | sed 's/ .*//' | grep -v hidden
	return 0
}
bk_pgbackrest() {
	if ! command -v pgbackrest >/dev/null; then return 127; fi
	if [ "$(id -u)" = 0 ] && command -v runuser >/dev/null && id postgres >/dev/null 2>&1; then
		runuser -u postgres -- pgbackrest --log-level-file=off --log-level-console=off info --output=json
	else
		pgbackrest --log-level-file=off --log-level-console=off info --output=json
	fi
}
bk_gather() {
	run commands bk_all_commands
	run timers bk_timers
	run cron bk_cron
	run results bk_results
	run agents bk_agents
	run borgmatic through bk_borgmatic /etc/borgmatic/config.yaml /etc/borgmatic.d/*.yaml \
		/root/.config/borgmatic/config.yaml /root/.config/borgmatic.d/*.yaml
	run rsnapshot through bk_rsnapshot /etc/rsnapshot.conf
	run pgbackrest through bk_ini /etc/pgbackrest.conf /etc/pgbackrest/pgbackrest.conf /etc/pgbackrest/conf.d/*.conf
	run duply through bk_duply $(bk_duply_files)
	run pki through bk_pki /etc/bacula/bacula-fd.conf /etc/bareos/bareos-fd.conf /etc/bareos/bareos-fd.d/client/myself.conf
}
# The folders of repositories are found in what was gathered: absolute paths in the places of one.
bk_folders() {
	{
		through bk_borgmatic /etc/borgmatic/config.yaml /etc/borgmatic.d/*.yaml /root/.config/borgmatic/config.yaml \
			/root/.config/borgmatic.d/*.yaml | sed -n 's/^\trepositories \(\/.*\)/\1/p'
		through bk_rsnapshot /etc/rsnapshot.conf | sed -n 's/^\tsnapshot_root\t*\(\/.*\)/\1/p'
		through bk_ini /etc/pgbackrest.conf /etc/pgbackrest/pgbackrest.conf | sed -n 's/^\trepo[0-9]*-path *= *\(\/.*\)/\1/p'
		through bk_duply $(bk_duply_files) | sed -n 's/^\tTARGET=\(file:\/\/\)\{0,1\}\(\/.*\)/\2/p'
		bk_all_commands | tr ' \t' '\n\n' | sed -n 's/^\(RESTIC_REPOSITORY=\|BORG_REPO=\|--repo=\|--target=\)\(\/.*\)/\2/p; s/^\(\/.*\)::$/\1/p'
		bk_all_commands | awk -F'\t' '{ n = split($3, w, " "); for (i = 2; i <= n; i++) if ((w[i - 1] == "-r" || w[i - 1] == "--repo") && w[i] ~ /^\//) print w[i] }'
		bk_all_commands | awk -F'\t' '
		$3 ~ / (duplicity|rdiff-backup|rsync) / { n = split($3, w, " "); if (w[n] ~ /^\//) print w[n] }
		$3 ~ / tar / { n = split($3, w, " "); for (i = 1; i <= n; i++) if (w[i] ~ /^\//) { sub(/\/[^\/]*$/, "", w[i]); print w[i]; next } }'
	} | sed 's/\/*$//' | sort -u | head -n 50 | while IFS= read -r folder; do
		if [ -n "$folder" ]; then bk_place "$folder"; fi
	done
}
bk_keyfiles() { ls /root/.config/borg/keys 2>/dev/null | wc -l | tr -d ' '; }
