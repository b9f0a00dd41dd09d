# METADATA
# title: A dataset is where the configuration says
# description: >-
#   A path that does not exist cannot be checked: every other check of it would be silent. Either the
#   data has moved, and lies unprotected somewhere else, or the mount is missing.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man1/stat.1.html
# custom:
#   id: path-exists
#   resource: server.path
#   severity: high
#   controls: [cls-level-assigned, net-secure-storage-hosts]
#   remediation: |
#     Find out where the data is (findmnt, the owner of the dataset). Mount it again, or correct the
#     store of the
#     dataset in audit.yaml; if it was destroyed, keep the destruction record and remove the store.
#     Verify: stat /PATH
#   zh:
#     title: 数据集位于配置所述位置
#     message: "数据集路径 {id} 不存在"
#     remediation: |
#       查明数据所在（findmnt、数据集负责人）。重新挂载，或在 audit.yaml 中更正数据集的存放位置；
#       如已销毁，请保存销毁记录并删除该存放位置。
#       验证：stat /PATH
package data_classification.path_exists

deny contains {"msg": msg} if {
	input.facts.exists == false
	datasets := concat(", ", input.dataset.ids)
	msg := sprintf("%s should hold the dataset %s but does not exist", [input.name, datasets])
}
