# METADATA
# title: The clock is synchronised
# description: >-
#   Logs of two machines can be laid side by side only when their clocks agree. A daemon has to run, have sources
#   of time, and follow one of them.
# related_resources:
#   - ref: https://chrony-project.org/documentation.html
# custom:
#   id: host-time-sync
#   resource: server.host
#   severity: medium
#   controls: [log-access-recorded, log-audit-software]
#   remediation: |
#     Install chrony and name your servers of time in its configuration (server NAME iburst):
#       apt-get install chrony      # Red Hat: dnf install chrony
#       systemctl enable --now chronyd || systemctl enable --now chrony
#     A firewall has to let UDP port 123 out. Containers take the clock of their host.
#     Verify: chronyc tracking   (Leap status: Normal, a reference that is not this machine)
#   zh:
#     title: 时钟已同步
#     message: "{id} 的时钟：{trouble}"
#     remediation: |
#       安装 chrony 并在配置中指定时间服务器（server NAME iburst）：
#         apt-get install chrony（Red Hat：dnf install chrony）
#         systemctl enable --now chronyd || systemctl enable --now chrony
#       防火墙须放行出站 UDP 123。容器使用宿主机的时钟。
#       验证：chronyc tracking（Leap status: Normal，参考源不是本机）
package logging.host_time_sync

deny contains {"msg": msg, "args": {"trouble": chinese[trouble]}} if {
	trouble := found
	msg := sprintf("the clock of %s %s", [input.name, trouble])
}

# What the kernel says of itself counts, whoever keeps the clock (a hypervisor's agent, for example).
found := "is kept by no daemon" if {
	input.facts.time_sync.daemon == "none"
	input.facts.time_sync.synchronised == "no"
}

else := "is kept by a daemon that does not run" if {
	input.facts.time_sync.daemon != "none"
	not input.facts.time_sync.running
	input.facts.time_sync.synchronised == "no"
}

else := "has no source of time" if {
	input.facts.time_sync.running
	input.facts.time_sync.servers == 0
	input.facts.time_sync.synchronised == "no"
}

else := "follows none of its sources" if {
	input.facts.time_sync.running
	input.facts.time_sync.synchronised == "no"
}

not_applicable if {
	input.facts.time_sync.container
	not input.facts.time_sync.running
}

unknown contains {"msg": "neither the daemon nor the kernel told whether the clock is synchronised"} if {
	input.facts.time_sync.synchronised == "undetermined"
}

chinese := {
	"is kept by no daemon": "没有同步程序",
	"is kept by a daemon that does not run": "同步程序未运行",
	"has no source of time": "没有时间源",
	"follows none of its sources": "未跟随任何时间源",
}
