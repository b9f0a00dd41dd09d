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
# Only numbers leave the machine: the names below a dataset's folder may be customers' names.
list() {
	if find / -maxdepth 0 -printf '' 2>/dev/null; then
		find -H "$path" -xdev -type f -printf 'f %m %U %T@\n'
	else
		find -H "$path" -xdev -type f -exec stat -c 'f %a %u %Y' {} +
	fi
	echo "status $?"
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
	/^status [0-9]+$/ { status = $2; next }
	/: No such file or directory$/ { gone++; next }
	/: (Permission denied|Operation not permitted)$/ { denied++; next }
	{ strange++ }
	END {
		printf "%d %.0f %.0f %d %d %d %d\n", n, oldest, newest, readable, writable, foreign, setuid
		printf "%s %d %d %d\n", status == "" ? "-" : status, gone, denied, strange
	}'
}
