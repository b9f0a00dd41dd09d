# METADATA
# title: Passwords are stored under a strong hash
# description: >-
#   A hash from DES or MD5 is guessed at billions of tries a second once the shadow file or a backup
#   of it leaks, and the account of a colleague opens the door to customer information.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/crypt.5.html
# custom:
#   id: account-weak-password-hash
#   resource: server.account
#   severity: high
#   controls: [enc-standard-algorithms, lp-authentication-required]
#   remediation: |
#     Set a strong method first (ENCRYPT_METHOD in /etc/login.defs, pam_unix.so in /etc/pam.d), then
#     have the
#     password changed; a hash cannot be converted:
#       chage -d 0 LOGIN        # asks for a new password at the next login
#     or lock it where the account needs none: passwd -l LOGIN
#     Verify: awk -F: '$1=="LOGIN"{print substr($2,1,3)}' /etc/shadow   ($y$ is yescrypt, $6$ SHA-512)
#   zh:
#     title: 口令以强散列保存
#     message: "{id} 的口令散列算法为 {algorithm}"
#     remediation: |
#       先在 /etc/login.defs 和 PAM 中设置强算法，再要求用户修改口令（散列不能转换）：
#         chage -d 0 LOGIN
#       不需要口令的账号请锁定：passwd -l LOGIN
#       验证：awk -F: '$1=="LOGIN"{print substr($2,1,3)}' /etc/shadow
package encryption.account_weak_password_hash

deny contains {"msg": msg, "args": {"algorithm": algorithm}} if {
	algorithm := input.facts.password.algorithm
	not algorithm in data.parameters.password_hashes_allowed
	not algorithm in {"none", "unknown"}
	msg := sprintf("the password of %s is hashed with %s", [input.name, algorithm])
}

not_applicable if input.facts.password.state != "set"

unknown contains {"msg": "the format of the password hash is not known"} if {
	input.facts.password.algorithm == "unknown"
}
