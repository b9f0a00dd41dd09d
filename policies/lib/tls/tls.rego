# METADATA
# title: TLS endpoints and their ciphers
# description: Tells sockets that other hosts reach, and weak cipher suites by their OpenSSL names.
# related_resources:
#   - ref: https://docs.openssl.org/master/man1/openssl-ciphers/
#   - ref: https://www.rfc-editor.org/rfc/rfc9325
package lib.tls

# METADATA
# description: Software that speaks HTTP.
web := {"nginx", "apache", "haproxy"}

# METADATA
# description: Sockets that other hosts reach and that are known to take no TLS, as people write them.
open_plain(listens) := sort({_text(socket) |
	some socket in listens
	socket.local == false
	socket.tls == "no"
})

# METADATA
# description: Sockets with TLS that other hosts reach.
open_tls(listens) := {_text(socket) |
	some socket in listens
	socket.local == false
	socket.tls == "yes"
}

# METADATA
# description: Some socket takes TLS.
encrypted(listens) if {
	some socket in listens
	socket.tls == "yes"
}

# METADATA
# description: Other hosts reach a socket.
exposed(listens) if {
	some socket in listens
	socket.local == false
}

_text(socket) := sprintf("%s:%v", [socket.address, socket.port]) if is_number(socket.port)

else := socket.address

# METADATA
# description: Suites without encryption or authentication, or with RC4, DES, RC2, IDEA, export keys or MD5.
weak_suites(suites) := sort([suite | some suite in suites; _weak_name(suite)])

_weak_name(name) if {
	some part in split(replace(name, "_", "-"), "-")
	part in _weak_parts
}

_weak_parts := {"NULL", "EXP", "EXP1024", "EXPORT", "RC4", "RC2", "DES", "3DES", "IDEA", "MD5", "ADH", "AECDH"}

# METADATA
# description: >-
#   Words of an OpenSSL cipher string that add weak suites whatever the version, and that no `!` takes out.
weak_words(text) := sort([word |
	some word in _added(text)
	_weak_word(word)
	not _killed(word, text)
])

# METADATA
# description: Words of a cipher string of which it cannot be told without the library what they add.
undecided_words(text) := sort([word |
	some word in _added(text)
	not _weak_word(word)
	not _strong_word(word)
])

_words(text) := [word | some word in regex.split(`[:, ]+`, text); word != ""]

_added(text) := [word | some word in _words(text); not regex.match(`^[!+@-]`, word)]

_weak_word(word) if {
	some part in regex.split(`[-+_]`, word)
	part in _weak_parts | {"eNULL", "aNULL", "LOW", "EXPORT40", "EXPORT56", "COMPLEMENTOFALL", "aDH", "aECDH"}
}

_killed(word, text) if {
	some part in array.concat(regex.split(`[-+_]`, word), [word])
	some other in _words(text)
	other == sprintf("!%s", [part])
}

# A full suite name, or an intersection or group that holds only authenticated encryption.
_strong_word(word) if {
	regex.match(`^[A-Z0-9]+([-_][A-Z0-9]+)+$`, word)
	regex.match(`AES|CHACHA20|CAMELLIA|ARIA`, word)
}

_strong_word(word) if regex.match(`^((EECDH|ECDHE|kECDHE|EDH|DHE|ECDSA|aECDSA|RSA|aRSA)\+)*(AESGCM|CHACHA20)$`, word)
