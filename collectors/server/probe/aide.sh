# Part of the library when AIDE is asked for; the made section gives the paths of datasets to `covered`.
aide_config() {
	for path in /etc/aide/aide.conf /etc/aide.conf; do
		if [ -e "$path" ] || [ -L "$path" ]; then
			echo "$path"
			return 0
		fi
	done
	return 1
}
# Where the database is, with @@{NAME} of @@define put in; then its time, or why there is none.
aide_database() {
	config=$(aide_config) || return 0
	states "$config"
	if [ ! -r "$config" ]; then return 0; fi
	place=$(awk '
	$1 == "@@define" { name[$2] = $3 }
	/^[ \t]*database(_in)?[ \t]*=/ {
		sub(/^[^=]*=[ \t]*/, "")
		sub(/[ \t]+$/, "")
		text = $0
		for (i = 0; i < 9 && match(text, /@@\{[A-Za-z0-9_]+\}/); i++)
			text = substr(text, 1, RSTART - 1) name[substr(text, RSTART + 3, RLENGTH - 4)] substr(text, RSTART + RLENGTH)
	}
	END { print text }' "$config")
	printf '=%s\n' "$place"
	case $place in file:/*) ;; *) return 0 ;; esac
	path=${place#file:}
	look "$path"
	case $? in
	0) stat -L -c 'T%Y %s' "$path" ;;
	1) echo A ;;
	*) echo D ;;
	esac
}
aide_call='^[^#]*(^|[/[:space:];&|"])(aide|aide\.wrapper|aidecheck|dailyaidecheck)([[:space:];&|"]|$)'
# Files and timers that start AIDE; the rest of their text stays on the machine.
aide_schedule() {
	for path in /etc/crontab /etc/anacrontab /etc/cron.d/* /etc/cron.hourly/* /etc/cron.daily/* /etc/cron.weekly/* \
		/etc/cron.monthly/* /var/spool/cron/crontabs/root /var/spool/cron/root /etc/crontabs/root; do
		look "$path"
		case $? in
		1) continue ;;
		2)
			echo "hidden $path"
			continue
			;;
		esac
		if [ -d "$path" ]; then continue; fi
		if [ ! -r "$path" ]; then
			echo "hidden $path"
		elif [ "$path" = /etc/cron.daily/aide ] && [ -d /run/systemd/system ] && grep -q /run/systemd/system "$path"; then
			continue
		elif grep -Eq "$aide_call" "$path"; then
			echo "cron $path"
		fi
	done
	for path in /etc/systemd/system/*.wants/*aide*.timer; do
		if [ -e "$path" ] || [ -L "$path" ]; then echo "timer ${path##*/}"; fi
	done
	return 0
}
# covered PATH: AIDE's own answer for a file at that place; 0.17 and later have it.
covered() {
	config=$(aide_config) || return 3
	if [ ! -r "$config" ]; then return 4; fi
	path=$1
	if [ -d "$path" ] || [ ! -e "$path" ]; then path=${path%/}/selfaudit; fi
	aide --config "$config" --path-check="f:$path"
}
