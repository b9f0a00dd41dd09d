# METADATA
# title: Only those the role matrix allows get at a dataset
# description: >-
#   Modes, groups and ACLs along the whole path say who really gets at the data; the role matrix says
#   who may. Each account that does without being allowed is a finding, services included: they stand in
#   the matrix by their login. What everybody may do through the permissions of others is reported by
#   other checks.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/acl.5.html
#   - ref: https://csrc.nist.gov/projects/role-based-access-control
# custom:
#   id: path-readers-authorised
#   resource: server.path
#   severity: high
#   controls: [lp-authorised-only, lp-need-to-know, lp-role-based, lp-info-type-permissions]
#   needs:
#     register.hr_roster: [person, accounts, status, role]
#     register.role_matrix: [role, person, account, dataset, classification, rights]
#   remediation: |
#     Take the account out of the group or the ACL that lets it in, or have the owner of the dataset add the role,
#     person or service to role_matrix.csv:
#       getfacl -p /PATH; id LOGIN
#       gpasswd -d LOGIN GROUP; setfacl -x u:LOGIN /PATH
#     Verify: setpriv --reuid LOGIN --regid LOGIN --init-groups test -r /PATH; echo $?   (1)
#   zh:
#     title: 仅角色矩阵允许者可访问数据集
#     message: "账号 {account} 可{access} {id}，但角色矩阵未允许"
#     remediation: |
#       将该账号移出授权的组或 ACL，或由数据集负责人在 role_matrix.csv 中登记角色、人员或服务：
#         getfacl -p /PATH; id LOGIN
#         gpasswd -d LOGIN GROUP; setfacl -x u:LOGIN /PATH
#       验证：setpriv --reuid LOGIN --regid LOGIN --init-groups test -r /PATH; echo $?（应为 1）
package least_privilege.path_readers_authorised

import data.lib.role_matrix
import data.lib.roster

deny contains {"msg": msg, "path": path, "args": args} if {
	some reader in input.facts.readers
	reader.by != "other"
	not allowed(reader.account, "read")
	path := sprintf("read:%s", [reader.account])
	args := {"account": reader.account, "access": "读取"}
	msg := sprintf("%s gets at %s (%s) without a right to read in the role matrix", [
		reader.account,
		input.name,
		way[reader.by],
	])
}

deny contains {"msg": msg, "path": path, "args": args} if {
	some writer in input.facts.writers
	writer.by != "other"
	not allowed(writer.account, "write")
	path := sprintf("write:%s", [writer.account])
	args := {"account": writer.account, "access": "写入"}
	msg := sprintf("%s can change %s (%s) without a right to write in the role matrix", [
		writer.account,
		input.name,
		way[writer.by],
	])
}

not_applicable if input.facts.exists == false

way := {"owner": "as its owner", "user": "by an ACL entry in person", "group": "by a group"}

allowed(login, right) if {
	matrix := data.inventory["register.role_matrix"].all
	role_matrix.allows(matrix, login, people(login), input.dataset, right)
}

people(login) := [row |
	some name in roster.spellings(login)
	some row in data.inventory["register.hr_roster"].by.accounts[name]
]
