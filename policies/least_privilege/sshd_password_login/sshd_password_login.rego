# METADATA
# title: SSH asks for keys, not passwords
# description: >-
#   Passwords can be guessed, reused and phished; a port that takes them is under attack all the time.
#   Keys, best on hardware tokens, cannot be guessed. Keyboard-interactive login hands over to PAM,
#   which may ask for a password, a one-time code or both; that is reported as undecided.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-password-login
#   resource: server.sshd
#   severity: medium
#   controls: [lp-authentication-required]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-password-login.conf with
#       PasswordAuthentication no
#       KbdInteractiveAuthentication no
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^(password|kbdinteractive)authentication '
#   zh:
#     title: SSH 使用密钥而非口令登录
#     message: "{id} 允许口令登录（{scope}）"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-password-login.conf，写入
#         PasswordAuthentication no
#         KbdInteractiveAuthentication no
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^(password|kbdinteractive)authentication '
package least_privilege.sshd_password_login

import data.lib.ssh

deny contains {"msg": msg, "path": "global", "args": {"scope": "global"}} if {
	input.facts.passwordauthentication == "yes"
	msg := sprintf("%s accepts passwords over SSH", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some set in ssh.match_values(input.facts.match_blocks, "passwordauthentication")
	lower(set.value) == "yes"
	path := sprintf("Match %s", [set.criteria])
	msg := sprintf("%s accepts passwords over SSH for %s", [input.name, path])
}

unknown contains {"msg": msg} if {
	input.facts.kbdinteractiveauthentication == "yes"
	input.facts.usepam == "yes"
	msg := "keyboard-interactive login asks whatever PAM is set up to ask, a password perhaps"
}
