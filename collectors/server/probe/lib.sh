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

# secret PATH: what leads there may be a line or a link that others than root have written; it is never sent.
secret() {
	case $(readlink -f -- "$1") in
	*/shadow | */shadow[-.]* | */gshadow | */gshadow[-.]* | */opasswd* | */.ssh/* | */ssh_host_*_key) return 0 ;;
	*.key | *.pem | *.p12 | *.pfx | *.jks | *.keytab | /proc/*) return 0 ;;
	esac
	return 1
}

# through READER PATH...: the states, then what the reader makes of the files that can be read.
through() {
	reader=$1
	shift
	states "$@"
	for path; do
		shift
		if [ -f "$path" ] && [ -r "$path" ]; then set -- "$@" "$path"; fi
	done
	if [ $# -gt 0 ]; then "$reader" "$@"; fi
}
# guarded READER PATH...: the same, and what is secret counts as unreadable.
guarded() {
	reader=$1
	shift
	for path; do
		shift
		if secret "$path"; then printf 'D%s\n' "$path"; else set -- "$@" "$path"; fi
	done
	through "$reader" "$@"
}
# texts PATH...: the states, then every readable file: a line `=PATH`, then its lines after a tab. With `bare` set,
# comments that fill a line are left out: they are most of many a file. One with a backslash at its end may say more.
bare=
texts() { guarded lines_of "$@"; }
lines_of() {
	awk -v bare="$bare" '
	FNR == 1 { print "=" FILENAME }
	bare && /^[ \t]*#/ && !/\\$/ { $0 = "" }
	{ print "\t" $0 }' "$@"
}

# changeable PATH...: the first that others than root can change or replace; the way over links counts.
changeable() {
	if command -v namei >/dev/null; then
		namei -l -- "$@" 2>/dev/null | awk '
		/^f: / { file = substr($0, 4); next }
		$1 !~ /^[-bcdlps][-r][-w]/ { next }
		$2 != "root" || ($1 !~ /^l/ && (substr($1, 6, 1) == "w" || substr($1, 9, 1) == "w")) { print file; exit }
		'
		return 0
	fi
	# Without namei (busybox) only where the links end.
	for file; do
		above=$(readlink -f -- "$file")
		while [ -n "$above" ]; do
			case $(stat -c '%u:%a' -- "$above") in
			0:*[2367] | 0:*[2367]?) echo "$file" && return 0 ;;
			0:*) ;;
			*) echo "$file" && return 0 ;;
			esac
			above=${above%/*}
		done
	done
}

# guard PROGRAM: the section ends when root would have to run what others than root can change.
trap 'exit 95' USR1
guard() {
	case $1 in [!/]* | /usr/bin/* | /usr/sbin/* | /bin/* | /sbin/* | /usr/lib/* | /usr/libexec/*) return 0 ;; esac
	if [ "$(id -u)" = 0 ] && [ -n "$(changeable "$1")" ]; then kill -USR1 $$; fi
}

# found NAME...: the first of the commands that exists, with its place.
found() {
	for command; do
		place=$(command -v "$command") || continue
		guard "$place"
		printf '%s\n' "$place"
		return 0
	done
	return 1
}

# processes NAME...: which of these run, by /proc/PID/comm; `hidden` when other processes cannot be seen.
# A program can call itself what it likes: root believes only root and the accounts of services, else an
# account could name any file as "its configuration" and have root read it.
processes() {
	if [ ! -r /proc/1/comm ]; then
		echo hidden
		return 0
	fi
	believed=' '
	doubted=' '
	for comm in /proc/[0-9]*/comm; do
		read -r running 2>/dev/null <"$comm" || continue
		for wanted; do
			if [ "$running" != "$wanted" ]; then continue; fi
			if believable "${comm%/comm}"; then
				believed="$believed$wanted "
				printf '%s %s\n' "$wanted" "${comm%/comm}"
			else
				doubted="$doubted$wanted "
			fi
		done
	done
	for wanted; do
		case $believed in *" $wanted "*) continue ;; esac
		case $doubted in *" $wanted "*) echo hidden && return 0 ;; esac
	done
}
believable() {
	: "${me:=$(id -u)}"
	if [ "$me" != 0 ]; then return 0; fi
	real_user "$1"
	[ "${uid:-65534}" -lt 1000 ] && { [ "$uid" = 0 ] || [ "$uid" != "${caller-}" ]; }
}
# real_user PROCESS: sets `uid`, the real one, for a program that is setuid root is root's by all other signs. There
# may be thousands of processes, so that no other program is started for one.
real_user() {
	uid=
	while read -r key uid _; do
		if [ "$key" = Uid: ]; then return 0; fi
	done 2>/dev/null <"$1/status"
	uid=$(stat -c %u -- "$1")
}

# contained PROCESS: it runs in a container, as far as that can be told: what it names are files of its own.
contained() {
	there=$(readlink "$1/ns/pid")
	[ -n "$there" ] && [ "$there" != "$(readlink /proc/self/ns/pid)" ]
}

# sshd_started: a line for each way in which root runs sshd: its options -f and -o, each after a tab, ? for one that is
# not known.
sshd_started() {
	processes sshd | while read -r _ process; do
		if [ -z "$process" ]; then continue; fi
		# It writes its title over its arguments: `sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups`.
		# One that serves a session is called `sshd: ann [priv]`.
		IFS= read -r title <"$process/cmdline" || [ -n "$title" ] || continue
		case $title in 'sshd: '[!/]*) continue ;; esac
		real_user "$process"
		if [ "$uid" != 0 ] || contained "$process"; then continue; fi
		tr '\0' '\n' <"$process/cmdline" | sed 's/^sshd: \(\/.*\)/\1/; s/ \[listener\].*//; /^\/.* /y/ /\n/' | awk '
		NR == 1 { if ($0 !~ /(^|\/)sshd$/) exit; listens = 1; next }
		wanted { line = line "\t-" wanted $0; wanted = ""; next }
		/^-[of]$/ { wanted = substr($0, 2); next }
		/^-[of]./ { line = line "\t" $0; next }
		/^-[DdeiqtTr46]+$/ || $0 == "" { next }
		/^-[bCcEghkpu]$/ { getline; next }
		/^-[bCcEghkpu]./ { next }
		{ line = line "\t?" }
		END { if (listens) print line }'
	done | sort -u
}
# sshd_effective ARGUMENTS: what holds for the server that runs, as it was started (`started`, from sshd_started).
sshd_effective() {
	(
		options=$started
		IFS='	'
		set -f
		exec sshd -T $options "$@"
	)
}
# sshd_main: the file that it reads first.
sshd_main() {
	main=$(printf '%s\n' "$started" | tr '\t' '\n' | sed -n 's/^-f//p')
	printf '%s\n' "${main:-/etc/ssh/sshd_config}"
}

# key_files_of COMMAND: for each path that it prints, `=PATH` and then: s state (as in `states`, but F even for a
# file that cannot be read), r real path, m mode, owner and group, d the same of each folder above the real path,
# k whether it holds a key (none, plain, encrypted, unreadable), and the lines of its certificates after a tab.
key_files_of() {
	"$@" 2>/dev/null | sort -u | while read -r path; do
		printf '=%s\n' "$path"
		look "$path"
		case $? in
		1) echo sA && continue ;;
		2) echo sD && continue ;;
		esac
		if [ -L "$path" ] && [ ! -e "$path" ]; then
			# What it points to is missing, or lies in a folder that cannot be searched.
			if [ "$(id -u)" = 0 ]; then echo sA; else echo sD; fi
			continue
		fi
		if [ ! -f "$path" ]; then echo sN && continue; fi
		echo sF
		above=$(readlink -f -- "$path")
		printf 'r%s\n' "$above"
		stat -L -c 'm%a %U %G' -- "$above"
		while [ -n "$above" ]; do
			above=${above%/*}
			stat -L -c 'd%a %U %G' -- "${above:-/}"
		done
		if [ ! -r "$path" ]; then echo kunreadable && continue; fi
		# A line is told only inside of a certificate: no line of a key can leave the machine.
		awk '
		{ sub(/\r$/, "") }
		/BEGIN/ { inside = 0 }
		/BEGIN [A-Z0-9 ]*PRIVATE KEY/ { key = /ENCRYPTED/ ? "encrypted" : "plain" }
		/^Proc-Type:.*ENCRYPTED/ { key = "encrypted" }
		/^-----BEGIN (X509 )?CERTIFICATE-----$/ { inside = 1; print "\t-----BEGIN CERTIFICATE-----"; next }
		/^-----END (X509 )?CERTIFICATE-----$/ && inside { inside = 0; print "\t-----END CERTIFICATE-----" }
		inside && /^[A-Za-z0-9+\/=]+$/ { print "\t" $0 }
		END { print "k" (key == "" ? "none" : key) }
		' "$path"
	done
}
