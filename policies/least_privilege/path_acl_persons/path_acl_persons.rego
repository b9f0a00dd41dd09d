# METADATA
# title: Access to a dataset follows groups, not persons
# description: >-
#   An ACL entry for a single person is a one-off grant: ls shows nothing but a plus sign, and it
#   stays when the person changes jobs. Only what is left under the mask counts, and nothing below a
#   folder that only root may pass.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/acl.5.html
# custom:
#   id: path-acl-persons
#   resource: server.path
#   severity: medium
#   controls: [lp-role-based, lp-authorised-only]
#   remediation: |
#     Give the access to a group that stands for the role, then remove the personal entry (-d for the
#     default ACL):
#       setfacl -m g:ROLE:rx /PATH
#       setfacl -x u:LOGIN /PATH
#       setfacl -d -x u:LOGIN /PATH
#     With -R for what lies below. Verify: getfacl -p /PATH
#   zh:
#     title: 数据集访问按组而非个人授权
#     message: "{id} 的 ACL 单独授权给用户 {user}（{perms}）"
#     remediation: |
#       授权给代表岗位的组，再删除个人条目（默认 ACL 用 -d，目录下用 -R）：
#         setfacl -m g:ROLE:rx /PATH
#         setfacl -x u:LOGIN /PATH
#         setfacl -d -x u:LOGIN /PATH
#       验证：getfacl -p /PATH
package least_privilege.path_acl_persons

import data.lib.posix

deny contains {"msg": msg, "path": path, "args": args} if {
	some entry in input.facts.acl
	personal(entry)
	not posix.only_root_passes(input.facts.parents)
	path := sprintf("user:%s", [entry.qualifier])
	args := {"user": entry.qualifier, "perms": entry.effective}
	msg := sprintf("an ACL entry grants %s on %s to %s in person", [
		entry.effective,
		input.name,
		entry.qualifier,
	])
}

deny contains {"msg": msg, "path": path, "args": args} if {
	some entry in input.facts.default_acl
	personal(entry)
	not posix.only_root_passes(input.facts.parents)
	path := sprintf("default:user:%s", [entry.qualifier])
	args := {"user": entry.qualifier, "perms": entry.effective}
	msg := sprintf("the default ACL grants %s on new files in %s to %s in person", [
		entry.effective,
		input.name,
		entry.qualifier,
	])
}

not_applicable if input.facts.exists == false

personal(entry) if {
	entry.tag == "user"
	entry.qualifier != ""
	not posix.grants_nothing(entry.effective)
}
