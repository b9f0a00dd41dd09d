# METADATA
# title: The files of a dataset belong to its owner
# description: >-
#   A file that belongs to somebody else can be changed and opened to others by that person, whatever
#   the folder says. Often it is a copy made by hand, or left by an account that no longer exists.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man7/inode.7.html
# custom:
#   id: path-foreign-owners
#   resource: server.path
#   severity: low
#   controls: [lp-authorised-only]
#   remediation: |
#     List them, ask why, then hand them over (chown follows no links with -h):
#       find /PATH -xdev -type f ! -user "$(stat -c %U /PATH)" -exec ls -l {} +
#       find /PATH -xdev -type f ! -user "$(stat -c %U /PATH)" -exec chown -h "$(stat -c %U /PATH)" {} +
#     A folder that several accounts share on purpose deserves a waiver with an owner.
#     Verify: find /PATH -xdev -type f ! -user "$(stat -c %U /PATH)" | wc -l
#   zh:
#     title: 数据集文件属于其所有者
#     message: "{id} 中有 {count} 个文件属于其他用户"
#     remediation: |
#       列出并查明原因，再移交所有权：
#         find /PATH -xdev -type f ! -user "$(stat -c %U /PATH)" -exec ls -l {} +
#         find /PATH -xdev -type f ! -user "$(stat -c %U /PATH)" -exec chown -h "$(stat -c %U /PATH)" {} +
#       有意共享的目录请登记豁免。
#       验证：find /PATH -xdev -type f ! -user "$(stat -c %U /PATH)" | wc -l
package least_privilege.path_foreign_owners

deny contains {"msg": msg, "args": {"count": foreign}} if {
	foreign := input.facts.files.foreign_owner
	foreign > 0
	msg := sprintf("%v files in %s belong to somebody else", [foreign, input.name])
}

not_applicable if input.facts.exists == false
