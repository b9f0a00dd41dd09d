# METADATA
# title: No NFS export for every machine
# description: >-
#   A directory that is exported to everyone can be mounted by whoever reaches the server. The user
#   number that a client sends is believed, so every file is open, unless Kerberos proves who asks.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/exports.5.html
# custom:
#   id: exports-everyone
#   resource: server.host
#   severity: critical
#   controls: [shr-default-deny, lp-no-unauthorised-access]
#   remediation: |
#     Name the clients in /etc/exports, and demand Kerberos where there is one:
#       /srv/data 10.0.0.5(rw,sync,root_squash) *.example.com(ro,sec=krb5p)
#     Mind the space: "host (rw)" exports to everyone. Then
#       exportfs -ra
#     Verify: exportfs -v
#   zh:
#     title: 没有对所有主机开放的 NFS 导出
#     message: "{id} 将 {path} 导出给所有主机（{client}）"
#     remediation: |
#       在 /etc/exports 中写明客户端，并尽可能要求 Kerberos：
#         /srv/data 10.0.0.5(rw,sync,root_squash) *.example.com(ro,sec=krb5p)
#       注意空格：“host (rw)” 会导出给所有主机。然后执行 exportfs -ra。验证：exportfs -v
package sharing_third_party.exports_everyone

deny contains {"msg": msg, "path": path, "args": {"path": export.path, "client": export.client}} if {
	some export in input.facts.nfs_exports
	export.everyone
	not export.kerberos
	path := sprintf("%s %s", [export.path, export.client])
	msg := sprintf("%s exports %s to every machine (%s)", [input.name, export.path, export.client])
}

not_applicable if count(input.facts.nfs_exports) == 0
