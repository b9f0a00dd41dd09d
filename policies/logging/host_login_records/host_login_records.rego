# METADATA
# title: Records of logins are kept
# description: >-
#   last, lastb and lastlog answer who was on the machine and who tried. A name in /var/log that leads to /dev/null
#   is an old way to hide. That there is none of them is no finding: newer systems keep logins in the journal.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/utmp.5.html
# custom:
#   id: host-login-records
#   resource: server.host
#   severity: high
#   controls: [log-access-attempts-tracked, log-access-recorded]
#   remediation: |
#     Find out who did it and when (stat, shell histories, audit log), then make the file anew:
#       rm /var/log/NAME && install -m 0664 -o root -g utmp /dev/null /var/log/NAME      # btmp: -m 0660
#     Verify: log in once more, then: last | head -2; lastb | head -2
#   zh:
#     title: 保留登录记录
#     message: "{id} 的登录记录 {record} 不是文件，不保存任何内容"
#     remediation: |
#       查明何人何时所为（stat、shell 历史、审计日志），然后重建文件：
#         rm /var/log/NAME && install -m 0664 -o root -g utmp /dev/null /var/log/NAME（btmp 用 -m 0660）
#       验证：重新登录后执行 last | head -2; lastb | head -2
package logging.host_login_records

deny contains {"msg": msg, "path": record, "args": {"record": record}} if {
	some record, state in input.facts.login_records
	state == "diverted"
	msg := sprintf("%s on %s is no file and keeps nothing", [record, input.name])
}
