# Names as the kernel keeps them, at most 15 characters.
run running processes wazuh-agentd wazuh-syscheckd ossec-agentd ossec-syscheckd ossec-analysisd wazuh-analysisd \
	falco crowdsec Suricata-Main suricata snort snort3 zeek samhain osqueryd auditbeat tetragon falcon-sensor \
	falcon-sensor-b wdavdaemon ds_agent cbagentd elastic-endpoin s1-agent sentinelone-age AliYunDun \
	AliYunDunMonito YDService YDLive hostguard titanagent amazon-guarddut xagt ir_agent
installed() {
	for program in falco crowdsec suricata snort zeek samhain osqueryd tripwire rkhunter chkrootkit; do
		if command -v "$program" >/dev/null; then echo "$program"; fi
	done
	look /var/ossec
	case $? in 0) echo wazuh ;; esac
	return 0
}
run installed installed
# Of the agent only whether it has a manager, and whether it reached it.
run ossec states /var/ossec/etc/ossec.conf /var/ossec/var/run/wazuh-agentd.state
manager() {
	if [ ! -r /var/ossec/etc/ossec.conf ]; then return 0; fi
	awk '
	/<client>/ { inside = 1 }
	/<!--/ { next }
	inside && /<(address|server-ip|server-hostname)>/ {
		text = $0
		sub(/.*<(address|server-ip|server-hostname)>[ \t]*/, "", text)
		sub(/[ \t]*<.*/, "", text)
		if (text != "" && text != "MANAGER_IP") print "manager"
	}
	/<\/client>/ { inside = 0 }
	' /var/ossec/etc/ossec.conf
	if [ -r /var/ossec/var/run/wazuh-agentd.state ]; then
		grep "^status=" /var/ossec/var/run/wazuh-agentd.state
	fi
	return 0
}
run manager manager
rules() {
	for path in /var/lib/suricata/rules/suricata.rules /etc/snort/rules/snort.rules /etc/snort/rules/snort3.rules; do
		look "$path"
		case $? in
		0) stat -L -c 'F%Y %n' "$path" ;;
		2) echo "D$path" ;;
		esac
	done
	return 0
}
run rules rules
