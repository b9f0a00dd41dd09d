# METADATA
# title: Swap space is encrypted
# description: >-
#   The kernel writes memory to swap without asking, customer records and keys included, and they stay
#   there after a shutdown. Encrypted file systems do not help when the swap beside them is plain.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/crypttab.5.html
# custom:
#   id: host-swap-encryption
#   resource: server.host
#   severity: high
#   controls: [enc-in-processing]
#   remediation: |
#     Encrypt swap with a key that is lost at every boot (this ends hibernation). Use a stable device
#     name:
#       swapoff /dev/disk/by-partuuid/UUID
#     add to /etc/crypttab the line
#       cswap /dev/disk/by-partuuid/UUID /dev/urandom swap,cipher=aes-xts-plain64,size=512
#     replace the swap line of /etc/fstab by
#       /dev/mapper/cswap none swap sw 0 0
#     and start it:
#       systemctl daemon-reload && systemctl start systemd-cryptsetup@cswap && swapon -a
#     A swap file needs no change of its own when its file system is encrypted. Verify:
#       swapon --show && lsblk -o NAME,TYPE,MOUNTPOINT
#   zh:
#     title: 交换空间已加密
#     message: "{id} 的交换空间 {device} 未加密"
#     remediation: |
#       用每次启动随机生成的密钥加密交换分区（将不能休眠）：在 /etc/crypttab 增加
#         cswap /dev/disk/by-partuuid/UUID /dev/urandom swap,cipher=aes-xts-plain64,size=512
#       并把 /etc/fstab 中的交换行改为 /dev/mapper/cswap none swap sw 0 0，然后重启或启动对应单元。
#       验证：swapon --show && lsblk -o NAME,TYPE,MOUNTPOINT
package encryption.host_swap_encryption

deny contains {"msg": msg, "path": swap.device, "args": {"device": swap.device}} if {
	some swap in input.facts.swap
	swap.encrypted == "no"
	msg := sprintf("%s swaps to %s, which is not encrypted", [input.name, swap.device])
}

unknown contains {"msg": msg} if {
	some swap in input.facts.swap
	swap.encrypted == "undetermined"
	msg := sprintf("it is out of sight whether the swap on %s is encrypted", [swap.device])
}

not_applicable if count(input.facts.swap) == 0
