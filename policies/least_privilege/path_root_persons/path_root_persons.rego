# METADATA
# title: Who can become root on a dataset host may administer the dataset
# description: >-
#   Root reads everything, whatever the modes say. Who can become root (a uid of 0, a group that amounts
#   to it such as docker or disk, a sudo rule for any command) has the dataset too, and needs the right
#   to administer it in the role matrix.
# related_resources:
#   - ref: https://docs.docker.com/engine/security/#docker-daemon-attack-surface
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/
# custom:
#   id: path-root-persons
#   resource: server.path
#   severity: high
#   controls: [lp-authorised-only, lp-need-to-know, lp-high-sensitive-restricted]
#   needs:
#     register.hr_roster: [person, accounts, status, role]
#     register.role_matrix: [role, person, account, dataset, classification, rights]
#     server.account: {facts: [uid, groups], within: target}
#     server.sudo_rule: {facts: [users, runas_users, commands], within: target}
#   remediation: |
#     Take the person out of the group or the sudo rule, or replace ALL by the commands that the work needs; or have the
#     owner of the dataset enter the right to administer in role_matrix.csv:
#       gpasswd -d LOGIN docker
#       sudo -l -U LOGIN; visudo
#     Verify: id LOGIN && sudo -l -U LOGIN
#   zh:
#     title: 数据主机上的特权人员须有管理权限
#     message: "账号 {account} 可在存放 {id} 的主机上成为 root（{way}），未获管理权限"
#     remediation: |
#       将人员移出特权组或 sudo 规则，或以所需命令代替 ALL；或由数据集负责人在 role_matrix.csv 中授予 administer：
#         gpasswd -d LOGIN docker
#         sudo -l -U LOGIN; visudo
#       验证：id LOGIN && sudo -l -U LOGIN
package least_privilege.path_root_persons

import data.lib.role_matrix
import data.lib.roster
import data.lib.sudo

deny contains {"msg": msg, "path": login, "args": {"account": login, "way": ways}} if {
	some login, found in root_by
	not allowed(login)
	ways := concat(", ", sort([way | some way in found]))
	msg := sprintf("%s can become root (%s) where %s lies, without a right to administer it", [
		login,
		ways,
		input.name,
	])
}

not_applicable if input.facts.exists == false

root_by[account.name] contains "uid 0" if {
	some account in data.inventory["server.account"].by.target[input.target]
	account.uid == 0
	account.name != "root"
}

root_by[account.name] contains way if {
	some account in data.inventory["server.account"].by.target[input.target]
	account.uid != 0
	some group in account.groups
	group in {"docker", "lxd", "incus-admin", "disk", "shadow"}
	way := sprintf("group %s", [group])
}

root_by[account.name] contains "sudo" if {
	some account in data.inventory["server.account"].by.target[input.target]
	account.uid != 0
	some rule in data.inventory["server.sudo_rule"].by.target[input.target]
	"ALL" in rule.commands
	sudo.as_root(rule.runas_users)
	sudo.names(rule.users, account.name, account.groups)
}

allowed(login) if {
	matrix := data.inventory["register.role_matrix"].all
	role_matrix.allows(matrix, login, people(login), input.dataset, "administer")
}

people(login) := [row |
	some name in roster.spellings(login)
	some row in data.inventory["register.hr_roster"].by.accounts[name]
]
