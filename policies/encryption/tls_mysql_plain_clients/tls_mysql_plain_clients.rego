# METADATA
# title: MySQL and MariaDB refuse plain text from other hosts
# description: >-
#   Clients of MySQL fall back to plain text when the server lets them: rows and, with older plug-ins,
#   password hashes cross the network readable for all on the way.
# related_resources:
#   - ref: https://dev.mysql.com/doc/refman/8.4/en/using-encrypted-connections.html
#   - ref: https://mariadb.com/kb/en/securing-connections-for-client-and-server/
# custom:
#   id: tls-mysql-plain-clients
#   resource: server.tls_endpoint
#   severity: high
#   controls: [enc-in-transit-tls]
#   remediation: |
#     Give the server a certificate and let it refuse the rest, in the [mysqld] group of my.cnf:
#       ssl-cert = /etc/mysql/tls/server.pem
#       ssl-key = /etc/mysql/tls/server.key
#       require_secure_transport = ON
#     (MySQL 8 and MariaDB 11.4 make a certificate themselves.) A server for this machine alone:
#       bind-address = 127.0.0.1
#       systemctl restart mysql        (mariadb)
#     Verify: mysql -h NAME --ssl-mode=DISABLED -e 'SELECT 1'     (MariaDB: --skip-ssl; must be refused)
#   zh:
#     title: MySQL/MariaDB 拒绝其他主机的明文连接
#     message: "{id} 在 {sockets} 接受明文连接"
#     remediation: |
#       在 my.cnf 的 [mysqld] 组设置：
#         ssl-cert = /etc/mysql/tls/server.pem
#         ssl-key = /etc/mysql/tls/server.key
#         require_secure_transport = ON
#       仅供本机使用时：bind-address = 127.0.0.1
#       重启服务。验证（应被拒绝）：mysql -h NAME --ssl-mode=DISABLED -e 'SELECT 1'（MariaDB 用 --skip-ssl）
package encryption.tls_mysql_plain_clients

import data.lib.tls

deny contains {"msg": msg, "args": {"sockets": sockets}} if {
	database
	input.facts.plain_text == "serves"
	open := array.concat(tls.open_plain(input.facts.listen), sort(tls.open_tls(input.facts.listen)))
	count(open) > 0
	sockets := concat(", ", open)
	msg := sprintf("%s accepts plain text from other hosts on %s", [input.name, sockets])
}

database if input.facts.software in {"mysql", "mariadb"}

not_applicable if not database

not_applicable if not tls.exposed(input.facts.listen)
