# METADATA
# title: New passwords are hashed with a strong method
# description: >-
#   Tools such as chpasswd and newusers take the hash method from login.defs; without the line it is
#   DES, which cuts passwords after eight characters. Who steals a copy of the shadow file then reads
#   the passwords of everyone with access to customer information.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/login.defs.5.html
#   - ref: https://man7.org/linux/man-pages/man5/crypt.5.html
# custom:
#   id: host-password-hash-default
#   resource: server.host
#   severity: medium
#   controls: [enc-standard-algorithms]
#   remediation: |
#     Set the method in /etc/login.defs (SHA512 where the C library lacks yescrypt):
#       sed -i 's/^#\?\s*ENCRYPT_METHOD.*/ENCRYPT_METHOD YESCRYPT/' /etc/login.defs
#       grep -q '^ENCRYPT_METHOD' /etc/login.defs || echo 'ENCRYPT_METHOD YESCRYPT' >> /etc/login.defs
#     passwd(1) itself follows PAM: the pam_unix.so line of /etc/pam.d/common-password (Debian) or
#     /etc/pam.d/system-auth (Red Hat) must name the same method. Existing hashes change at the next
#     password
#     change. Verify: grep ^ENCRYPT_METHOD /etc/login.defs
#   zh:
#     title: 新口令使用强散列算法
#     message: "{id} 的 login.defs 口令散列算法为 {method}"
#     remediation: |
#       在 /etc/login.defs 中设置（C 库不支持 yescrypt 时用 SHA512）：
#         ENCRYPT_METHOD YESCRYPT
#       passwd 命令由 PAM 决定，请同时检查 pam_unix.so 一行。旧散列在下次修改口令时更新。
#       验证：grep ^ENCRYPT_METHOD /etc/login.defs
package encryption.host_password_hash_default

deny contains {"msg": msg, "args": {"method": method}, "severity": severity} if {
	method := input.facts.login_defs.encrypt_method
	method != null
	not upper(method) in data.parameters.password_hash_methods_allowed
	severity := severity_of(upper(method))
	msg := sprintf("%s hashes new passwords with %s", [input.name, method])
}

deny contains {"msg": msg, "args": {"method": "DES"}, "severity": "high"} if {
	input.facts.login_defs.encrypt_method == null
	msg := sprintf("%s sets no ENCRYPT_METHOD in login.defs, so DES is used", [input.name])
}

severity_of(method) := "high" if method in {"DES", "MD5"}

else := "medium"
