# METADATA
# title: New files are closed to others
# description: >-
#   The umask decides who may read what staff create: exports, reports, dumps. With 022 every account
#   of the machine reads them all.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/login.defs.5.html
# custom:
#   id: host-umask
#   resource: server.host
#   severity: low
#   controls: [lp-need-to-know, lp-permission-enforced-after-auth]
#   remediation: |
#     Set it for logins, and check that PAM applies it (session optional pam_umask.so):
#       sed -i 's/^#\?\s*UMASK.*/UMASK 027/' /etc/login.defs
#       grep -q '^UMASK' /etc/login.defs || echo 'UMASK 027' >> /etc/login.defs
#     Services take theirs from UMask= of the systemd unit. Files that exist keep their modes.
#     Verify in a new session: umask
#   zh:
#     title: 新文件不对其他人开放
#     message: "{id} 的 umask 为 {umask}"
#     remediation: |
#       为登录设置 umask，并确认 PAM 启用 pam_umask.so：
#         在 /etc/login.defs 中写入 UMASK 027
#       服务使用 systemd 单元的 UMask=。已有文件不受影响。
#       验证（新会话）：umask
package least_privilege.host_umask

import data.lib.posix

deny contains {"msg": msg, "args": {"umask": umask}} if {
	umask := input.facts.login_defs.umask
	umask != null
	not posix.umask_at_least(umask, data.parameters.umask_wanted)
	msg := sprintf("the umask %s of %s leaves new files open to others", [umask, input.name])
}

deny contains {"msg": msg, "args": {"umask": "022"}} if {
	input.facts.login_defs.umask == null
	msg := sprintf("%s sets no umask, so new files are readable by others (022)", [input.name])
}
