# METADATA
# title: Nobody else can put a key into an account
# description: >-
#   Who can change a file of authorized keys, or replace it or a folder above, adds a key of their own
#   and is that account from then on. sshd refuses such files only with StrictModes, and only when it
#   looks at the whole way.
# related_resources:
#   - ref: https://man.openbsd.org/sshd#AUTHORIZED_KEYS_FILE_FORMAT
#   - ref: https://man.openbsd.org/sshd_config#StrictModes
# custom:
#   id: key-file-writable
#   resource: server.authorized_key
#   severity: high
#   controls: [lp-authentication-required, lp-no-unauthorised-access]
#   remediation: |
#     Give the file and the folders to the account (or root) alone, then look for keys nobody knows:
#       chown LOGIN: ~LOGIN ~LOGIN/.ssh ~LOGIN/.ssh/authorized_keys
#       chmod go-w ~LOGIN && chmod 700 ~LOGIN/.ssh && chmod 600 ~LOGIN/.ssh/authorized_keys
#     Verify: namei -l ~LOGIN/.ssh/authorized_keys
#   zh:
#     title: 他人不能向账号添加密钥
#     message: "{id} 所在的密钥文件可被 {writers} 更改"
#     remediation: |
#       文件与各级目录只归账号本人（或 root），再查找来历不明的密钥：
#         chown LOGIN: ~LOGIN ~LOGIN/.ssh ~LOGIN/.ssh/authorized_keys
#         chmod go-w ~LOGIN && chmod 700 ~LOGIN/.ssh && chmod 600 ~LOGIN/.ssh/authorized_keys
#       验证：namei -l ~LOGIN/.ssh/authorized_keys
package least_privilege.key_file_writable

deny contains {"msg": msg, "args": {"writers": names}, "severity": severity} if {
	count(input.facts.writers) > 0
	names := concat(", ", array.slice(input.facts.writers, 0, 5))
	severity := severity_of(input.facts.uid)
	msg := sprintf("%v other accounts (%s) can change which keys open %s (%s)", [
		count(input.facts.writers),
		names,
		input.facts.account,
		input.facts.file.path,
	])
}

severity_of(uid) := "critical" if uid == 0

else := "high"
