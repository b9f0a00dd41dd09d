# METADATA
# title: SSH on dataset hosts lets named people in
# description: >-
#   Without AllowUsers or AllowGroups, every account that is ever made may try to log in, those of
#   packages and of tests included. On a host that holds customer information the list of who may is
#   short and known. A restriction that stands only in some Match blocks leaves all others free.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config#AllowGroups
# custom:
#   id: sshd-allow-list
#   resource: server.sshd
#   severity: low
#   controls: [lp-authorised-only, lp-permission-enforced-after-auth]
#   needs:
#     server.path: {facts: [exists], within: target}
#   remediation: |
#     Make a group for those who may, put them in, and restrict SSH to it; keep one session open:
#       groupadd ssh-users && usermod -aG ssh-users LOGIN
#       echo 'AllowGroups ssh-users' > /etc/ssh/sshd_config.d/10-allow.conf
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify: sshd -T | grep -E '^allow(users|groups) '
#   zh:
#     title: 数据主机的 SSH 仅允许指定人员
#     message: "{id} 的 SSH 未限定可登录的用户或组"
#     remediation: |
#       建立允许登录的组并限制 SSH，保留一个会话：
#         groupadd ssh-users && usermod -aG ssh-users LOGIN
#         echo 'AllowGroups ssh-users' > /etc/ssh/sshd_config.d/10-allow.conf
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -E '^allow(users|groups) '
package least_privilege.sshd_allow_list

import data.lib.ssh

deny contains {"msg": msg} if {
	count(input.facts.allowusers) == 0
	count(input.facts.allowgroups) == 0
	not restricted_for_all
	msg := sprintf("every account of %s may log in over SSH, and it holds customer information", [input.name])
}

not_applicable if count(dataset_paths) == 0

dataset_paths contains path.name if {
	some path in data.inventory["server.path"].by.target[input.target]
	path.exists
}

restricted_for_all if {
	some keyword in {"allowusers", "allowgroups"}
	some set in ssh.match_values(input.facts.match_blocks, keyword)
	lower(set.criteria) == "all"
}
