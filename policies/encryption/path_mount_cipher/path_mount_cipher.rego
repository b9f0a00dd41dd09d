# METADATA
# title: Sensitive datasets lie under a cipher with a key of 256 bits
# description: >-
#   The documents ask for AES-256 or an algorithm of at least its strength for sensitive information. In XTS mode, the
#   default of cryptsetup, a key of 512 bits is two keys of 256; one of 256 bits is AES-128. That a file system is not
#   encrypted at all is the finding of path-mount-encrypted.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/cryptsetup.8.html
#   - ref: https://docs.kernel.org/admin-guide/device-mapper/dm-crypt.html
# custom:
#   id: path-mount-cipher
#   resource: server.path
#   severity: high
#   controls: [enc-sensitive-aes256]
#   remediation: |
#     Make a backup, test that it restores, then encrypt the volume anew in place (LUKS2, cryptsetup 2.2 or later):
#       cryptsetup reencrypt --cipher aes-xts-plain64 --key-size 512 --resilience checksum /dev/DISK
#     ZFS cannot change the cipher of a dataset: zfs create -o encryption=aes-256-gcm -o keyformat=… POOL/NEW, then move the
#     files. Verify: dmsetup table --target crypt | awk '{print $1, $5}'; cryptsetup status NAME | grep keysize
#   zh:
#     title: 敏感数据集采用 256 位密钥的加密算法
#     message: "{id} 所在的 {layer} 使用 {algorithm}（{bits} 位密钥）"
#     remediation: |
#       备份并验证可恢复后，就地重新加密（LUKS2，cryptsetup 2.2 及以上）：
#         cryptsetup reencrypt --cipher aes-xts-plain64 --key-size 512 --resilience checksum /dev/DISK
#       ZFS 无法更改数据集的算法：以 zfs create -o encryption=aes-256-gcm 新建后迁移文件。
#       验证：dmsetup table --target crypt | awk '{print $1, $5}'；cryptsetup status NAME | grep keysize
package encryption.path_mount_cipher

deny contains {"msg": msg, "path": found.layer, "args": args} if {
	some found in input.facts.ciphers
	found.cipher != null
	not strong(found)
	args := {"layer": found.layer, "algorithm": found.algorithm, "bits": found.key_bits}
	msg := sprintf("%s lies under %s (%s) with a key of %v bits", [
		input.name,
		found.layer,
		found.algorithm,
		found.key_bits,
	])
}

not_applicable if input.facts.exists == false

not_applicable if input.dataset.classification == "general"

not_applicable if count(input.facts.ciphers) == 0

unknown contains {"msg": msg} if {
	some found in input.facts.ciphers
	found.cipher == null
	msg := sprintf("by which algorithm %s encrypts is out of sight", [found.layer])
}

strong(found) if {
	found.cipher in {"aes", "camellia", "serpent", "twofish"}
	found.key_bits >= 256
}
