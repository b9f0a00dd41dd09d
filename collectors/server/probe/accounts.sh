# A hash never leaves the machine: field two becomes `state algorithm` here.
reduce='
function algorithm(h) {
	if (h ~ /^\$1\$/) return "md5crypt"
	if (h ~ /^\$2[abxy]\$/) return "bcrypt"
	if (h ~ /^\$5\$/) return "sha256crypt"
	if (h ~ /^\$6\$/) return "sha512crypt"
	if (h ~ /^\$7\$/) return "scrypt"
	if (h ~ /^\$gy\$/) return "gost_yescrypt"
	if (h ~ /^\$y\$/) return "yescrypt"
	if (h ~ /^[$_]/) return "unknown"
	if (h ~ /[^.\/0-9A-Za-z]/ || length(h) < 13) return "none"
	return length(h) == 13 ? "des" : "unknown"
}
function reduced(p, h) {
	if (p == "") return "empty none"
	h = p
	sub(/^[!*]+/, "", h)
	if (algorithm(h) == "none") return "none none"
	return (h == p ? "set " : "locked ") algorithm(h)
}
'
passwd() {
	awk -F: "$reduce"'
	/^[ \t]*(#|$)/ { next }
	/^[+-]/ { print "nis " NR; next }
	NF != 7 || $1 == "" { print "bad " NR; next }
	{ field = $2 == "x" ? "shadow none" : reduced($2); print "ok " NR " " field ":" $1 ":" $3 ":" $4 ":" $5 ":" $6 ":" $7 }
	' /etc/passwd
}
group() {
	awk -F: '
	/^[ \t]*(#|$)/ { next }
	/^[+-]/ { print "nis " NR; next }
	NF != 4 || $1 == "" { print "bad " NR; next }
	{ print "ok " NR ":" $1 ":" $3 ":" $4 }
	' /etc/group
}
# A line is named only after an account of /etc/passwd: field one of a broken line could be anything.
shadow() {
	awk -F: "$reduce"'
	FILENAME == "/etc/passwd" { known[$1] = 1; next }
	/^[ \t]*$/ { next }
	!($1 in known) { if (NF != 9) print "bad " FNR ":"; next }
	NF != 9 || ($3 $4 $5 $6 $7 $8) ~ /[^-0-9]/ { print "bad " FNR ":" $1; next }
	{ print "ok " FNR " " reduced($2) ":" $1 ":" $3 ":" $4 ":" $5 ":" $6 ":" $7 ":" $8 }
	' /etc/passwd /etc/shadow
}
run passwd passwd
run group group
run shadow_state states /etc/shadow
if [ -r /etc/shadow ]; then run shadow shadow; fi
