sudoers=
for path in /etc/sudoers /usr/etc/sudoers /usr/local/etc/sudoers; do
	if [ -z "$sudoers" ] && [ -e "$path" ]; then sudoers=$path; fi
done
run sudo found sudo
run doas found doas
run doas_files states /etc/doas.conf /etc/doas.d
run place states /etc/sudoers /usr/etc/sudoers /usr/local/etc/sudoers
run sources awk '$1 == "sudoers:" { $1 = ""; print }' /etc/nsswitch.conf
if [ -n "$sudoers" ]; then
	run rules cvtsudoers -e -f json "$sudoers"
	# The JSON does not tell `Defaults:root` from `Defaults>root`; the text does.
	run defaults cvtsudoers -e -s aliases,privileges -f sudoers "$sudoers"
fi
