apparmor() {
	if [ -e /sys/module/apparmor ]; then cat /sys/module/apparmor/parameters/enabled; else echo absent; fi
}
run apparmor apparmor
# Names of profiles stay on the machine: a number for each mode.
run place states /sys/kernel/security/apparmor/profiles
run profiles awk '{ gsub(/[()]/, "", $NF); n[$NF]++ } END { for (mode in n) print mode, n[mode] }' \
	/sys/kernel/security/apparmor/profiles
selinux() {
	for folder in /sys/fs/selinux /selinux; do
		if [ -e "$folder/enforce" ]; then cat "$folder/enforce"; return; fi
	done
	echo absent
}
run selinux selinux
run config texts /etc/selinux/config
