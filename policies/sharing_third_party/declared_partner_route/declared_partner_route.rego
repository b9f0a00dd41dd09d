# METADATA
# title: Routes to partners are authorised, recorded and encrypted
# description: >-
#   What leaves for another company must be traceable to somebody who was allowed to send it, and must
#   not be readable on the way. Stated by people in the declared inventory, not observed; an expired
#   statement is unknown.
# related_resources:
#   - ref: https://www.iso.org/standard/27001
# custom:
#   id: declared-partner-route
#   resource: declared.transfer_route
#   severity: critical
#   controls: [shr-partner-access-controlled]
#   remediation: |
#     Name who may start the transfer, switch its log on, and put it through SFTP, TLS or a tunnel. Then correct
#     the entry in
#     the declared inventory.
#   zh:
#     title: 对合作伙伴的传输须授权、记录并加密
#     message: "到合作伙伴 {partner} 的路线 {id} 存在问题：{problem}"
#     remediation: |
#       指定可发起传输的人员，启用日志，并使用 SFTP、TLS 或隧道传输，然后更新申报清单。
package sharing_third_party.declared_partner_route

import data.lib.declared

deny contains {"msg": msg, "path": problem, "args": {"problem": problem, "partner": input.facts.partner}} if {
	some problem in problems
	msg := sprintf("the route %s to %s: %s", [input.name, input.facts.partner, problem])
}

problems contains "nobody is named who may use it" if count(input.facts.authorised) == 0

problems contains "transfers are not recorded" if input.facts.logged == false

problems contains "it is not encrypted" if input.facts.channel == "none"

not_applicable if input.facts.partner == null

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
