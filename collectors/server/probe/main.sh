# Runs the sections one by one and frames what they say. Reads only; writes only to its standard output.
# NONCE, LIB, CAP and PATH are set above, the calls of `section` stand below.
limit=
if timeout -k 1 2 true </dev/null >/dev/null 2>&1; then limit=yes; fi

# Packed where that is possible: fewer bytes, and a few large writes in place of many small ones.
pack() { cat; }
if command -v gzip >/dev/null && command -v base64 >/dev/null; then
	pack() {
		echo z
		env -i PATH="$PATH" gzip -1 -c | base64
	}
fi

# section NAME SECONDS BODY: the body runs in a shell of its own, so a hang or a crash ends with it, and
# with an empty environment. The line `~ STATUS` comes last inside the cap: without it the section was cut.
section() {
	printf '\n%s begin %s\n' "$NONCE" "$1"
	{
		if [ -n "$limit" ]; then
			env -i PATH="$PATH" LC_ALL=C timeout -k 2 "$2" sh -c "$LIB
$3" </dev/null 2>/dev/null
		else
			env -i PATH="$PATH" LC_ALL=C sh -c "$LIB
$3" </dev/null 2>/dev/null
		fi
		printf '\n~ %s\n' "$?"
	} | head -c "$CAP" | pack
	printf '\n%s end %s\n' "$NONCE" "$1"
}
