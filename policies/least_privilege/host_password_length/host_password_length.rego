# METADATA
# title: New passwords have a minimum length
# description: >-
#   Without a quality module PAM takes six characters. Credits shorten what minlen says: with dcredit=1 each digit
#   counts twice. Machines on which no account has a password need none of this.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/pam_pwquality.8.html
# custom:
#   id: host-password-length
#   resource: server.host
#   severity: medium
#   controls: [lp-authentication-required]
#   needs:
#     server.account: {facts: [password], within: target}
#   remediation: |
#     Debian and Ubuntu: apt-get install libpam-pwquality (its profile switches itself on). Then write
#     /etc/security/pwquality.conf.d/50-length.conf with
#       minlen = 14
#     and remove minlen and credits (dcredit, ucredit, lcredit, ocredit above 0) from /etc/security/pwquality.conf,
#     which comes last, and from the pam_pwquality lines in /etc/pam.d.
#     Verify: echo 'short1A!' | pwscore   (refused)
#   zh:
#     title: 新口令有最小长度
#     message: "{id} 接受 {length} 个字符的口令"
#     remediation: |
#       Debian 与 Ubuntu：apt-get install libpam-pwquality（会自动启用）。然后写入
#       /etc/security/pwquality.conf.d/50-length.conf：
#         minlen = 14
#       并从最后生效的 /etc/security/pwquality.conf 以及 /etc/pam.d 的 pam_pwquality 行中删除 minlen 与大于 0 的
#       dcredit、ucredit、lcredit、ocredit。
#       验证：echo 'short1A!' | pwscore（应被拒绝）
package least_privilege.host_password_length

deny contains {"msg": msg, "args": {"length": shortest}} if {
	passwords_in_use
	shortest := input.facts.pam.passwords.shortest
	shortest < data.parameters.password_min_length
	msg := sprintf("%s takes new passwords of %v characters", [input.name, shortest])
}

not_applicable if not passwords_in_use

unknown contains {"msg": "passwords are set without PAM, so nothing is seen of what they have to be like"} if {
	passwords_in_use
	input.facts.pam.passwords == null
}

passwords_in_use if {
	some account in data.inventory["server.account"].by.target[input.target]
	account.password.state == "set"
}
