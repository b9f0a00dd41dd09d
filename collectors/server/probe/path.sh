# Part of the library when paths are wanted; the section sets `path` and calls what is wanted.
about() {
	stat -L -c '%a %u %g %d %F
%U
%G' -- "$path" || return
	if [ -L "$path" ]; then echo link; fi
}
acl() {
	run acl getfacl -n -p -- "$path"
	run users awk -F: '/^[^#:+-]+:/ { print $3 ":" $1 }' /etc/passwd
	run groups awk -F: '/^[^#:+-]+:/ { print $3 ":" $1 }' /etc/group
}
place() {
	run real readlink -f -- "$path"
	run flags lsattr -d -- "$path"
}
# below: type and place of the file systems that are mounted below the path, as mountinfo(5) writes places.
below() {
	top=$(readlink -f -- "$path" && echo .)
	top=$(printf '%s\n' "${top%??}" | awk '
	{ gsub(/\\/, "\\134"); gsub(/ /, "\\040"); gsub(/\t/, "\\011") }
	{ printf "%s%s", (NR > 1 ? "\\012" : ""), $0 }') || return
	top=${top%/}/ awk '
	index($5, ENVIRON["top"]) != 1 || $5 == "/" { next }
	{ for (i = 7; i < NF; i++) if ($i == "-") break; type = $(i + 1) }
	type !~ /^(proc|sysfs|cgroup2?|dev(tmpfs|pts)|mqueue|hugetlbfs|(debug|trace|security|config|efivar)fs|pstore|bpf|nsfs)$/ {
		print type, $5
	}' /proc/self/mountinfo
}
# Only numbers leave the machine: the names below a dataset's folder may be customers' names.
walk() {
	if find / -maxdepth 0 -printf '' 2>/dev/null; then
		find -H "$1" -xdev -type f -printf 'f %m %U %T@\n'
	else
		find -H "$1" -xdev -type f -exec stat -c 'f %a %u %Y' {} +
	fi
	echo "status $?"
}
list() {
	walk "$path"
	if ! mounts=$(below); then echo 'nothing tells what is mounted below' && return; fi
	printf '%s\n' "$mounts" | while read -r type place; do
		case $type in
		'') ;;
		# To look would be to mount.
		autofs) echo 'an automounter sits below' ;;
		*)
			place=$(printf '%b.' "$(printf '%s' "$place" | sed 's/\\\([0-7]\{3\}\)/\\0\1/g')")
			walk "${place%.}"
			;;
		esac
	done
}
count() {
	owner=$(stat -L -c %u -- "$path") || return
	list 2>&1 | awk -v owner="$owner" '
	/^f [0-7]+ [0-9]+ -?[0-9.]+$/ {
		n++
		t = $4 + 0
		if (n == 1 || t < oldest) oldest = t
		if (n == 1 || t > newest) newest = t
		other = substr($2, length($2)) + 0
		if (other >= 4) readable++
		if (other % 4 >= 2) writable++
		if (length($2) == 4 && substr($2, 1, 1) + 0 >= 4) setuid++
		if ($3 != owner) foreign++
		next
	}
	/^status [0-9]+$/ { if (status == "" || $2 > 0) status = $2; next }
	/: No such file or directory$/ { gone++; next }
	/: (Permission denied|Operation not permitted)$/ { denied++; next }
	{ strange++ }
	END {
		printf "%d %.0f %.0f %d %d %d %d\n", n, oldest, newest, readable, writable, foreign, setuid
		printf "%s %d %d %d\n", status == "" ? "-" : status, gone, denied, strange
	}'
}
# chain PATH: what decides who gets there. `-A` absent, `-D` out of reach, `-X` cannot be resolved; else a line
# `S MODE UID GID KIND` for the path behind all links and for each folder above it, / last, then for each `A` and
# the entries of its ACL. `N`: there are none; `?`: nothing tells them.
chain() {
	look "$1"
	case $? in
	1) echo '-A' && return ;;
	2) echo '-D' && return ;;
	esac
	if ! place=$(readlink -f -- "$1" && echo .); then echo '-X' && return; fi
	place=${place%??}
	look "$place"
	case $? in
	1) echo '-A' && return ;;
	2) echo '-D' && return ;;
	esac
	set -- "$place"
	while [ "$place" != / ]; do
		place=${place%/*}
		place=${place:-/}
		set -- "$@" "$place"
	done
	stat -c 'S%a %u %g %F' -- "$@"
	if command -v getfacl >/dev/null; then
		getfacl -n -p -- "$@" | sed -n 's/^# file:.*/A/; /^A$/p; /^[ugmo]/p'
	elif ls --version 2>/dev/null | grep -q 'GNU coreutils' && ! ls -ldn -- "$@" | grep -q '^..........+'; then
		echo N
	else
		echo '?'
	fi
}
# ways PATH: its chain, then after a line `+` each the chains of the folders elsewhere that hold links on the way.
ways() {
	chain "$1"
	if ! real=$(readlink -f -- "$1" && echo .); then return 0; fi
	real=${real%??}
	way=$1
	hops=0
	while [ "$hops" -lt 40 ]; do
		hops=$((hops + 1))
		link=
		rest=${way#/}
		while [ -n "$rest" ]; do
			link=$link/${rest%%/*}
			case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
			if [ -L "$link" ]; then break; fi
		done
		if [ ! -L "$link" ]; then return 0; fi
		holder=${link%/*}
		way=$(readlink -- "$link")${rest:+/$rest}
		case $way in /*) ;; *) way=$holder/$way ;; esac
		case $real in "$holder"/*) ;; *) echo + && chain "${holder:-/}" ;; esac
	done
}
