# METADATA
# title: Nobody logs in as root over SSH
# description: >-
#   Root is an account that several people share: what happens under it cannot be traced to a person,
#   and it is the one name every attacker tries. Log in as yourself and use sudo. Root with a key
#   (prohibit-password) is less bad than with a password; forced-commands-only is accepted for
#   backups. CIS Debian and Red Hat benchmarks demand no.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-root-login
#   resource: server.sshd
#   severity: medium
#   controls: [lp-authentication-required, lp-authorised-only]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-root-login.conf with
#       PermitRootLogin no
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^permitrootlogin '
#   zh:
#     title: 禁止 root 通过 SSH 登录
#     message: "{id} 允许 root 登录：{value}（{scope}）"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-root-login.conf，写入
#         PermitRootLogin no
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^permitrootlogin '
package least_privilege.sshd_root_login

import data.lib.ssh

deny contains {"msg": msg, "path": "global", "args": args, "severity": severity} if {
	value := input.facts.permitrootlogin
	severity := severity_of[value]
	args := {"value": value, "scope": "global"}
	msg := sprintf("%s lets root log in over SSH (PermitRootLogin %s)", [input.name, value])
}

deny contains {"msg": msg, "path": path, "args": args, "severity": severity} if {
	some set in ssh.match_values(input.facts.match_blocks, "permitrootlogin")
	ssh.may_concern(set.criteria, "root")
	value := lower(set.value)
	severity := severity_of[value]
	path := sprintf("Match %s", [set.criteria])
	args := {"value": value, "scope": path}
	msg := sprintf("%s lets root log in over SSH for %s (PermitRootLogin %s)", [input.name, path, value])
}

unknown contains {"msg": msg} if {
	value := input.facts.permitrootlogin
	not value in {"no", "forced-commands-only"}
	not severity_of[value]
	msg := sprintf("the value of PermitRootLogin is not known: %s", [value])
}

severity_of := {"yes": "high", "prohibit-password": "medium", "without-password": "medium"}
