keys() {
	awk '!/^[ \t]*#/ && NF >= 2 { print $3 ~ /^\// ? $3 : "/etc/cryptsetup-keys.d/" $1 ".key" }' /etc/crypttab
}
run table texts /etc/crypttab
run files key_files_of keys
