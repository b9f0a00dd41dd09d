# METADATA
# title: Database cluster sends its log of accesses to CloudWatch Logs
# description: >-
#   Logs that stay on the database are gone after some days and with the database. Wanted is the kind that
#   records who connects and what is done: postgresql for PostgreSQL, audit for MySQL, MariaDB, Oracle,
#   DocumentDB and Neptune, error (which has the logins) for SQL Server, diag.log for Db2.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
# custom:
#   id: rds-cluster-log-exports
#   resource: rds.cluster
#   severity: medium
#   controls: [log-access-recorded, log-audit-software]
#   remediation: |
#     Change the setting:
#       aws rds modify-db-cluster --db-cluster-identifier CLUSTER \
#         --cloudwatch-logs-export-configuration '{"EnableLogTypes":["postgresql"]}'
#     with the kind of log of the engine (postgresql, audit, error, diag.log). What is written needs settings too:
#     log_connections and pgaudit for PostgreSQL, the option MARIADB_AUDIT_PLUGIN or server_audit_logging for
#     MySQL and MariaDB, audit_trail for Oracle, audit_logs for DocumentDB.
#     Verify: aws rds describe-db-clusters --db-cluster-identifier CLUSTER --query 'DBClusters[0].EnabledCloudwatchLogsExports'
#   zh:
#     title: 数据库集群导出访问日志
#     message: "{id} 未将 {log} 日志导出到 CloudWatch Logs"
#     remediation: |
#       修改设置：
#         aws rds modify-db-cluster --db-cluster-identifier CLUSTER \
#           --cloudwatch-logs-export-configuration '{"EnableLogTypes":["postgresql"]}'
#       日志种类按引擎选择（postgresql、audit、error、diag.log），并开启相应的审计参数。
#       验证：aws rds describe-db-clusters --db-cluster-identifier CLUSTER --query 'DBClusters[0].EnabledCloudwatchLogsExports'
package logging.rds_cluster_log_exports

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
