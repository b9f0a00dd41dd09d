# METADATA
# title: New files of a dataset are closed to others
# description: >-
#   The default ACL of a folder overrides the umask: with permissions for others in it, every new file
#   of customer information is open to the whole machine, whatever its author intended.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/acl.5.html
# custom:
#   id: path-default-acl-open
#   resource: server.path
#   severity: high
#   controls: [lp-no-unauthorised-access, lp-need-to-know]
#   remediation: |
#     Take others out of the default ACL and of what is already there:
#       setfacl -d -m o::--- /PATH
#       find /PATH -xdev -type d -exec setfacl -d -m o::--- {} +
#       chmod -R o-rwx /PATH
#     Verify: getfacl -p /PATH | grep default:other   (default:other::---)
#   zh:
#     title: 数据集新文件不对其他人开放
#     message: "{id} 的默认 ACL 向其他用户授予 {perms}"
#     remediation: |
#       从默认 ACL 及现有文件中去掉其他用户的权限：
#         setfacl -d -m o::--- /PATH
#         find /PATH -xdev -type d -exec setfacl -d -m o::--- {} +
#         chmod -R o-rwx /PATH
#       验证：getfacl -p /PATH | grep default:other
package least_privilege.path_default_acl_open

import data.lib.posix

deny contains {"msg": msg, "args": {"perms": entry.effective}, "severity": severity} if {
	some entry in input.facts.default_acl
	entry.tag == "other"
	not posix.grants_nothing(entry.effective)
	posix.others_pass(input.facts.parents)
	severity := severity_of(input.dataset.classification)
	msg := sprintf("new files in %s are open to every account (default:other::%s)", [
		input.name,
		entry.effective,
	])
}

not_applicable if input.facts.exists == false

severity_of(classification) := "critical" if classification in {"highly_sensitive", "sensitive"}

else := "high"
