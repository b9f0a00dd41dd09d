# METADATA
# title: Crontabs are changed by root and their user alone
# description: >-
#   Who can change a crontab, or a script that cron runs by its place, runs anything as its user.
#   crontab(1) is the way for people to change their own.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/crontab.5.html
# custom:
#   id: cron-file-writable
#   resource: server.cron_job
#   severity: high
#   controls: [lp-no-unauthorised-access, int-tamper-protection]
#   remediation: |
#     Give the file and its folder back to root, after you have read it:
#       chown root: /etc/crontab /etc/cron.*; chmod og-w /etc/crontab /etc/cron.* /etc/cron.*/*
#       chmod 600 /var/spool/cron/crontabs/*
#     Verify: namei -l FILE
#   zh:
#     title: 计划任务文件只能由 root 与本人更改
#     message: "{file} 可被 {writers} 更改"
#     remediation: |
#       检查内容后，将文件与目录归还 root：
#         chown root: /etc/crontab /etc/cron.*; chmod og-w /etc/crontab /etc/cron.* /etc/cron.*/*
#         chmod 600 /var/spool/cron/crontabs/*
#       验证：namei -l FILE
package least_privilege.cron_file_writable

deny contains {"msg": msg, "args": args, "severity": severity} if {
	others := [name | some name in input.facts.file_writers; name != input.facts.user]
	count(others) > 0
	names := concat(", ", array.slice(others, 0, 5))
	args := {"file": input.facts.file.path, "writers": names}
	severity := severity_of(input.facts.user)
	msg := sprintf("%v other accounts (%s) can change %s, which runs as %s", [
		count(others),
		names,
		input.facts.file.path,
		input.facts.user,
	])
}

severity_of(user) := "critical" if user == "root"

else := "high"
