# METADATA
# title: POSIX permission bits
# description: Reads modes such as "0640" and permissions such as "r-x".
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man7/inode.7.html
package lib.posix

# METADATA
# description: The three bits of a class of a mode of octal digits. Undefined for anything else.
bits_of(mode, class) := bits.and(bits.rsh(_number(mode), _shift[class]), 7)

_shift := {"special": 9, "owner": 6, "group": 3, "other": 0}

_number(mode) := sum([value |
	regex.match(`^[0-7]{1,4}$`, mode)
	some position in numbers.range(1, count(mode))
	digit := to_number(substring(mode, count(mode) - position, 1))
	value := bits.lsh(digit, 3 * (position - 1))
]) if {
	regex.match(`^[0-7]{1,4}$`, mode)
}

# METADATA
# description: The class may read.
may_read(mode, class) if bits.and(bits_of(mode, class), 4) != 0

# METADATA
# description: The class may write.
may_write(mode, class) if bits.and(bits_of(mode, class), 2) != 0

# METADATA
# description: The class may execute a file, or pass through a directory.
may_pass(mode, class) if bits.and(bits_of(mode, class), 1) != 0

# METADATA
# description: Only the owner of an entry of the directory may delete or rename it.
sticky(mode) if bits.and(bits_of(mode, "special"), 1) != 0

# METADATA
# description: Every account may pass all of these folders, each with its mode.
others_pass(folders) if {
	every folder in folders {
		may_pass(folder.mode, "other")
	}
}

# METADATA
# description: >-
#   Nobody but root may pass one of these folders, each with mode and uid. What an ACL gives to persons and groups
#   shows in the bits of the group.
only_root_passes(folders) if {
	some folder in folders
	folder.uid == 0
	not may_pass(folder.mode, "group")
	not may_pass(folder.mode, "other")
}

# METADATA
# description: A umask takes away every permission that another takes away.
umask_at_least(umask, wanted) if bits.and(_number(umask), _number(wanted)) == _number(wanted)

# METADATA
# description: Permissions in letters grant nothing.
grants_nothing(perms) if not regex.match(`[rwxXst]`, perms)
