# METADATA
# title: Key files of encrypted disks lie on encrypted disks
# description: >-
#   A disk whose key lies in the clear on the disk beside it is open to whoever carries the machine
#   away, sends a drive back for repair or copies both volumes.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/crypttab.5.html
#   - ref: https://man7.org/linux/man-pages/man1/systemd-cryptenroll.1.html
# custom:
#   id: key-crypttab-disk
#   resource: server.host
#   severity: high
#   controls: [enc-at-rest-rate-100, enc-key-management-system]
#   remediation: |
#     Bind the device to the TPM (or a key server, clevis) instead of the file, and remove the file's key:
#       systemd-cryptenroll --tpm2-device=auto DEVICE
#       cryptsetup luksRemoveKey DEVICE FILE && shred -u FILE
#     In /etc/crypttab: NAME DEVICE none luks,tpm2-device=auto
#     Or keep the file on a root file system that is encrypted itself.
#     Verify: systemd-cryptenroll DEVICE; findmnt -T FILE
#   zh:
#     title: 加密磁盘的密钥文件存放在加密磁盘上
#     message: "{id} 的密钥文件 {path} 存放在未加密的磁盘上"
#     remediation: |
#       改用 TPM（或密钥服务器、clevis）解锁，并删除文件中的密钥：
#         systemd-cryptenroll --tpm2-device=auto DEVICE
#         cryptsetup luksRemoveKey DEVICE FILE && shred -u FILE
#       /etc/crypttab：NAME DEVICE none luks,tpm2-device=auto
#       或将文件放在已加密的根文件系统上。
#       验证：systemd-cryptenroll DEVICE; findmnt -T FILE
package encryption.key_crypttab_disk

deny contains {"msg": msg, "path": path, "args": {"path": path}} if {
	path := files("no")[_]
	msg := sprintf("the key file %s lies on a disk that is not encrypted", [path])
}

unknown contains {"msg": msg} if {
	path := files("undetermined")[_]
	msg := sprintf("whether the disk of the key file %s is encrypted is not known", [path])
}

files(state) := {device.key.path |
	some device in input.facts.crypttab
	device.key.disk_encrypted == state
}

not_applicable if {
	every device in input.facts.crypttab {
		device.key == null
	}
}
