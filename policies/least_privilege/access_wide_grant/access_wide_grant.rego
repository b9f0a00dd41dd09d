# METADATA
# title: No single grant opens datasets of several classes
# description: >-
#   One group, statement or role that opens sensitive and general customer information alike makes the classes
#   meaningless: whoever needs the one gets the other. Root and superusers are left out.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/least_privilege
# custom:
#   id: access-wide-grant
#   resource: dataset.access
#   severity: medium
#   controls: [lp-info-type-permissions, lp-need-to-know]
#   remediation: |
#     Split the grant: one group or statement per class, and each principal only in those that it needs:
#       selfaudit access DATASET --why PRINCIPAL
#     Verify: selfaudit access DATASET
#   zh:
#     title: 单项授权不得跨越多个数据级别
#     message: "{source} 同时开放 {classes}"
#     remediation: |
#       拆分授权：每个级别使用单独的组或语句，主体仅加入其所需者：
#         selfaudit access DATASET --why PRINCIPAL
#       验证：selfaudit access DATASET
package least_privilege.access_wide_grant

deny contains {"msg": msg, "path": wide.source, "args": args} if {
	some wide in input.facts.wide_grants
	classes := concat(", ", wide.classifications)
	args := {"source": wide.source, "classes": classes}
	msg := sprintf("%s gives %s datasets that are %s", [wide.source, input.facts.principal.name, classes])
}
