run sources awk '{ sub(/#.*/, "") } $1 ~ /^(passwd|group|initgroups):$/ { $1 = ""; print }' /etc/nsswitch.conf
run switch states /etc/nsswitch.conf
run running processes sssd winbindd
