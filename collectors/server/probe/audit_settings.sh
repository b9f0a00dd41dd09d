run settings texts /etc/audit/auditd.conf
