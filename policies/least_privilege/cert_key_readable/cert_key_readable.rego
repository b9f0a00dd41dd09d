# METADATA
# title: Private keys of servers are readable by few
# description: >-
#   Whoever has a copy of the key can pose as the server for as long as the certificate is valid. Counts
#   who really reaches the file: its mode and that of every folder above it. Groups that exist for keys
#   or for the server that reads them are allowed.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man7/path_resolution.7.html
#   - ref: https://www.postgresql.org/docs/current/ssl-tcp.html
# custom:
#   id: cert-key-readable
#   resource: server.certificate
#   severity: high
#   controls: [lp-authorised-only, enc-key-management-system]
#   remediation: |
#     Take the rights away; servers read their key as root before they drop it, databases as themselves:
#       chown root:root FILE && chmod 0600 FILE
#       chown postgres: FILE && chmod 0600 FILE      (PostgreSQL; mysql for MySQL)
#     If others could read it, it counts as stolen: make a new key, get a new certificate, revoke the old one.
#     Verify: namei -l FILE
#   zh:
#     title: 服务器私钥仅限必要账户读取
#     message: "{id} 的私钥 {path} 可被 {who} 读取"
#     remediation: |
#       收回权限：
#         chown root:root FILE && chmod 0600 FILE
#         chown postgres: FILE && chmod 0600 FILE（PostgreSQL；MySQL 用 mysql）
#       若其他账户曾可读取，应视为泄露：更换密钥与证书并吊销旧证书。
#       验证：namei -l FILE
package least_privilege.cert_key_readable

deny contains {"msg": msg, "path": file.path, "args": {"path": file.path, "who": "*"}, "severity": "critical"} if {
	some file in input.facts.key_files
	file.others_can_read
	msg := sprintf("every account can read the key %s (mode %s)", [file.path, file.mode])
}

deny contains {"msg": msg, "path": file.path, "args": {"path": file.path, "who": file.group}} if {
	some file in input.facts.key_files
	file.others_can_read == false
	file.group_can_read
	not file.group in data.parameters.key_file_groups_allowed
	msg := sprintf("the group %s can read the key %s (mode %s)", [file.group, file.path, file.mode])
}
