# METADATA
# title: AIDE runs by itself
# description: A comparison that somebody has to think of is made after the break-in.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man1/aide.1.html
# custom:
#   id: aide-schedule
#   resource: server.intrusion_detection
#   severity: medium
#   controls: [int-tamper-protection, net-ids-present]
#   remediation: |
#     Debian and Ubuntu (package aide-common):
#       systemctl enable --now dailyaidecheck.timer
#     elsewhere:
#       echo '5 4 * * * root /usr/sbin/aide --check' > /etc/cron.d/aide
#     Verify: systemctl list-timers | grep aide; grep -r aide /etc/cron*
#   zh:
#     title: AIDE 定期自动运行
#     message: "{id} 的 AIDE 没有定时任务"
#     remediation: |
#       Debian 与 Ubuntu（软件包 aide-common）：
#         systemctl enable --now dailyaidecheck.timer
#       其他系统：
#         echo '5 4 * * * root /usr/sbin/aide --check' > /etc/cron.d/aide
#       验证：systemctl list-timers | grep aide; grep -r aide /etc/cron*
package integrity_availability.aide_schedule

deny contains {"msg": msg} if {
	count(input.facts.aide.schedule) == 0
	msg := sprintf("nothing starts AIDE on %s", [input.name])
}

not_applicable if input.facts.aide.installed == false
