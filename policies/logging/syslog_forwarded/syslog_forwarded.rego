# METADATA
# title: Logs leave the machine
# description: >-
#   Who takes over a machine deletes its logs. A copy on another machine, sent at once, cannot be
#   taken back, and lets one place watch all servers. rsyslog, syslog-ng and systemd-journal-upload
#   are understood. What other agents send is not seen: where one runs this check is undecided.
# related_resources:
#   - ref: https://www.rsyslog.com/doc/configuration/modules/omfwd.html
# custom:
#   id: syslog-forwarded
#   resource: server.log_policy
#   severity: medium
#   controls: [log-realtime-monitoring, log-access-attempts-tracked]
#   remediation: |
#     Forward everything over TLS with rsyslog, in /etc/rsyslog.d/90-forward.conf (needs the package
#     rsyslog-gnutls):
#       global(DefaultNetstreamDriverCAFile="/etc/ssl/certs/ca-certificates.crt")
#       *.* action(type="omfwd" target="LOGHOST" port="6514" protocol="tcp"
#                  StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name"
#                  StreamDriverPermittedPeers="LOGHOST"
#                  queue.type="LinkedList" queue.filename="fwd" action.resumeRetryCount="-1")
#       rsyslogd -N1 && systemctl enable --now rsyslog && systemctl restart rsyslog
#     Verify: logger selfaudit-test, then look for it on LOGHOST
#   zh:
#     title: 日志发送到其他机器
#     message: "{id} 的日志没有实时发送到其他机器"
#     remediation: |
#       用 rsyslog 经 TLS 转发全部日志（/etc/rsyslog.d/90-forward.conf，需要 rsyslog-gnutls）：
#         global(DefaultNetstreamDriverCAFile="/etc/ssl/certs/ca-certificates.crt")
#         *.* action(type="omfwd" target="LOGHOST" port="6514" protocol="tcp"
#                    StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name"
#                    StreamDriverPermittedPeers="LOGHOST"
#                    queue.type="LinkedList" queue.filename="fwd" action.resumeRetryCount="-1")
#         rsyslogd -N1 && systemctl enable --now rsyslog && systemctl restart rsyslog
#       验证：logger selfaudit-test，并在 LOGHOST 上查看
package logging.syslog_forwarded

deny contains {"msg": msg} if {
	count(input.facts.syslog.remote_targets) == 0
	not journal_uploaded
	count(input.facts.shippers.running) == 0
	msg := sprintf("the logs of %s stay on the machine alone", [input.name])
}

deny contains {"msg": msg} if {
	count(input.facts.syslog.remote_targets) > 0
	not input.facts.syslog.running
	not journal_uploaded
	count(input.facts.shippers.running) == 0
	msg := sprintf("%s is set up to send its logs away but the daemon does not run", [input.name])
}

unknown contains {"msg": msg} if {
	not journal_uploaded
	not by_syslog
	count(input.facts.shippers.running) > 0
	msg := sprintf("%s runs; what it sends, and where, is not seen", [concat(", ", input.facts.shippers.running)])
}

unknown contains {"msg": "logs go to a program on the same machine, which may send them on or not"} if {
	not journal_uploaded
	count(input.facts.syslog.remote_targets) > 0
	every destination in input.facts.syslog.remote_targets {
		regex.match(`^(@*)(127\.|localhost|\[?::1)`, destination.target)
	}
}

journal_uploaded if {
	input.facts.shippers.journal_upload.configured
	input.facts.shippers.journal_upload.running
}

by_syslog if {
	input.facts.syslog.running
	count(input.facts.syslog.remote_targets) > 0
}
