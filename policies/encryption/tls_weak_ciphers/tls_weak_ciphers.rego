# METADATA
# title: Servers offer only strong cipher suites
# description: >-
#   Suites without encryption or authentication, with RC4, DES, 3DES, export keys or MD5 can be read or
#   altered on the way. Decided on the suites that the machine's own OpenSSL makes of the configured
#   string; where the server brings its own library, on the words of the string as far as they are
#   certain.
# related_resources:
#   - ref: https://docs.openssl.org/master/man1/openssl-ciphers/
#   - ref: https://www.rfc-editor.org/rfc/rfc9325
#   - ref: https://ssl-config.mozilla.org/
# custom:
#   id: tls-weak-ciphers
#   resource: server.tls_endpoint
#   severity: high
#   controls: [enc-standard-algorithms, enc-in-transit-tls]
#   remediation: |
#     Use this string in ssl_ciphers (nginx), SSLCipherSuite (Apache), ssl-default-bind-ciphers (HAProxy):
#       ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20:!aNULL
#     and as ssl_ciphers (PostgreSQL) or ssl_cipher (MySQL, MariaDB), or remove the setting there.
#     Reload the server. Verify:
#       openssl ciphers -s -v 'ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20:!aNULL'
#       openssl s_client -connect NAME:443 -tls1_2 -cipher 'NULL:RC4:3DES:aNULL:@SECLEVEL=0' </dev/null
#   zh:
#     title: 服务只提供强加密套件
#     message: "{id} 提供弱加密套件：{ciphers}"
#     remediation: |
#       将 ssl_ciphers（nginx、PostgreSQL）、SSLCipherSuite（Apache）、ssl-default-bind-ciphers（HAProxy）设为：
#         ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20:!aNULL
#       并重新加载服务。
#       验证：openssl s_client -connect NAME:443 -tls1_2 -cipher 'NULL:RC4:3DES:aNULL:@SECLEVEL=0' </dev/null
package encryption.tls_weak_ciphers

import data.lib.tls

deny contains {"msg": msg, "args": {"ciphers": ciphers}} if {
	is_array(input.facts.ciphers.suites)
	weak := tls.weak_suites(input.facts.ciphers.suites)
	count(weak) > 0
	ciphers := concat(", ", weak)
	msg := sprintf("%s offers %s", [input.name, ciphers])
}

deny contains {"msg": msg, "args": {"ciphers": ciphers}} if {
	input.facts.ciphers.suites == null
	is_string(input.facts.ciphers.configured)
	weak := tls.weak_words(input.facts.ciphers.configured)
	count(weak) > 0
	ciphers := concat(", ", weak)
	msg := sprintf("%s is configured to offer %s", [input.name, ciphers])
}

unknown contains {"msg": msg} if {
	input.facts.ciphers.suites == null
	is_string(input.facts.ciphers.configured)
	words := tls.undecided_words(input.facts.ciphers.configured)
	count(words) > 0
	msg := sprintf("what %s adds depends on the library of the server", [concat(", ", words)])
}

unknown contains {"msg": msg} if {
	input.facts.ciphers.suites == null
	input.facts.ciphers.configured == null
	msg := "the server uses the default of a library of its own"
}

not_applicable if not tls.encrypted(input.facts.listen)
