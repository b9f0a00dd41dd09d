# METADATA
# title: Links in shared directories cannot be turned against others
# description: >-
#   In directories that all may write to, such as /tmp, a link to a file of somebody else makes a
#   privileged program read or overwrite that file. The kernel refuses that when both settings are on.
# related_resources:
#   - ref: https://www.kernel.org/doc/html/latest/admin-guide/sysctl/fs.html
# custom:
#   id: sysctl-link-protection
#   resource: server.host
#   severity: medium
#   controls: [lp-need-to-know, lp-permission-enforced-after-auth]
#   remediation: |
#     Create /etc/sysctl.d/90-link-protection.conf with
#       fs.protected_hardlinks = 1
#       fs.protected_symlinks = 1
#     then: sysctl --system. Verify: sysctl fs.protected_hardlinks fs.protected_symlinks
#   zh:
#     title: 共享目录中的链接受到保护
#     message: "{id} 未保护 {setting}"
#     remediation: |
#       新建 /etc/sysctl.d/90-link-protection.conf，写入
#         fs.protected_hardlinks = 1
#         fs.protected_symlinks = 1
#       然后执行 sysctl --system。验证：sysctl fs.protected_hardlinks fs.protected_symlinks
package least_privilege.sysctl_link_protection

deny contains {"msg": msg, "path": setting, "args": {"setting": setting}} if {
	some setting, value in values
	value == 0
	msg := sprintf("%s has fs.%s switched off", [input.name, setting])
}

unknown contains {"msg": msg} if {
	some setting, value in values
	value == null
	msg := sprintf("the kernel does not tell fs.%s", [setting])
}

values := {
	"protected_hardlinks": input.facts.sysctl.protected_hardlinks,
	"protected_symlinks": input.facts.sysctl.protected_symlinks,
}
