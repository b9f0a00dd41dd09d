# What runs as which account: `P UID NAME` for each process that is not of root, `U USER UNIT` for each unit that systemd
# starts by itself (also through a timer, socket or path), `C USER` for who has jobs of cron; `D PATH` for what cannot be
# read, `hidden` when other processes cannot be seen.
processes_by_account() {
	if [ ! -r /proc/1/status ]; then
		echo hidden
		return 0
	fi
	# Processes end while they are read; awk would stop there.
	cat /proc/[0-9]*/status 2>/dev/null | awk '
	/^Name:/ { sub(/^Name:[ \t]*/, ""); name = $0 }
	/^Uid:/ { for (i = 2; i <= 5; i++) if ($i != 0) print "P " $i " " name }
	' | sort -u
}
unit_folders='/etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system'
# started: the units that targets pull in, as the services that they start.
started() {
	for folder in $unit_folders; do
		for link in "$folder"/*.wants/* "$folder"/*.requires/* "$folder"/*.upholds/*; do
			case $link in
			*'*') ;;
			*.service | *.timer | *.socket | *.path) printf '%s\n' "${link##*/}" ;;
			esac
		done
	done | sed 's/\.[a-z]*$//' | sort -u
}
unit_accounts() {
	started | while read -r unit; do
		instance=${unit#*@}
		case $unit in *@*) generic="${unit%%@*}@" ;; *) generic=$unit instance= ;; esac
		set --
		for folder in $unit_folders; do
			for file in "$folder/$unit.service" "$folder/$generic.service" "$folder/$unit.service.d"/*.conf "$folder/$generic.service.d"/*.conf; do
				if [ ! -f "$file" ]; then continue; fi
				if [ -r "$file" ]; then set -- "$@" "$file"; else printf 'D %s\n' "$file"; fi
			done
		done
		if [ $# -eq 0 ]; then continue; fi
		awk -v unit="$unit" -v instance="$instance" '
		/^[ \t]*User[ \t]*=/ {
			sub(/^[^=]*=[ \t"]*/, ""); sub(/[ \t"\r]*$/, ""); gsub(/%[iI]/, instance)
			if ($0 ~ /^[A-Za-z0-9_.-]+$/) print "U " $0 " " unit
		}
		' "$@"
	done | sort -u
}
cron_accounts() {
	for file in /etc/crontab /etc/cron.d/*; do
		if [ ! -f "$file" ]; then continue; fi
		if [ ! -r "$file" ]; then printf 'D %s\n' "$file" && continue; fi
		awk '
		/^[ \t]*(#|$)/ || /^[ \t]*[A-Za-z_][A-Za-z0-9_]*[ \t]*=/ { next }
		{ user = $1 ~ /^@/ ? $2 : $6; if (user ~ /^[A-Za-z0-9_.-]+$/) print "C " user }
		' "$file"
	done
	for spool in /var/spool/cron/crontabs /var/spool/cron/tabs /var/spool/cron /etc/crontabs; do
		look "$spool"
		case $? in
		1) continue ;;
		2) printf 'D %s\n' "$spool" && continue ;;
		esac
		if [ ! -r "$spool" ] || [ ! -x "$spool" ]; then printf 'D %s\n' "$spool" && continue; fi
		for file in "$spool"/*; do
			if [ -f "$file" ]; then printf 'C %s\n' "${file##*/}"; fi
		done
	done | sort -u
}
run processes processes_by_account
run units unit_accounts
run jobs cron_accounts
