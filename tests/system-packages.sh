#!/bin/sh
# Makes sure that the programs the tests drive are there: installs them as root, lists them otherwise.
set -eu

missing=
# need PROGRAM PACKAGE: the package that brings the program on this distribution
need() {
	PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}

if command -v apt-get >/dev/null 2>&1; then
	need sshd openssh-server; need ssh-keygen openssh-client; need sudo sudo; need getfacl acl
	need busybox busybox; need chromium chromium; need tmux tmux
	install="env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends"
	update="apt-get update"
elif command -v dnf >/dev/null 2>&1; then
	need sshd openssh-server; need ssh-keygen openssh; need sudo sudo; need getfacl acl
	need busybox busybox; need chromium chromium; need tmux tmux
	install="dnf install -y"
	update=true
elif command -v apk >/dev/null 2>&1; then
	need sshd openssh-server; need ssh-keygen openssh-keygen; need sudo sudo; need getfacl acl
	need busybox busybox; need chromium chromium; need tmux tmux
	install="apk add"
	update=true
elif command -v zypper >/dev/null 2>&1; then
	need sshd openssh-server; need ssh-keygen openssh-common; need sudo sudo; need getfacl acl
	need busybox busybox; need chromium chromium; need tmux tmux
	install="zypper --non-interactive install"
	update=true
else
	need sshd openssh-server; need sudo sudo; need getfacl acl; need busybox busybox
	need chromium chromium; need tmux tmux
	install=
	update=
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
