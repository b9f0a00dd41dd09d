# METADATA
# title: Root of another machine is not root on NFS exports
# description: >-
#   With no_root_squash, root of a client reads and changes every file of the export, and can leave
#   programs there that run as root for others. Kerberos proves the user, but root of the client then
#   stays root as well.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/exports.5.html
# custom:
#   id: exports-root
#   resource: server.host
#   severity: high
#   controls: [lp-need-to-know, lp-permission-enforced-after-auth]
#   remediation: |
#     Take no_root_squash out of /etc/exports and /etc/exports.d (root_squash is the default), then
#       exportfs -ra
#     Diskless machines and backups that need root get an export of their own, read-only where possible.
#     Verify: exportfs -v | grep no_root_squash gives nothing
#   zh:
#     title: 其他主机的 root 在 NFS 导出上没有特权
#     message: "{id} 的 {path} 允许客户端 {client} 的 root 权限"
#     remediation: |
#       从 /etc/exports 和 /etc/exports.d 中去掉 no_root_squash（默认即为 root_squash），然后执行 exportfs -ra。
#       验证：exportfs -v | grep no_root_squash 无输出
package least_privilege.exports_root

deny contains {"msg": msg, "path": path, "args": {"path": export.path, "client": export.client}} if {
	some export in input.facts.nfs_exports
	not export.root_squash
	path := sprintf("%s %s", [export.path, export.client])
	msg := sprintf("%s lets root of %s be root on %s", [input.name, export.client, export.path])
}

not_applicable if count(input.facts.nfs_exports) == 0
