# Runs the sections one by one and frames what they say. Reads only; writes only to its standard output.
# The client puts NONCE, LIB and CAP before this text and the calls of `section` after it.
LC_ALL=C
export LC_ALL
unset LANGUAGE ENV BASH_ENV CDPATH
PATH=${PATH:-/usr/bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
IFS=' 	
'
limit=
if timeout -k 1 2 true </dev/null >/dev/null 2>&1; then limit=yes; fi

# section NAME SECONDS BODY: the body runs in a shell of its own, so a hang or a crash ends with it.
# The line `~ STATUS` comes last inside the cap: without it the section was cut.
section() {
	printf '\n%s begin %s\n' "$NONCE" "$1"
	{
		if [ -n "$limit" ]; then
			timeout -k 2 "$2" sh -c "$LIB
$3" </dev/null 2>/dev/null
		else
			sh -c "$LIB
$3" </dev/null 2>/dev/null
		fi
		printf '\n~ %s\n' "$?"
	} | head -c "$CAP"
	printf '\n%s end %s\n' "$NONCE" "$1"
}
