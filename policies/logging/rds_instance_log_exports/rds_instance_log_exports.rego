# METADATA
# title: Database sends its log of accesses to CloudWatch Logs
# description: >-
#   Logs that stay on the database are gone after some days and with the database. Wanted is the kind that
#   records who connects and what is done: postgresql for PostgreSQL, audit for MySQL, MariaDB, Oracle,
#   DocumentDB and Neptune, error (which has the logins) for SQL Server, diag.log for Db2. Members of a
#   cluster send what the cluster says.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
# custom:
#   id: rds-instance-log-exports
#   resource: rds.instance
#   severity: medium
#   controls: [log-access-recorded, log-audit-software]
#   remediation: |
#     Change the setting:
#       aws rds modify-db-instance --db-instance-identifier DB \
#         --cloudwatch-logs-export-configuration '{"EnableLogTypes":["postgresql"]}'
#     with the kind of log of the engine (postgresql, audit, error, diag.log). What is written needs settings too:
#     log_connections and pgaudit for PostgreSQL, the option MARIADB_AUDIT_PLUGIN or server_audit_logging for
#     MySQL and MariaDB, audit_trail for Oracle, audit_logs for DocumentDB.
#     Verify: aws rds describe-db-instances --db-instance-identifier DB --query 'DBInstances[0].EnabledCloudwatchLogsExports'
#   zh:
#     title: 数据库实例导出访问日志
#     message: "{id} 未将 {log} 日志导出到 CloudWatch Logs"
#     remediation: |
#       修改设置：
#         aws rds modify-db-instance --db-instance-identifier DB \
#           --cloudwatch-logs-export-configuration '{"EnableLogTypes":["postgresql"]}'
#       日志种类按引擎选择（postgresql、audit、error、diag.log），并开启相应的审计参数。
#       验证：aws rds describe-db-instances --db-instance-identifier DB --query 'DBInstances[0].EnabledCloudwatchLogsExports'
package logging.rds_instance_log_exports

import data.lib.rds

deny contains {"msg": msg, "args": {"log": log}} if {
	log := rds.access_log(input.facts.engine.name)
	not log in input.facts.log_exports
	msg := sprintf("%s does not send its %s log to CloudWatch Logs", [input.name, log])
}

unknown contains {"msg": msg} if {
	not rds.access_log(input.facts.engine.name)
	msg := sprintf("it is not known which log of %s records accesses", [input.facts.engine.name])
}

not_applicable if input.facts.cluster != null
