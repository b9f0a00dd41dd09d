# Root installs this file, sudo starts it: selfaudit-probe NONCE SECTION... Of the caller's it takes these
# words and nothing else: no input, no environment, no folder, no PATH.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export PATH LC_ALL
IFS=' 	
'
umask 077
ulimit -c 0
exec </dev/null
cd / || exit 64

# Status 64, before anything is framed: the caller then does without root.
refuse() {
	printf 'selfaudit-probe: %s\n' "$1" >&2
	exit 64
}
NONCE=${1-}
case $NONCE in *[!0123456789abcdef]*) refuse 'the nonce is not hexadecimal' ;; esac
if [ "${#NONCE}" -ne 64 ]; then refuse 'the nonce has not 64 digits'; fi
shift
for argument; do
	case $argument in
	'' | *[!abcdefghijklmnopqrstuvwxyz0123456789_.-]*) refuse 'an argument is not the name of a section' ;;
	esac
done
case $KNOWN in *" ${1-} "*) ;; *) refuse "$OUTDATED" ;; esac

case ${SUDO_UID-} in *[!0123456789]*) refuse 'SUDO_UID is no number' ;; esac
LIB="caller=${SUDO_UID-}
$LIB"
eval "$LIB"

# Programs below /usr/local are run only when root alone can change or replace every one of them. Else
# these folders stay out of PATH; `hidden` are the names that are found nowhere else, `suspect` says why.
hidden=
suspect=
survey() {
	for file; do
		shift
		if [ -x "$file" ]; then set -- "$@" "$file"; fi
	done
	if [ $# -eq 0 ]; then return 0; fi
	suspect=$(changeable "$@")
	if [ -z "$suspect" ]; then
		PATH=$PATH:/usr/local/sbin:/usr/local/bin
		return 0
	fi
	case $suspect in *[!A-Za-z0-9._+/\(\),\ -]*) suspect='a program below /usr/local' ;; esac
	for file; do
		name=${file##*/}
		case $name in
		*[!A-Za-z0-9._+-]*) ;;
		*) if [ -f "$file" ] && ! command -v "$name" >/dev/null; then hidden="$hidden $name"; fi ;;
		esac
	done
}
survey /usr/local/sbin /usr/local/bin /usr/local/sbin/* /usr/local/bin/*

# deny NAME TEXT: a section that is not run; TEXT is free of quotes.
deny() {
	section "$1" 5 "refused() { echo '$2' >&2; return 1; }
run refused refused"
}

# answer NAME SECONDS BODY: the section, unless it would find a hidden program missing.
answer() {
	for name in $hidden; do
		case " $3 " in
		*[!A-Za-z0-9._+-]"$name"[!A-Za-z0-9._+-]*)
			deny "$1" "$name below /usr/local is not run as root, because others than root can change $suspect"
			return 0
			;;
		esac
	done
	section "$@"
}
