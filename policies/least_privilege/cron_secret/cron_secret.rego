# METADATA
# title: No password stands in a crontab
# description: >-
#   The command of a job is shown to every account while it runs (ps), goes into the mail and the log of
#   cron, and /etc/crontab can be read by all. A password in it is known to all of them.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/crontab.5.html
#   - ref: https://man7.org/linux/man-pages/man1/ps.1.html
# custom:
#   id: cron-secret
#   resource: server.cron_job
#   severity: medium
#   controls: [lp-authentication-required, enc-key-management-system]
#   remediation: |
#     Put the password into a file that only the user of the job can read, let the program read it, and change it:
#       install -m 600 /dev/null /root/.pgpass        (or /root/.my.cnf, /root/.netrc)
#     Verify: grep -nEi 'pass|token|secret' /etc/crontab /etc/cron.d/*
#   zh:
#     title: 计划任务中没有明文口令
#     message: "{id} 的命令中疑似有明文口令"
#     remediation: |
#       将口令放入仅任务用户可读的文件，由程序读取，并更换该口令：
#         install -m 600 /dev/null /root/.pgpass        （或 /root/.my.cnf、/root/.netrc）
#       验证：grep -nEi 'pass|token|secret' /etc/crontab /etc/cron.d/*
package least_privilege.cron_secret

deny contains {"msg": msg} if {
	input.facts.secret
	msg := sprintf("the command of a job in %s seems to hold a password", [input.facts.file.path])
}
