# METADATA
# title: Logs are files that others can neither read nor write
# description: >-
#   Logs name customers, addresses and mistyped passwords; who can write them can lie in them. A log that is a link
#   to /dev/null keeps nothing.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/logrotate.8.html
# custom:
#   id: log-files-closed
#   resource: server.log_policy
#   severity: medium
#   controls: [log-access-recorded, lp-no-unauthorised-access, int-tamper-protection]
#   remediation: |
#     Close the file, and keep the next one closed (rsyslog: $FileCreateMode 0640; logrotate: create 0640 root adm):
#       chmod o-rwx FILE
#     A log that leads elsewhere: rm FILE && systemctl restart rsyslog
#     Verify: stat -c '%A %n' /var/log/auth.log* /var/log/secure* /var/log/messages* /var/log/syslog*
#   zh:
#     title: 日志文件不对其他人开放
#     message: "{id} 的日志 {file} {trouble}"
#     remediation: |
#       收紧权限，并确保新文件同样（rsyslog：$FileCreateMode 0640；logrotate：create 0640 root adm）：
#         chmod o-rwx FILE
#       指向别处的日志：rm FILE && systemctl restart rsyslog
#       验证：stat -c '%A %n' /var/log/auth.log* /var/log/secure* /var/log/messages* /var/log/syslog*
package logging.log_files_closed

import data.lib.posix

deny contains {"msg": msg, "path": log.path, "args": {"file": log.path, "trouble": "可被任何账号读取"}} if {
	some log in reachable
	posix.may_read(log.mode, "other")
	not posix.may_write(log.mode, "other")
	msg := sprintf("every account of %s can read %s", [input.name, log.path])
}

deny contains {"msg": msg, "path": log.path, "severity": "high", "args": {"file": log.path, "trouble": trouble}} if {
	some log in reachable
	posix.may_write(log.mode, "other")
	trouble := "可被任何账号改写"
	msg := sprintf("every account of %s can write %s", [input.name, log.path])
}

deny contains {"msg": msg, "path": log.path, "severity": "high", "args": {"file": log.path, "trouble": trouble}} if {
	some log in input.facts.log_files
	log.path in named
	log.kind == "other"
	trouble := "不是文件，不保存任何内容"
	msg := sprintf("%s on %s is no file and keeps nothing", [log.path, input.name])
}

deny contains {"msg": msg, "path": path, "args": {"file": log, "trouble": "轮转后可被任何账号读取"}} if {
	some block in input.facts.logrotate.overrides
	some log in block.logs
	log in named
	block.create_mode != null
	posix.may_read(block.create_mode, "other")
	path := sprintf("logrotate %s", [log])
	msg := sprintf("logrotate on %s makes %s anew with mode %s", [input.name, log, block.create_mode])
}

named := {"/var/log/audit/audit.log", "/var/log/auth.log", "/var/log/messages", "/var/log/secure", "/var/log/syslog"}

# In a folder that others cannot pass the mode of a file does not matter.
reachable contains log if {
	some log in input.facts.log_files
	log.kind == "file"
	not behind_closed_door(log.path)
}

behind_closed_door(path) if {
	some folder in input.facts.log_files
	folder.kind == "directory"
	startswith(path, sprintf("%s/", [folder.path]))
	not posix.may_pass(folder.mode, "other")
}
