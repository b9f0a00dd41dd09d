# METADATA
# title: OpenSSH settings
# description: Judges algorithm lists and finds what Match blocks set.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
package lib.ssh

import data.lib.wildcard

# METADATA
# description: Algorithms outside the allowed ones whose strength is known.
refused(algorithms, allowed) := sort([algorithm |
	some algorithm in algorithms
	not algorithm in allowed
	not _marker(algorithm)
	_known(algorithm)
])

# METADATA
# description: Algorithms outside the allowed ones of unknown strength; nothing can be said of them.
unheard_of(algorithms, allowed) := sort([algorithm |
	some algorithm in algorithms
	not algorithm in allowed
	not _marker(algorithm)
	not _known(algorithm)
])

# Names in the key exchange list that stand for an extension, not for an algorithm.
_marker(algorithm) if strings.any_prefix_match(algorithm, {"ext-info-", "kex-strict-"})

_known(algorithm) if algorithm in _strong

_known(algorithm) if strings.any_prefix_match(algorithm, _weak_prefixes)

_known(algorithm) if strings.any_suffix_match(algorithm, _weak_suffixes)

# What OpenSSH has offered up to version 10 and nobody has broken.
_strong := {
	"aes128-ctr",
	"aes128-gcm@openssh.com",
	"aes192-ctr",
	"aes256-ctr",
	"aes256-gcm@openssh.com",
	"chacha20-poly1305@openssh.com",
	"curve25519-sha256",
	"curve25519-sha256@libssh.org",
	"diffie-hellman-group-exchange-sha256",
	"diffie-hellman-group14-sha256",
	"diffie-hellman-group16-sha512",
	"diffie-hellman-group18-sha512",
	"ecdh-sha2-nistp256",
	"ecdh-sha2-nistp384",
	"ecdh-sha2-nistp521",
	"ecdsa-sha2-nistp256",
	"ecdsa-sha2-nistp256-cert-v01@openssh.com",
	"ecdsa-sha2-nistp384",
	"ecdsa-sha2-nistp384-cert-v01@openssh.com",
	"ecdsa-sha2-nistp521",
	"ecdsa-sha2-nistp521-cert-v01@openssh.com",
	"hmac-sha2-256",
	"hmac-sha2-256-etm@openssh.com",
	"hmac-sha2-512",
	"hmac-sha2-512-etm@openssh.com",
	"mlkem768x25519-sha256",
	"rsa-sha2-256",
	"rsa-sha2-256-cert-v01@openssh.com",
	"rsa-sha2-512",
	"rsa-sha2-512-cert-v01@openssh.com",
	"sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
	"sk-ecdsa-sha2-nistp256@openssh.com",
	"sk-ssh-ed25519-cert-v01@openssh.com",
	"sk-ssh-ed25519@openssh.com",
	"sntrup761x25519-sha512",
	"sntrup761x25519-sha512@openssh.com",
	"ssh-ed25519",
	"ssh-ed25519-cert-v01@openssh.com",
	"umac-128-etm@openssh.com",
	"umac-128@openssh.com",
	"webauthn-sk-ecdsa-sha2-nistp256@openssh.com",
}

# RC4, CBC and 64-bit blocks, MD5, SHA-1, RIPEMD, short tags, DSA, SHA-1 signatures.
_weak_prefixes := {
	"3des",
	"arcfour",
	"blowfish",
	"cast128",
	"des",
	"diffie-hellman-group1-",
	"gss-gex-sha1-",
	"gss-group1-sha1-",
	"gss-group14-sha1-",
	"hmac-md5",
	"hmac-ripemd160",
	"hmac-sha1",
	"none",
	"ssh-dss",
	"ssh-rsa",
	"umac-64",
}

_weak_suffixes := {"-cbc", "-cbc@lysator.liu.se", "-sha1"}

# METADATA
# description: >-
#   What Match blocks set a keyword to, as {criteria, value}. sshd takes the first value it meets, so a later
#   block with the same criteria changes nothing.
match_values(blocks, keyword) := {{"criteria": block.criteria, "value": value} |
	some position, block in blocks
	value := object.get(block.settings, keyword, null)
	value != null
	not _set_before(blocks, position, block.criteria, keyword)
}

_set_before(blocks, position, criteria, keyword) if {
	some earlier, block in blocks
	earlier < position
	object.get(block.settings, keyword, null) != null
	lower(block.criteria) in {lower(criteria), "all"}
}

# METADATA
# description: >-
#   The criteria of a Match block can hold for a login name. Only a User criterion that excludes the name
#   rules it out; whatever is not understood can hold.
may_concern(criteria, user) if not _ruled_out(criteria, user)

_ruled_out(criteria, user) if {
	words := [word | some word in regex.split(`[\s=]+`, criteria); word != ""]
	some position, word in words
	lower(word) == "user"
	patterns := split(replace(words[position + 1], `"`, ""), ",")
	not _listed(patterns, user)
}

_listed(patterns, user) if {
	some pattern in patterns
	wildcard.matches(pattern, user)
	not _refused(patterns, user)
}

_refused(patterns, user) if {
	some pattern in patterns
	startswith(pattern, "!")
	wildcard.matches(trim_prefix(pattern, "!"), user)
}
