# METADATA
# title: Key files of encrypted disks are readable by root only
# description: >-
#   The key file of a LUKS device opens the disk for whoever can read it, now and from every backup or
#   copy of the disk later.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/crypttab.5.html
# custom:
#   id: key-crypttab-readable
#   resource: server.host
#   severity: critical
#   controls: [enc-key-management-system, lp-authorised-only]
#   remediation: |
#     Give the file to root alone:
#       chown root:root FILE && chmod 0400 FILE
#     Whoever could read it may have a copy: add a new key and remove the old one.
#       cryptsetup luksAddKey DEVICE NEWFILE && cryptsetup luksRemoveKey DEVICE FILE
#     Verify: namei -l FILE
#   zh:
#     title: 加密磁盘的密钥文件仅限 root 读取
#     message: "{id} 的密钥文件 {path} 可被其他账户读取"
#     remediation: |
#       将文件交由 root 独占：
#         chown root:root FILE && chmod 0400 FILE
#       曾可读取者可能已复制：请更换密钥。
#         cryptsetup luksAddKey DEVICE NEWFILE && cryptsetup luksRemoveKey DEVICE FILE
#       验证：namei -l FILE
package least_privilege.key_crypttab_readable

deny contains {"msg": msg, "path": path, "args": {"path": path}} if {
	path := open_files[_]
	msg := sprintf("the key file %s of an encrypted disk is readable by more than root", [path])
}

open_files contains device.key.path if {
	some device in input.facts.crypttab
	opened(device.key)
}

opened(key) if key.others_can_read

opened(key) if {
	key.group_can_read
	key.group != "root"
}

opened(key) if key.owner != "root"

not_applicable if {
	every device in input.facts.crypttab {
		device.key == null
	}
}
