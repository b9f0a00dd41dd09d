package lib.declared_test

import data.lib.declared

now := "2026-11-28T12:00:00Z"

test_statements_in_force if {
	not declared.stale("2026-11-28", "2026-11-28", now)
	declared.stale("2026-01-01", "2026-11-27", now) == "the statement expired on 2026-11-27"
	declared.stale("2026-11-29", "2027-01-01", now) == "the statement begins on 2026-11-29"
	declared.stale("2026-01-01", "never", now)
	declared.stale("once", "2027-01-01", now)
}

test_ciphers if {
	every name in ["none", "3des-cbc", "DES", "rc4-128", "des3"] {
		declared.weak_cipher(name)
		not declared.strong_cipher(name)
	}
	every name in ["aes-256-gcm", "AES256-GCM", "chacha20-poly1305", "aes128gcm16"] {
		declared.strong_cipher(name)
		not declared.weak_cipher(name)
	}
}
