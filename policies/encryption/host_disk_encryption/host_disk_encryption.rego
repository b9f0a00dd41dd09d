# METADATA
# title: File systems of the server are encrypted
# description: >-
#   Customer information does not stay in its folder: temporary files, logs, caches and crash dumps
#   carry it to the other file systems of the machine. Who takes a disk, or receives it back after a
#   repair, reads whatever was not encrypted. Boot partitions and read-only images are left out;
#   network file systems are judged where they are stored.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/cryptsetup.8.html
# custom:
#   id: host-disk-encryption
#   resource: server.host
#   severity: medium
#   controls: [enc-in-processing, enc-at-rest-rate-100]
#   remediation: |
#     A file system cannot be encrypted in place without risk. Make a backup, test that it restores,
#     then either move the data to a new LUKS volume:
#       cryptsetup luksFormat /dev/NEW && cryptsetup open /dev/NEW data
#       mkfs.ext4 /dev/mapper/data
#     (add it to /etc/crypttab and /etc/fstab), or convert an unmounted file system that was first made
#     32 MiB smaller:
#       cryptsetup reencrypt --encrypt --reduce-device-size 32M /dev/DISK
#     A root file system is best encrypted by reinstalling. Verify:
#       lsblk -o NAME,TYPE,FSTYPE,MOUNTPOINT   # the mount must lie below a device of type crypt
#   zh:
#     title: 服务器文件系统已加密
#     message: "{id} 的文件系统 {mount} 未加密"
#     remediation: |
#       文件系统无法无风险地就地加密。先备份并验证可恢复，再把数据迁移到新的 LUKS 卷：
#         cryptsetup luksFormat /dev/NEW && cryptsetup open /dev/NEW data
#         mkfs.ext4 /dev/mapper/data
#       并写入 /etc/crypttab 与 /etc/fstab；根文件系统建议重装时启用加密。
#       验证：lsblk -o NAME,TYPE,FSTYPE,MOUNTPOINT
package encryption.host_disk_encryption

deny contains {"msg": msg, "path": mount.path, "args": {"mount": mount.path}} if {
	some mount in stores
	mount.network == false
	mount.encrypted == "no"
	msg := sprintf("%s keeps %s on an unencrypted device", [input.name, mount.path])
}

unknown contains {"msg": msg} if {
	some mount in stores
	mount.network == false
	mount.encrypted == "undetermined"
	msg := sprintf("it is out of sight whether %s (%s) is encrypted", [mount.path, mount.source])
}

unknown contains {"msg": msg} if {
	some mount in stores
	mount.network
	mount.encrypted != "yes"
	msg := sprintf("%s is a network file system; look at the server that stores it", [mount.path])
}

unknown contains {"msg": "no file system was seen, which no running machine is without"} if {
	count(input.facts.mounts) == 0
}

stores contains mount if {
	some mount in input.facts.mounts
	not mount.path in {"/boot", "/boot/efi", "/boot/firmware", "/efi"}
	not mount.fstype in {"erofs", "iso9660", "squashfs", "udf"}
}
