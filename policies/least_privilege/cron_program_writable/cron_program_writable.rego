# METADATA
# title: Jobs run nothing that others can change
# description: >-
#   A job runs with the rights of its user, again and again. Who can change the program, or replace it
#   or a folder above, or put it there when it is missing, gets those rights at the next run. For root
#   that is the whole machine.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/crontab.5.html
# custom:
#   id: cron-program-writable
#   resource: server.cron_job
#   severity: high
#   controls: [lp-no-unauthorised-access, int-tamper-protection]
#   remediation: |
#     Move the program to a folder of root and give it to root, after you have read it:
#       install -o root -g root -m 755 PROGRAM /usr/local/sbin/
#     and correct the path in the crontab; or run the job as the owner of the program.
#     Verify: namei -l /usr/local/sbin/PROGRAM
#   zh:
#     title: 计划任务不运行他人可更改的程序
#     message: "以 {user} 运行的 {program} 可被 {writers} 更改"
#     remediation: |
#       检查程序内容后，移入 root 的目录并归 root 所有：
#         install -o root -g root -m 755 PROGRAM /usr/local/sbin/
#       再更正 crontab 中的路径；或改以程序所有者的身份运行。
#       验证：namei -l /usr/local/sbin/PROGRAM
package least_privilege.cron_program_writable

deny contains {"msg": msg, "path": program.path, "args": args, "severity": severity} if {
	some program in input.facts.programs
	count(program.writers) > 0
	names := concat(", ", array.slice(program.writers, 0, 5))
	args := {"user": input.facts.user, "program": program.path, "writers": names}
	severity := severity_of(input.facts.user)
	msg := sprintf("%v other accounts (%s) can change %s, which runs as %s", [
		count(program.writers),
		names,
		program.path,
		input.facts.user,
	])
}

severity_of(user) := "critical" if user == "root"

else := "high"
