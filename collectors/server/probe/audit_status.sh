run status auditctl -s
