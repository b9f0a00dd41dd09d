# METADATA
# title: No service that only speaks in plain text
# description: >-
#   Telnet, the r-commands, finger and TFTP send what is typed and copied, passwords too, readable for
#   everyone on the way. They have no encrypted form, so no firewall rule makes them fit for customer
#   information.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc854
#   - ref: https://www.rfc-editor.org/rfc/rfc1350
#   - ref: https://man7.org/linux/man-pages/man8/ss.8.html
# custom:
#   id: listener-plain-text
#   resource: server.listener
#   severity: high
#   controls: [enc-in-transit-tls, enc-standard-algorithms]
#   remediation: |
#     Use SSH and SFTP instead, and stop the old service:
#       systemctl disable --now telnet.socket tftp.socket rsh.socket rlogin.socket inetd xinetd
#     or take its line out of /etc/inetd.conf or its file out of /etc/xinetd.d. FTP: force TLS (vsftpd:
#     ssl_enable=YES, force_local_logins_ssl=YES, force_local_data_ssl=YES) or use SFTP.
#     Verify: ss -lntup
#   zh:
#     title: 没有仅支持明文的服务
#     message: "{id} 是明文服务（{service}）"
#     remediation: |
#       改用 SSH 和 SFTP，并停用旧服务：
#         systemctl disable --now telnet.socket tftp.socket rsh.socket rlogin.socket inetd xinetd
#       FTP 须强制 TLS（vsftpd：ssl_enable=YES、force_local_logins_ssl=YES、force_local_data_ssl=YES）。
#       验证：ss -lntup
package encryption.listener_plain_text

deny contains {"msg": msg, "args": {"service": input.facts.service}} if {
	plain
	msg := sprintf("%s speaks in plain text (%s)", [input.name, input.facts.service])
}

unknown contains {"msg": msg} if {
	ftp
	msg := sprintf("it is not known whether %s (FTP) demands TLS", [input.name])
}

not_applicable if input.facts.scope == "loopback"

not_applicable if {
	not plain
	not ftp
}

plain if input.facts.service in data.parameters.listener_plain_services

ftp if input.facts.service == "ftp"
