# METADATA
# title: The server certificate of a database is not about to expire
# description: >-
#   Clients that verify the certificate cannot connect once it or its authority has expired, and are then
#   often told not to verify any more. RDS renews server certificates by itself long before, unless it needs
#   a restart that nobody does.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL-certificate-rotation.html
# custom:
#   id: rds-certificate
#   resource: rds.instance
#   severity: medium
#   controls: [enc-in-transit-tls]
#   remediation: |
#     Give the clients https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem first, then renew:
#       aws rds modify-db-instance --db-instance-identifier DB --ca-certificate-identifier rds-ca-rsa2048-g1 \
#         --apply-immediately
#     Engines that cannot change it while they run are restarted by this.
#     Verify: aws rds describe-db-instances --db-instance-identifier DB \
#       --query 'DBInstances[0].CertificateDetails'
#   zh:
#     title: 数据库服务器证书未临近到期
#     message: "{id} 的服务器证书（{ca}）于 {ends} 到期"
#     remediation: |
#       先为客户端更新信任证书包，再更换证书：
#         aws rds modify-db-instance --db-instance-identifier DB --ca-certificate-identifier rds-ca-rsa2048-g1 \
#           --apply-immediately
#       验证：aws rds describe-db-instances --db-instance-identifier DB \
#         --query 'DBInstances[0].CertificateDetails'
package encryption.rds_certificate

import data.lib.dates

deny contains {"msg": msg, "args": {"ca": certificate.ca, "ends": ends}} if {
	dates.instant(ends) - dates.instant(data.run.now) < dates.hours(24 * data.parameters.certificate_days_left)
	msg := sprintf("the certificate of %s (%s) ends at %s", [input.name, certificate.ca, ends])
}

unknown contains {"msg": msg} if {
	not told
	msg := sprintf("RDS does not tell when the certificate of %s ends", [input.name])
}

told if dates.instant(ends) > 0

certificate := input.facts.certificate

# The authority that ended for everyone; older endpoints name it without an end.
ends := "2024-08-22T17:08:50Z" if {
	certificate.ca == "rds-ca-2019"
	certificate.valid_till == null
} else := certificate.valid_till
