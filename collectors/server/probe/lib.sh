# Helpers of the sections. Every byte from the machine goes out in base64, as one item:
#   @ NAME
#   base64 lines
#   # LENGTH                (of the lines, without the last newline)
#   % NAME STATUS ERROR     (ERROR: standard error in base64, or -)
item_cap=4194304
if command -v base64 >/dev/null; then
	armor() { base64; }
else
	armor() { od -An -v -tx1 | sed 's/^/x/'; }
fi

# run NAME COMMAND...
run() {
	name=$1
	shift
	printf '@ %s\n' "$name"
	{
		said=$({
			data=$({ { "$@" </dev/null; printf '\n%s' "$?" >&2; } 2>&4 | head -c "$item_cap" | armor; })
			printf '%s\n# %s\n' "$data" "${#data}" >&3
		} 4>&1)
	} 3>&1
	status=${said##*
}
	said=${said%
*}
	if [ -n "$said" ]; then
		said=$(printf '%s' "$said" | head -c 1000 | armor | tr -d '\n')
	fi
	printf '%% %s %s %s\n' "$name" "$status" "${said:--}"
}

# look PATH: 0 it is there, 1 it is not, 2 a folder above it cannot be searched.
look() {
	if [ -e "$1" ] || [ -L "$1" ]; then return 0; fi
	above=${1%/*}
	above=${above:-/}
	if [ -d "$above" ]; then
		if [ -x "$above" ]; then return 1; fi
		return 2
	fi
	if [ "$above" = / ]; then return 1; fi
	look "$above"
	case $? in 2) return 2 ;; esac
	return 1
}

# states PATH...: one line per path. F file, N no regular file, D unreadable, A absent, and the path.
states() {
	for path; do
		look "$path"
		case $? in
		1) printf 'A%s\n' "$path" ;;
		2) printf 'D%s\n' "$path" ;;
		*)
			if [ -d "$path" ]; then
				if [ -r "$path" ] && [ -x "$path" ]; then printf 'N%s\n' "$path"; else printf 'D%s\n' "$path"; fi
			elif [ ! -f "$path" ]; then
				printf 'N%s\n' "$path"
			elif [ -r "$path" ]; then
				printf 'F%s\n' "$path"
			else
				printf 'D%s\n' "$path"
			fi
			;;
		esac
	done
}

# texts PATH...: the states, then every readable file: a line `=PATH`, then its lines after a tab.
texts() {
	states "$@"
	for path; do
		shift
		if [ -f "$path" ] && [ -r "$path" ]; then set -- "$@" "$path"; fi
	done
	if [ $# -gt 0 ]; then awk 'FNR == 1 { print "=" FILENAME } { print "\t" $0 }' "$@"; fi
}

# found NAME...: the first of the commands that exists, with its place.
found() {
	for command; do command -v "$command" && return 0; done
	return 1
}

# processes NAME...: which of these run, by /proc/PID/comm; `hidden` when other processes cannot be seen.
processes() {
	if [ ! -r /proc/1/comm ]; then
		echo hidden
		return 0
	fi
	for comm in /proc/[0-9]*/comm; do
		read -r running 2>/dev/null <"$comm" || continue
		for wanted; do
			if [ "$running" = "$wanted" ]; then printf '%s %s\n' "$wanted" "${comm%/comm}"; fi
		done
	done
}
