# Jobs of cron(8). A command may hold passwords, so it stays here: what leaves are the programs that it names, the
# dataset paths in it, and whether it deletes or holds a secret. The made section sets `datasets`, one path a line.
#
# Of each line of crontab(5): user, schedule, PATH and command, parted by the byte 037. `kind` is system, user or anacron.
lines='
BEGIN { part = "\037" }
function cut(s, n,   i) { for (i = 0; i < n; i++) { sub(/^[ \t]*[^ \t]+/, "", s) } sub(/^[ \t]+/, "", s); return s }
function head(s, n,   i, out) { split(s, f, /[ \t]+/); for (i = 1; i <= n; i++) out = out (i > 1 ? " " : "") f[i]; return out }
{ sub(/\r$/, ""); sub(/^[ \t]+/, "") }
/^(#|$)/ { next }
/^[A-Za-z_][A-Za-z0-9_]*[ \t]*=/ {
	if ($0 ~ /^PATH[ \t]*=/) { sub(/^PATH[ \t]*=[ \t]*/, ""); gsub(/["\047]/, ""); path = $0 }
	next
}
kind == "anacron" { print "root" part "every " head($0, 1) " days" part path part cut($0, 3); next }
{
	sub(/^-/, "")
	n = /^@/ ? 1 : 5
	schedule = head($0, n)
	rest = cut($0, n)
	if (kind == "system") { user = head(rest, 1); rest = cut(rest, 1) } else user = owner
	while (match(rest, /%/)) { if (substr(rest, RSTART - 1, 1) == "\\") { sub(/\\%/, "\001", rest) } else rest = substr(rest, 1, RSTART - 1) }
	gsub(/\001/, "%", rest)
	print user part schedule part path part rest
}
'
# What a command is made of: `E PATH` is run, `A PATH` stands among the arguments, `N NAME` is run and looked for in
# PATH, `D PATH` a whole dataset, `X` it deletes, `S` it holds what looks like a secret.
parts='
function dataset(word,   i) {
	sub(/\/\*?$/, "", word)
	for (i = 1; i <= count; i++) if (word == paths[i]) print "D " paths[i]
}
{ text = text $0 "\n" }
END {
	count = split(ENVIRON["datasets"], paths, "\n")
	if (text ~ /:\/\/[^\/ \t:@]+:[^\/ \t@$]+@/) print "S"
	if (tolower(text) ~ /(pass|passwd|password|secret|token|apikey|api_key)[a-z_]*[ \t]*=[ \t]*["\047]?[^ \t$"\047\/]/) print "S"
	if (tolower(text) ~ /--(password|passwd|pass|token|secret)[ \t]+["\047]?[^- \t$"\047\/]/) print "S"
	if (text ~ /(mysql|mariadb)[a-z-]*[ \t]([^;|&]*[ \t])?-p[^ \t$-]/) print "S"
	gsub(/["\047]/, "", text)
	gsub(/[;&|(){}`\n]/, " ; ", text)
	n = split(text, word, /[ \t]+/)
	start = 1
	for (i = 1; i <= n; i++) {
		w = word[i]
		sub(/^[0-9]*[<>]+/, "", w)
		if (w == "") continue
		if (w == ";") { start = 1; script = 0; continue }
		if (w ~ /^(rm|shred|srm|wipe|unlink|tmpreaper|tmpwatch|-delete)$/ || w ~ /\/(rm|shred|srm|wipe|tmpreaper|tmpwatch)$/) print "X"
		if (w ~ /^[A-Za-z0-9_-]+=\//) { assigned = w; sub(/^[^=]*=/, "", assigned); dataset(assigned) }
		if (w ~ /^\//) dataset(w)
		if (start && w ~ /^[A-Za-z_][A-Za-z0-9_]*=/) continue
		if (start && w ~ /^(if|then|else|elif|do|while|until|!|exec|time|command|nice|ionice|nohup|env|chronic|setsid)$/) continue
		if (w ~ /^-/ && !start) continue
		if (w ~ /^\//) print (start || script ? "E " : "A ") w
		else if (start && w ~ /^[A-Za-z0-9._+-]+$/) print "N " w
		script = start && w ~ /(^|\/)(sh|bash|dash|ash|ksh|zsh|python[0-9.]*|perl|php[0-9.]*|ruby|node|source|\.|run-parts)$/
		start = 0
	}
}
'
# program PATH: the way to it; for one that is not there, to the folder where it could be put.
program() {
	printf 'P%s\n' "$1"
	there=$1
	while :; do
		look "$there"
		if [ $? -ne 1 ]; then break; fi
		there=${there%/*}
		there=${there:-/}
	done
	ways "$there"
	if [ -f "$1" ] && [ -r "$1" ] && [ "$(head -c 2 "$1" | tr -d '\0')" = '#!' ]; then
		head -c 1000000 "$1" | datasets=$datasets awk "$parts" | grep -E '^(D |X$)' | sort -u
	fi
}
# which NAME PATH: as a shell finds it.
which() {
	IFS=:
	for folder in $2; do
		if [ -f "$folder/$1" ] && [ -x "$folder/$1" ]; then
			printf '%s\n' "$folder/$1"
			break
		fi
	done
	IFS=' 	
'
}
# job SOURCE USER SCHEDULE PATH COMMAND
job() {
	printf '@%s\n%s\n%s\n' "$1" "$2" "$3"
	printf '%s\n' "$5" | datasets=$datasets awk "$parts" | sort -u | while read -r kind word; do
		case $kind in
		E) program "$word" ;;
		A) if [ -f "$word" ] && [ -x "$word" ]; then program "$word"; fi ;;
		N)
			word=$(which "$word" "$4:$PATH")
			if [ -n "$word" ]; then program "$word"; fi
			;;
		D) printf 'D %s\n' "$word" ;;
		*) printf '%s\n' "$kind" ;;
		esac
	done
}
# crontab FILE KIND OWNER
crontab() {
	look "$1"
	if [ $? -eq 1 ] || [ -d "$1" ]; then return 0; fi
	printf 'F%s\n' "$1"
	if [ ! -r "$1" ]; then echo D && return 0; fi
	ways "$1"
	awk -v kind="$2" -v owner="$3" "$lines" "$1" | while IFS=$(printf '\037') read -r user schedule path command; do
		job "$1" "$user" "$schedule" "$path" "$command"
	done
}
# folder PATH: whether it can be listed.
folder() {
	look "$1"
	case $? in
	1) return 1 ;;
	2) printf 'F%s\nD\n' "$1" && return 1 ;;
	esac
	if [ ! -d "$1" ]; then return 1; fi
	if [ ! -r "$1" ] || [ ! -x "$1" ]; then printf 'F%s\nD\n' "$1" && return 1; fi
}
jobs_of_cron() {
	crontab /etc/crontab system ''
	crontab /etc/anacrontab anacron ''
	if folder /etc/cron.d; then
		for file in /etc/cron.d/*; do
			case $file in *'*' | *~ | *.rpmsave | *.rpmnew | *.rpmorig | *.dpkg-* | *.swp) ;; *) crontab "$file" system '' ;; esac
		done
	fi
	for spool in /var/spool/cron/crontabs /var/spool/cron/tabs /var/spool/cron /etc/crontabs; do
		if [ "$spool" = /etc/crontabs ] && [ -e /var/spool/cron/crontabs ]; then continue; fi
		if folder "$spool"; then
			for file in "$spool"/*; do
				if [ -f "$file" ]; then crontab "$file" user "${file##*/}"; fi
			done
		fi
	done
	for scripts in /etc/cron.hourly /etc/cron.daily /etc/cron.weekly /etc/cron.monthly /etc/periodic/*; do
		if folder "$scripts"; then
			for file in "$scripts"/*; do
				if [ -f "$file" ] && [ -x "$file" ]; then
					printf 'F%s\n' "$file"
					ways "$file"
					job "$file" root "${scripts##*[./]}" '' "$file"
				fi
			done
		fi
	done
}
run jobs jobs_of_cron
