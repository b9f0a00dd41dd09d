# METADATA
# title: Passwords cannot be tried over SSH without end
# description: >-
#   Where SSH takes passwords, something has to stop who guesses them: pam_faillock locks the account, fail2ban or
#   CrowdSec the address. Where it takes keys only, this check does not apply.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/pam_faillock.8.html
#   - ref: https://man7.org/linux/man-pages/man5/faillock.conf.5.html
# custom:
#   id: host-login-lockout
#   resource: server.host
#   severity: medium
#   controls: [lp-authentication-required, log-access-attempts-tracked]
#   needs:
#     server.sshd:
#       facts: [passwordauthentication, kbdinteractiveauthentication, usepam, match_blocks]
#       within: target
#     server.intrusion_detection: {facts: [fail2ban, agents], within: target}
#   remediation: |
#     Best: keys only (PasswordAuthentication no, KbdInteractiveAuthentication no). Otherwise set
#       deny = 5
#       unlock_time = 900
#     in /etc/security/faillock.conf and switch it on:
#       authselect enable-feature with-faillock      # Red Hat
#       pam-auth-update --enable faillock faillock_notify      # Debian and Ubuntu that ship these profiles
#     or install fail2ban with the sshd jail. Verify: faillock --user NAME after wrong passwords; fail2ban-client status
#     sshd
#   zh:
#     title: SSH 口令不能被无限次尝试
#     message: "{id} 接受 SSH 口令且没有锁定机制（{why}）"
#     remediation: |
#       最好仅用密钥（PasswordAuthentication no，KbdInteractiveAuthentication no）。否则在
#       /etc/security/faillock.conf 中设置
#         deny = 5
#         unlock_time = 900
#       并启用：
#         authselect enable-feature with-faillock（Red Hat）
#         pam-auth-update --enable faillock faillock_notify（提供该配置的 Debian 与 Ubuntu）
#       或安装 fail2ban 并启用 sshd 监狱。验证：输错口令后执行 faillock --user NAME；fail2ban-client status sshd
package least_privilege.host_login_lockout

import data.lib.ssh

deny contains {"msg": msg, "args": {"why": chinese[why]}} if {
	some server in servers
	takes_passwords(server)
	not address_banned
	why := weakness(server)
	msg := sprintf("%s takes passwords over SSH, and %s", [input.name, why])
}

not_applicable if {
	every server in servers {
		not takes_passwords(server)
	}
}

servers contains server if some server in data.inventory["server.sshd"].by.target[input.target]

takes_passwords(server) if server.passwordauthentication == "yes"

takes_passwords(server) if {
	server.kbdinteractiveauthentication == "yes"
	server.usepam == "yes"
}

takes_passwords(server) if {
	some keyword in ["passwordauthentication", "kbdinteractiveauthentication"]
	some set in ssh.match_values(server.match_blocks, keyword)
	lower(set.value) == "yes"
}

weakness(server) := "nothing locks an account after failures" if {
	not locks(server)
} else := "an account is locked only after too many failures" if {
	lockout.deny > data.parameters.lockout_max_failures
} else := "a locked account opens again too soon" if {
	lockout.unlock_seconds > 0
	lockout.unlock_seconds < data.parameters.lockout_min_seconds
}

# sshd asks PAM only when it is told to.
locks(server) if {
	server.usepam == "yes"
	lockout.effective
}

lockout := service.lockout if {
	some service in input.facts.pam.services
	service.name == "sshd"
}

address_banned if {
	some row in data.inventory["server.intrusion_detection"].by.target[input.target]
	row.fail2ban.running
	some jail in row.fail2ban.jails
	jail.ssh
}

address_banned if {
	some row in data.inventory["server.intrusion_detection"].by.target[input.target]
	some agent in row.agents
	agent.name == "crowdsec"
	agent.running
}

chinese := {
	"nothing locks an account after failures": "失败后不锁定账号",
	"an account is locked only after too many failures": "允许的失败次数过多",
	"a locked account opens again too soon": "锁定时间过短",
}
