# METADATA
# title: A dataset lies on an encrypted file system
# description: >-
#   A folder with customer information on a plain disk is readable by whoever gets hold of the disk, a
#   snapshot of it or the discarded hardware; permissions do not matter then.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/cryptsetup.8.html
# custom:
#   id: path-mount-encrypted
#   resource: server.path
#   severity: critical
#   controls: [enc-at-rest-rate-100, enc-sensitive-aes256, cls-differentiated-protection]
#   remediation: |
#     Move the dataset to a LUKS volume (AES-256 in XTS mode):
#       cryptsetup luksFormat --cipher aes-xts-plain64 --key-size 512 /dev/NEW
#       cryptsetup open /dev/NEW customers && mkfs.ext4 /dev/mapper/customers
#       mount /dev/mapper/customers /mnt && rsync -aHAX --numeric-ids /OLD/PATH/ /mnt/
#     Compare both copies, put the volume into /etc/crypttab and /etc/fstab at the old place, then
#     destroy the old copy: overwrite the device (shred, or blkdiscard --secure where supported);
#     deleting the files is not enough.
#     Verify: lsblk -o NAME,TYPE,MOUNTPOINT && cryptsetup status customers
#   zh:
#     title: 数据集位于加密文件系统
#     message: "{id} 所在的文件系统 {mount} 未加密"
#     remediation: |
#       将数据集迁移到 LUKS 卷（AES-256，XTS 模式）：
#         cryptsetup luksFormat --cipher aes-xts-plain64 --key-size 512 /dev/NEW
#         cryptsetup open /dev/NEW customers && mkfs.ext4 /dev/mapper/customers
#         mount /dev/mapper/customers /mnt && rsync -aHAX --numeric-ids /OLD/PATH/ /mnt/
#       核对两份数据，写入 /etc/crypttab 与 /etc/fstab，最后安全擦除旧设备。
#       验证：lsblk -o NAME,TYPE,MOUNTPOINT && cryptsetup status customers
package encryption.path_mount_encrypted

deny contains {"msg": msg, "args": {"mount": input.facts.mount.path}} if {
	input.facts.mount.network == false
	input.facts.mount.encrypted == "no"
	msg := sprintf("%s lies on %s, which is not encrypted", [input.name, input.facts.mount.path])
}

not_applicable if input.facts.exists == false

unknown contains {"msg": "the file system that holds the path was not identified"} if {
	input.facts.mount == null
}

unknown contains {"msg": msg} if {
	input.facts.mount.network == false
	input.facts.mount.encrypted == "undetermined"
	msg := sprintf("it is out of sight whether %s is encrypted", [input.facts.mount.source])
}

unknown contains {"msg": msg} if {
	input.facts.mount.network
	input.facts.mount.encrypted != "yes"
	source := input.facts.mount.source
	msg := sprintf("%s is stored by another machine; look at its encryption there", [source])
}
