run smbd found smbd samba
# Names, guests and who may write leave the machine; nothing else of the configuration.
parameters() {
	testparm -s 2>/dev/null | awk '
	/^\[/ { print; next }
	tolower($0) ~ /^[ \t]*(guest ok|guest only|read only|available|printable)[ \t]*=/ { print }
	'
}
if command -v testparm >/dev/null; then
	# For its status, which a pipe hides.
	checked() { testparm -s >/dev/null; }
	run checked checked
	run parameters parameters
fi
