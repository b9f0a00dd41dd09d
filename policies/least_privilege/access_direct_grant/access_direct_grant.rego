# METADATA
# title: Rights on a dataset come through groups and roles, not to single users
# description: >-
#   A right given to one user in person is forgotten when the user changes post, and nobody sees it when groups are
#   reviewed. Owners and what everybody has are left out.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/least_privilege
# custom:
#   id: access-direct-grant
#   resource: dataset.access
#   severity: medium
#   controls: [lp-role-based, lp-info-type-permissions]
#   remediation: |
#     Give the right to a group or role and put the user into it:
#       setfacl -x u:LOGIN PATH; setfacl -m g:GROUP:rX PATH; gpasswd -a LOGIN GROUP
#       GRANT SELECT ON TABLE TO group_role; GRANT group_role TO "LOGIN"; REVOKE ALL ON TABLE FROM "LOGIN";
#     Verify: selfaudit access DATASET --why PRINCIPAL
#   zh:
#     title: 数据集权限应经由组或角色授予
#     message: "{who} 直接持有对 {dataset} 的 {rights} 权限"
#     remediation: |
#       将权限授予组或角色，再将用户加入：
#         setfacl -x u:LOGIN PATH; setfacl -m g:GROUP:rX PATH; gpasswd -a LOGIN GROUP
#         GRANT SELECT ON TABLE TO group_role; GRANT group_role TO "LOGIN"; REVOKE ALL ON TABLE FROM "LOGIN";
#       验证：selfaudit access DATASET --why PRINCIPAL
package least_privilege.access_direct_grant

import data.lib.access

deny contains {"msg": msg, "path": grant.source, "args": args} if {
	some grant in direct
	held := access.listed(access.rights([other | some other in direct; other.source == grant.source]))
	dataset := input.dataset.ids[0]
	args := {"who": input.facts.principal.name, "dataset": dataset, "rights": held}
	msg := sprintf("%s can %s %s in person (%s)", [input.facts.principal.name, held, dataset, grant.source])
}

direct := [grant |
	some grant in input.facts.grants
	grant.way == "direct"
]

not_applicable if not access.is_account(input.facts.principal)
