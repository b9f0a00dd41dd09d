# METADATA
# title: A locked account has no working SSH key
# description: >-
#   passwd -l and usermod -L make the password unusable; sshd goes on taking keys when it uses PAM. Who
#   locked the account wanted it closed. Accounts that never had a password are another matter: keys are
#   their only way in, and they are not reported.
# related_resources:
#   - ref: https://man.openbsd.org/sshd#AUTHORIZED_KEYS_FILE_FORMAT
#   - ref: https://man7.org/linux/man-pages/man8/usermod.8.html
# custom:
#   id: key-locked-account
#   resource: server.authorized_key
#   severity: medium
#   controls: [lp-authentication-required, lp-leaver-revoked]
#   needs:
#     server.account: {facts: [login_shell, password], within: target}
#     server.sshd: {facts: [usepam], within: target}
#   remediation: |
#     If the account is to be closed, expire it and take the shell and the keys away:
#       usermod --lock --expiredate 1 --shell /usr/sbin/nologin LOGIN
#       mv ~LOGIN/.ssh/authorized_keys ~LOGIN/.ssh/authorized_keys.revoked
#     If only the password was to go, remove it: usermod -p '*' LOGIN.
#     Verify: chage -l LOGIN && getent passwd LOGIN
#   zh:
#     title: 已锁定的账号没有可用密钥
#     message: "账号 {account} 已锁定口令，但密钥仍可登录"
#     remediation: |
#       若应关闭账号，设为过期并移除登录 shell 与密钥：
#         usermod --lock --expiredate 1 --shell /usr/sbin/nologin LOGIN
#         mv ~LOGIN/.ssh/authorized_keys ~LOGIN/.ssh/authorized_keys.revoked
#       若只需取消口令：usermod -p '*' LOGIN。
#       验证：chage -l LOGIN && getent passwd LOGIN
package least_privilege.key_locked_account

import data.lib.dates

deny contains {"msg": msg, "args": {"account": account.name}} if {
	some account in locked
	some server in data.inventory["server.sshd"].by.target[input.target]
	server.usepam == "yes"
	msg := sprintf("%s is locked, but its key still opens it", [account.name])
}

locked contains account if {
	some account in data.inventory["server.account"].by.target[input.target]
	account.name == input.facts.account
	account.password.state == "locked"
	account.login_shell
	not expired(account.password.expires)
}

expired(day) if dates.instant(data.run.now) >= dates.day_start(day)
