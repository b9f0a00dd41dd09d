# METADATA
# title: Every open port has a process that is known
# description: >-
#   A port without a visible process belongs to the kernel itself (NFS, WireGuard, VXLAN), to a
#   container that shares the network, or to something that hides. High ports without a process are most
#   often file locks of NFS and stay undecided.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/ss.8.html
#   - ref: https://man7.org/linux/man-pages/man5/proc_pid_fd.5.html
# custom:
#   id: listener-without-process
#   resource: server.listener
#   severity: medium
#   controls: [net-secure-storage-hosts]
#   remediation: |
#     Find out who holds the port, as root and in the first PID namespace:
#       ss -lntupe | grep ':PORT ' && rpcinfo -p localhost && lsns -t pid
#       nsenter -t 1 -a ss -lntup
#     What nobody can explain: treat the machine as taken over, keep its memory and disk as they are.
#     Verify: ss -lntup shows a process for the port
#   zh:
#     title: 每个开放端口都有已知进程
#     message: "{id} 没有可见的进程"
#     remediation: |
#       以 root 身份在初始 PID 命名空间中查找端口的持有者：
#         ss -lntupe | grep ':PORT ' && rpcinfo -p localhost && lsns -t pid
#         nsenter -t 1 -a ss -lntup
#       无法解释的端口按被入侵处理，保留内存和磁盘。验证：ss -lntup 显示该端口的进程
package network.listener_without_process

deny contains {"msg": msg} if {
	orphaned
	low
	msg := sprintf("no process is seen that holds %s", [input.name])
}

unknown contains {"msg": msg} if {
	orphaned
	not low
	msg := sprintf("no process is seen that holds %s; the kernel may, for NFS", [input.name])
}

not_applicable if input.facts.scope == "loopback"

# The kernel holds these itself.
not_applicable if input.facts.service in {"geneve", "nfs", "vxlan", "wireguard"}

orphaned if count(input.facts.processes) == 0

low if {
	is_number(input.facts.port)
	input.facts.port < 32768
}
