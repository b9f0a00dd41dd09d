#!/bin/sh
# worker.sh COMMAND...: a test worker with processes, accounts and run-time files of its own, for many tests audit this
# machine: what the servers of another worker's tests are, and whom it adds to /etc/passwd, would be part of what they find.
# Without root there are neither namespaces nor such tests.
[ "$(id -u)" = 0 ] || exec "$@"
exec unshare --mount --pid --fork --kill-child --mount-proc sh -euc '
	mount -t tmpfs -o mode=755 own /run
	mkdir /run/lock
	mount -t tmpfs own /mnt
	cp -a /etc /mnt/etc
	mount --bind /mnt/etc /etc
	umount --lazy /mnt
	# Not exec: the first process of a namespace has to see to the ended ones, which shells do.
	"$@"
	exit 0
' worker "$@"
