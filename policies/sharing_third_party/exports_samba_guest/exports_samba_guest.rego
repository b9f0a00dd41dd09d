# METADATA
# title: No Samba share without a password
# description: >-
#   A share with guest access is open to everyone who reaches the server: no account, no password, no
#   name in the log.
# related_resources:
#   - ref: https://www.samba.org/samba/docs/current/man-html/smb.conf.5.html
# custom:
#   id: exports-samba-guest
#   resource: server.host
#   severity: critical
#   controls: [shr-default-deny, lp-no-unauthorised-access, lp-authentication-required]
#   remediation: |
#     In /etc/samba/smb.conf take "guest ok", "public" and "guest only" out of the share and name who may:
#       [SHARE]
#         guest ok = no
#         valid users = @GROUP
#     and in [global]: map to guest = never, restrict anonymous = 2. Then
#       testparm -s && smbcontrol all reload-config
#     Verify: smbclient -N //HOST/SHARE is refused
#   zh:
#     title: 没有无密码的 Samba 共享
#     message: "{id} 的共享 {share} 允许来宾访问"
#     remediation: |
#       在 /etc/samba/smb.conf 中去掉该共享的 guest ok、public 和 guest only，并写明授权用户：
#         [SHARE]
#           guest ok = no
#           valid users = @GROUP
#       [global] 中设置 map to guest = never、restrict anonymous = 2，然后执行：
#         testparm -s && smbcontrol all reload-config
#       验证：smbclient -N //HOST/SHARE 被拒绝
package sharing_third_party.exports_samba_guest

deny contains {"msg": msg, "path": share.name, "args": {"share": share.name}} if {
	some share in input.facts.samba_shares
	share.guest
	msg := sprintf("%s lets everyone into the share %s%s", [input.name, share.name, extent[share.writable]])
}

extent := {true: ", also to write", false: ""}

not_applicable if count(input.facts.samba_shares) == 0
