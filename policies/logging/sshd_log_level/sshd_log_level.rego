# METADATA
# title: SSH logins are logged
# description: >-
#   Below INFO the server does not write down who logged in with which key, so misuse of an account
#   cannot be traced. The DEBUG levels violate the privacy of users and may write down what they do.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-log-level
#   resource: server.sshd
#   severity: medium
#   controls: [log-access-recorded, log-access-attempts-tracked]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-log-level.conf with
#       LogLevel VERBOSE
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^loglevel '
#   zh:
#     title: 记录 SSH 登录
#     message: "{id} 的日志级别不合适（{scope}）"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-log-level.conf，写入
#         LogLevel VERBOSE
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^loglevel '
package logging.sshd_log_level

import data.lib.ssh

deny contains {"msg": msg, "path": "global", "args": {"scope": "global"}} if {
	weak(input.facts.loglevel)
	msg := sprintf("%s does not log logins properly", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some set in ssh.match_values(input.facts.match_blocks, "loglevel")
	weak(lower(set.value))
	path := sprintf("Match %s", [set.criteria])
	msg := sprintf("%s does not log logins properly for %s", [input.name, path])
}

weak(value) if not value in {"info", "verbose"}
