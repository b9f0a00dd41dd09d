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
	need ssh-keygen "$1"
	need sudo sudo
	need getfacl acl
	need busybox busybox
	need bash bash
	need dash dash
	need chromium chromium "$2"
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
	update="apt-get update"
	install="env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends"
elif command -v dnf >/dev/null 2>&1; then
	needs openssh dejavu-sans-fonts
	need_library libatomic.so.1 libatomic
	install="dnf install -y"
elif command -v apk >/dev/null 2>&1; then
	needs openssh-keygen font-dejavu
	install="apk add"
elif command -v zypper >/dev/null 2>&1; then
	needs openssh-common dejavu-fonts
	install="zypper --non-interactive install"
else
	needs openssh dejavu-fonts
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
