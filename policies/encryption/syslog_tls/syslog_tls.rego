# METADATA
# title: Logs travel encrypted
# description: >-
#   Logs name customers, staff and systems. Plain syslog shows them to everyone on the way, and lets
#   anyone add or drop lines.
# related_resources:
#   - ref: https://www.rsyslog.com/doc/configuration/modules/omfwd.html
# custom:
#   id: syslog-tls
#   resource: server.log_policy
#   severity: high
#   controls: [enc-in-transit-tls, log-transmission-recorded]
#   remediation: |
#     Send over TLS to port 6514 (rsyslog: package rsyslog-gnutls, the loghost needs a certificate):
#       *.* action(type="omfwd" target="LOGHOST" port="6514" protocol="tcp"
#                  StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name"
#                  StreamDriverPermittedPeers="LOGHOST")
#     and remove the old line (@LOGHOST or @@LOGHOST). A forward inside a VPN deserves a waiver.
#       rsyslogd -N1 && systemctl restart rsyslog
#     Verify: ss -tnp | grep 6514
#   zh:
#     title: 日志加密传输
#     message: "{id} 以明文向 {destination} 发送日志"
#     remediation: |
#       改为经 TLS 发送到 6514 端口（rsyslog 需要 rsyslog-gnutls）：
#         *.* action(type="omfwd" target="LOGHOST" port="6514" protocol="tcp"
#                    StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name"
#                    StreamDriverPermittedPeers="LOGHOST")
#       并删除旧的 @LOGHOST 或 @@LOGHOST 行。
#         rsyslogd -N1 && systemctl restart rsyslog
#       验证：ss -tnp | grep 6514
package encryption.syslog_tls

deny contains {"msg": msg, "path": path, "args": {"destination": remote.target}} if {
	some remote in input.facts.syslog.remote_targets
	remote.tls == false
	not regex.match(`^(@*)(127\.|localhost|\[?::1)`, remote.target)
	path := sprintf("%s://%s", [remote.protocol, remote.target])
	msg := sprintf("%s sends logs in the clear (%s)", [input.name, path])
}

not_applicable if count(input.facts.syslog.remote_targets) == 0
