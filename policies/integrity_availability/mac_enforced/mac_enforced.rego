# METADATA
# title: Mandatory access control is enforced
# description: >-
#   AppArmor or SELinux keeps a service that was taken over away from files that are not its own, even when it runs
#   as root. Permissive and complain modes only write down what they would have refused.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/selinux.8.html
#   - ref: https://gitlab.com/apparmor/apparmor/-/wikis/home
# custom:
#   id: mac-enforced
#   resource: server.intrusion_detection
#   severity: medium
#   controls: [int-tamper-protection, lp-permission-enforced-after-auth]
#   remediation: |
#     Red Hat: look at the denials first (ausearch -m avc -ts recent), then
#       sed -i 's/^SELINUX=.*/SELINUX=enforcing/' /etc/selinux/config && setenforce 1
#     From disabled: touch /.autorelabel, SELINUX=permissive, restart, then enforcing.
#     Debian, Ubuntu, SUSE:
#       apt-get install apparmor apparmor-profiles apparmor-utils && systemctl enable --now apparmor
#       aa-enforce /etc/apparmor.d/*
#     Verify: getenforce   (Enforcing); aa-status | head
#   zh:
#     title: 强制访问控制处于强制模式
#     message: "{id} 的强制访问控制：{trouble}"
#     remediation: |
#       Red Hat：先查看拒绝记录（ausearch -m avc -ts recent），然后
#         sed -i 's/^SELINUX=.*/SELINUX=enforcing/' /etc/selinux/config && setenforce 1
#       若原为 disabled：touch /.autorelabel，设为 permissive 重启后再设为 enforcing。
#       Debian、Ubuntu、SUSE：
#         apt-get install apparmor apparmor-profiles apparmor-utils && systemctl enable --now apparmor
#         aa-enforce /etc/apparmor.d/*
#       验证：getenforce（Enforcing）；aa-status | head
package integrity_availability.mac_enforced

deny contains {"msg": msg, "args": {"trouble": "AppArmor 与 SELinux 均未启用"}} if {
	input.facts.selinux.mode == "disabled"
	not input.facts.apparmor.enabled
	msg := sprintf("neither AppArmor nor SELinux is active on %s", [input.name])
}

deny contains {"msg": msg, "args": {"trouble": "SELinux 处于 permissive 模式"}} if {
	input.facts.selinux.mode == "permissive"
	not confined
	msg := sprintf("SELinux on %s is permissive: it refuses nothing", [input.name])
}

deny contains {"msg": msg, "args": {"trouble": "没有处于 enforce 模式的 AppArmor 配置"}} if {
	input.facts.selinux.mode == "disabled"
	input.facts.apparmor.enabled
	not confined
	msg := sprintf("AppArmor on %s enforces no profile", [input.name])
}

deny contains {"msg": msg, "path": "config", "args": {"trouble": trouble}} if {
	input.facts.selinux.mode == "enforcing"
	configured := input.facts.selinux.configured
	configured in {"permissive", "disabled"}
	trouble := sprintf("SELinux 重启后为 %s", [configured])
	msg := sprintf("SELinux on %s enforces now, but is %s after a restart", [input.name, configured])
}

confined if input.facts.apparmor.profiles.enforce > 0
