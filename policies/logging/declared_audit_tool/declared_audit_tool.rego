# METADATA
# title: An audit tool watches how customer information is used
# description: >-
#   Without a tool that shows who did what with customer information, misuse is found by accident. It
#   must be entered as security software of kind audit_tool, run, and cover something. Stated by people
#   in the declared inventory, not observed; an expired statement is unknown.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/92/final
# custom:
#   id: declared-audit-tool
#   resource: declared.inventory
#   severity: medium
#   controls: [log-audit-software]
#   needs:
#     declared.security_software: [kind, running, covers, declared_on, expires_on]
#   remediation: |
#     Install an audit tool for the systems with customer information, and enter it in the declared inventory:
#       security_software:
#         - {id: db-audit, product: NAME, kind: audit_tool, covers: [crm], running: true, version: "1",
#            updated_on: 2026-11-28}
#   zh:
#     title: 审计工具监控信息使用
#     message: "没有运行中的审计工具"
#     remediation: |
#       为存放客户信息的系统部署审计工具，并登记到 security_software（kind: audit_tool）。
package logging.declared_audit_tool

import data.lib.declared

deny contains {"msg": "no audit tool is declared that runs"} if count(running) == 0

running := [row |
	some row in data.inventory["declared.security_software"].all
	row.kind == "audit_tool"
	row.running
	count(row.covers) > 0
	not declared.stale(row.declared_on, row.expires_on, data.run.now)
]

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
