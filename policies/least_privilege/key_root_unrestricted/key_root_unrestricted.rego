# METADATA
# title: Keys for root are tied to a place or a command
# description: >-
#   A key that opens root from anywhere for anything bypasses every personal account, and the log shows
#   root, not a person. For backups and the like, a key is tied to the address it comes from or to the
#   one command that it is for.
# related_resources:
#   - ref: https://man.openbsd.org/sshd#AUTHORIZED_KEYS_FILE_FORMAT
# custom:
#   id: key-root-unrestricted
#   resource: server.authorized_key
#   severity: medium
#   controls: [lp-need-to-know, lp-authorised-only]
#   remediation: |
#     Let people log in with their own accounts and use sudo, and remove their keys from root. For a service, write
#     in front of its key:
#       restrict,from="10.0.0.5",command="/usr/local/sbin/backup-helper" ssh-ed25519 AAAA…
#     and set PermitRootLogin forced-commands-only when only such keys are left.
#     Verify: grep -nE 'from=|command=' /root/.ssh/authorized_keys
#   zh:
#     title: root 的密钥限定来源或命令
#     message: "{id} 可从任何地址以 root 登录并执行任何命令"
#     remediation: |
#       人员使用个人账号与 sudo，并从 root 中删除其密钥。服务的密钥前写明限制：
#         restrict,from="10.0.0.5",command="/usr/local/sbin/backup-helper" ssh-ed25519 AAAA…
#       仅剩此类密钥时设置 PermitRootLogin forced-commands-only。
#       验证：grep -nE 'from=|command=' /root/.ssh/authorized_keys
package least_privilege.key_root_unrestricted

deny contains {"msg": msg} if {
	input.facts.uid == 0
	input.facts.options.command == null
	anywhere(input.facts.options.from)
	msg := sprintf("a key (%s) opens %s from anywhere for any command", [
		input.facts.comment,
		input.facts.account,
	])
}

not_applicable if input.facts.uid != 0

anywhere(patterns) if count(patterns) == 0

anywhere(patterns) if {
	some pattern in patterns
	pattern in {"*", "0.0.0.0/0", "::/0"}
}
