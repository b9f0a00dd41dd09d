#!/bin/sh
# Makes sure that the programs the tests drive are there: installs them as root, lists them otherwise.
set -eu

missing=
# need PROGRAM PACKAGE...: the packages that bring the program on this distribution
need() {
	program=$1
	shift
	PATH="$PATH:/usr/sbin:/sbin" command -v "$program" >/dev/null 2>&1 || missing="$missing $*"
}

# needs KEYGEN FONTS: the same names everywhere but for these two
needs() {
	need sshd openssh-server
	need openssl openssl
	need ssh-keygen "$1"
	need sudo sudo
	need getfacl acl
	need busybox busybox
	need bash bash
	need dash dash
	need restic restic
	need borg borgbackup
	need rsnapshot rsnapshot
	need chromium chromium "$2"
}

# need_postgres PACKAGE...: distributions keep the server's programs out of the path
need_postgres() {
	for initdb in /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb /usr/libexec/postgresql*/initdb; do
		[ ! -x "$initdb" ] || return 0
	done
	need initdb "$@"
}

# need_library FILE PACKAGE: what the browser driver of the tests links to
need_library() {
	PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null | grep -q "$1" || missing="$missing $2"
}

update=true
install=
if command -v apt-get >/dev/null 2>&1; then
	needs openssh-client fonts-dejavu-core
	need_library libatomic.so.1 libatomic1
	need_postgres postgresql
	need nft nftables
	need mmdebstrap mmdebstrap
	need iptables-legacy iptables
	need ip iproute2
	need testparm samba-common-bin
	need bindfs bindfs
	# Of the servers whose configuration is read only the programs, where they come alone.
	need nginx nginx
	need apache2 apache2-bin
	need haproxy haproxy
	need mariadbd mariadb-server-core
	update="apt-get update"
	install="env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends"
elif command -v dnf >/dev/null 2>&1; then
	needs openssh dejavu-sans-fonts
	need_library libatomic.so.1 libatomic
	need_postgres postgresql-server
	install="dnf install -y"
elif command -v apk >/dev/null 2>&1; then
	needs openssh-keygen font-dejavu
	need_postgres postgresql
	install="apk add"
elif command -v zypper >/dev/null 2>&1; then
	needs openssh-common dejavu-fonts
	need_postgres postgresql-server
	install="zypper --non-interactive install"
else
	needs openssh dejavu-fonts
	need_postgres postgresql
fi

[ -n "$missing" ] || exit 0
if [ -n "$install" ] && [ "$(id -u)" = 0 ]; then
	echo "installing for the tests:$missing"
	$update >/dev/null
	# shellcheck disable=SC2086 (a list of packages)
	$install $missing >/dev/null
	exit 0
fi
echo "the tests need these packages; install them and call make test again:$missing" >&2
exit 1
