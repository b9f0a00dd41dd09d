# METADATA
# title: A dataset on a network file system is encrypted on the wire
# description: >-
#   NFS without Kerberos privacy or TLS, and SMB without sealing, send file contents in the clear:
#   everyone on the way between both machines can copy or change customer information.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/nfs.5.html
#   - ref: https://man7.org/linux/man-pages/man8/mount.cifs.8.html
# custom:
#   id: path-network-mount
#   resource: server.path
#   severity: critical
#   controls: [enc-in-transit-tls, enc-secure-channel-vpn]
#   remediation: |
#     NFS: mount with Kerberos privacy (sec=krb5p), or on Linux 6.5 and later over TLS (xprtsec=mtls
#     with
#     tlshd on both sides). SMB: mount with the option seal (SMB 3). Put the option into /etc/fstab,
#     then
#       umount /PATH && mount /PATH
#     Verify: findmnt -no OPTIONS -T /PATH
#   zh:
#     title: 网络文件系统上的数据集在传输中加密
#     message: "{id} 经 {fstype} 以明文传输"
#     remediation: |
#       NFS：使用 sec=krb5p，或在 Linux 6.5 及以上使用 xprtsec=mtls；SMB：使用 seal 选项（SMB 3）。
#       修改 /etc/fstab 后执行 umount /PATH && mount /PATH。
#       验证：findmnt -no OPTIONS -T /PATH
package encryption.path_network_mount

deny contains {"msg": msg, "args": {"fstype": input.facts.mount.fstype}} if {
	input.facts.mount.fstype in protected_by_options
	not protected
	msg := sprintf("%s travels in the clear: %s is mounted without encryption (%s)", [
		input.name,
		input.facts.mount.source,
		input.facts.mount.fstype,
	])
}

not_applicable if input.facts.mount.network == false

not_applicable if input.facts.exists == false

unknown contains {"msg": "the file system that holds the path was not identified"} if {
	input.facts.mount == null
}

unknown contains {"msg": msg} if {
	input.facts.mount.network
	not input.facts.mount.fstype in protected_by_options
	input.facts.mount.fstype != "fuse.sshfs"
	msg := sprintf("it is not known whether %s encrypts what it sends", [input.facts.mount.fstype])
}

protected_by_options := {"cifs", "nfs", "nfs3", "nfs4", "smb3", "smbfs"}

protected if {
	startswith(input.facts.mount.fstype, "nfs")
	some option in input.facts.mount.options
	option in {"sec=krb5p", "xprtsec=mtls", "xprtsec=tls"}
}

protected if {
	input.facts.mount.fstype in {"cifs", "smb3", "smbfs"}
	"seal" in input.facts.mount.options
}
