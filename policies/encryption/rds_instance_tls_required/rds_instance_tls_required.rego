# METADATA
# title: Database refuses connections without TLS
# description: >-
#   RDS offers TLS but takes plain text too, unless the parameter group forbids it: rds.force_ssl for
#   PostgreSQL and SQL Server, require_secure_transport for MySQL and MariaDB, tls for DocumentDB. Where the
#   group says nothing, the default of the engine version counts. Neptune takes TLS only. Oracle and Db2
#   decide elsewhere, so nothing is known of them here.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.html
# custom:
#   id: rds-instance-tls-required
#   resource: rds.instance
#   severity: high
#   controls: [enc-in-transit-tls, col-secure-channel]
#   remediation: |
#     Default groups cannot be changed: give the database a group of its own first. Then, for PostgreSQL and
#     SQL Server rds.force_ssl, for MySQL and MariaDB require_secure_transport (value 1), for DocumentDB tls
#     (value enabled):
#       aws rds modify-db-parameter-group --db-parameter-group-name GROUP \
#         --parameters ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=pending-reboot
#       aws rds reboot-db-instance --db-instance-identifier DB
#     Clients need the bundle https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem and
#     sslmode=verify-full (or the like). For Oracle use the option SSL or NATIVE_NETWORK_ENCRYPTION with REQUIRED.
#     Verify: aws rds describe-db-parameters --db-parameter-group-name GROUP \
#       --query 'Parameters[?ParameterName==`rds.force_ssl`].ParameterValue'
#   zh:
#     title: 数据库实例拒绝非 TLS 连接
#     message: "{id} 接受未加密的连接（{parameter}：{value}）"
#     remediation: |
#       默认参数组不可修改，先关联自建参数组；PostgreSQL、SQL Server 设 rds.force_ssl=1，MySQL、MariaDB 设
#       require_secure_transport=1，DocumentDB 设 tls=enabled：
#         aws rds modify-db-parameter-group --db-parameter-group-name GROUP \
#           --parameters ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=pending-reboot
#         aws rds reboot-db-instance --db-instance-identifier DB
#       验证：aws rds describe-db-parameters --db-parameter-group-name GROUP \
#         --query 'Parameters[?ParameterName==`rds.force_ssl`].ParameterValue'
package encryption.rds_instance_tls_required

import data.lib.rds

deny contains {"msg": msg, "args": {"parameter": tls.parameter, "value": value}} if {
	is_string(tls.parameter)
	not rds.tls_forced(input.facts.engine, tls)
	value := rds.tls_value(tls)
	msg := sprintf("%s accepts connections without TLS (%s: %s)", [input.name, tls.parameter, value])
}

unknown contains {"msg": msg} if {
	tls.pending
	rds.tls_forced(input.facts.engine, tls)
	msg := sprintf("%s is not known to be in force: changes wait for a reboot", [tls.parameter])
}

unknown contains {"msg": msg} if {
	tls.parameter == null
	msg := sprintf("%s has no parameter that tells: look at its options", [input.facts.engine.name])
}

tls := input.facts.tls

not_applicable if input.facts.engine.name == "neptune"

not_applicable if input.facts.cluster != null
