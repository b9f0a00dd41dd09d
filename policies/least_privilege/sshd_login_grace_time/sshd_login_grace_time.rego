# METADATA
# title: Unfinished logins are cut off
# description: >-
#   Every connection that has not logged in yet takes a slot. A long or unlimited grace time lets one
#   attacker use up all slots, so that administrators stay outside, and gives more time to guess.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-login-grace-time
#   resource: server.sshd
#   severity: low
#   controls: [lp-authentication-required]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-login-grace-time.conf with
#       LoginGraceTime 60
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^logingracetime '
#   zh:
#     title: 未完成的登录会被断开
#     message: "{id} 登录宽限时间过长（{seconds} 秒，0 表示不限）"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-login-grace-time.conf，写入
#         LoginGraceTime 60
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^logingracetime '
package least_privilege.sshd_login_grace_time

deny contains {"msg": msg, "args": {"seconds": seconds}} if {
	seconds := input.facts.logingracetime
	too_long(seconds)
	msg := sprintf("%s waits %v s for a login to finish (0 is for ever)", [input.name, seconds])
}

too_long(seconds) if seconds == 0

too_long(seconds) if seconds > data.parameters.ssh_login_grace_seconds
