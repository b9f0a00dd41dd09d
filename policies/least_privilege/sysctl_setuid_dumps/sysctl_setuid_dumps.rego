# METADATA
# title: Privileged programs leave no readable memory behind
# description: >-
#   With suid_dumpable 1, a program that runs with more rights than its user writes its memory,
#   passwords and customer information in it, to a core file that the user can read. With 2 only root
#   can, with 0 there is none.
# related_resources:
#   - ref: https://www.kernel.org/doc/html/latest/admin-guide/sysctl/fs.html
# custom:
#   id: sysctl-setuid-dumps
#   resource: server.host
#   severity: medium
#   controls: [lp-need-to-know, enc-in-processing]
#   remediation: |
#     Create /etc/sysctl.d/90-setuid-dumps.conf with
#       fs.suid_dumpable = 0
#     then: sysctl --system. Verify: sysctl fs.suid_dumpable
#   zh:
#     title: 特权程序不产生可读的内存转储
#     message: "{id} 允许特权程序产生用户可读的内存转储"
#     remediation: |
#       新建 /etc/sysctl.d/90-setuid-dumps.conf，写入
#         fs.suid_dumpable = 0
#       然后执行 sysctl --system。验证：sysctl fs.suid_dumpable
package least_privilege.sysctl_setuid_dumps

deny contains {"msg": msg} if {
	input.facts.sysctl.suid_dumpable == 1
	msg := sprintf("%s lets users read the memory of privileged programs that crash", [input.name])
}

unknown contains {"msg": "the kernel does not tell fs.suid_dumpable"} if {
	input.facts.sysctl.suid_dumpable == null
}
