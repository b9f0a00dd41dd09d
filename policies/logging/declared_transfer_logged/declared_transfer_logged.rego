# METADATA
# title: Every transfer of customer information is recorded with path and time
# description: >-
#   Without a record nobody can say later what went where, and who answers for it. Stated by people in
#   the declared inventory, not observed; an expired statement is unknown.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/92/final
# custom:
#   id: declared-transfer-logged
#   resource: declared.transfer_route
#   severity: high
#   controls: [log-transmission-recorded]
#   remediation: |
#     Switch the transfer log of the gateway, SFTP server or interface on, with at least path and time of each
#     transfer. Then
#     correct the entry in the declared inventory.
#   zh:
#     title: 每次传输记录路径和时间
#     message: "传输路线 {id} 的日志缺少：{missing}"
#     remediation: |
#       在网关、SFTP 服务器或接口上启用传输日志，至少记录路径和时间，然后更新申报清单。
package logging.declared_transfer_logged

import data.lib.declared

deny contains {"msg": msg, "path": "log", "args": {"missing": "*"}} if {
	input.facts.logged == false
	msg := sprintf("transfers by %s are not recorded", [input.name])
}

deny contains {"msg": msg, "path": missing, "args": {"missing": missing}} if {
	input.facts.logged
	some missing in data.parameters.transfer_log_fields
	not missing in input.facts.log_fields
	msg := sprintf("the records of transfers by %s lack the %s", [input.name, missing])
}

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
