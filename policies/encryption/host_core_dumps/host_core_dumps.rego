# METADATA
# title: Memory of crashed programs is not kept where customer information is
# description: >-
#   A core dump is the memory of a program on disk: records, session keys and passwords in plain text, for as
#   long as nobody deletes it. Machines without a dataset are left alone, and so are machines that discard
#   dumps.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/coredump.conf.5.html
#   - ref: https://man7.org/linux/man-pages/man5/core.5.html
# custom:
#   id: host-core-dumps
#   resource: server.host
#   severity: medium
#   controls: [enc-in-processing]
#   needs:
#     server.path: {facts: [exists], within: target}
#   remediation: |
#     With systemd-coredump keep only the note that something crashed:
#       mkdir -p /etc/systemd/coredump.conf.d
#       printf '[Coredump]\nStorage=none\nProcessSizeMax=0\n' > /etc/systemd/coredump.conf.d/20-none.conf
#     Without it:
#       echo 'kernel.core_pattern=|/bin/false' > /etc/sysctl.d/60-core.conf && sysctl --system
#     Ubuntu: systemctl disable --now apport. Then remove what is there: /var/lib/systemd/coredump, /var/crash.
#     Verify: systemd-analyze cat-config systemd/coredump.conf | grep -i storage; cat /proc/sys/kernel/core_pattern
#   zh:
#     title: 保存客户信息的机器不保留核心转储
#     message: "{id} 保留崩溃程序的内存（{handler}）"
#     remediation: |
#       使用 systemd-coredump 时只保留崩溃记录：
#         mkdir -p /etc/systemd/coredump.conf.d
#         printf '[Coredump]\nStorage=none\nProcessSizeMax=0\n' > /etc/systemd/coredump.conf.d/20-none.conf
#       否则：
#         echo 'kernel.core_pattern=|/bin/false' > /etc/sysctl.d/60-core.conf && sysctl --system
#       Ubuntu：systemctl disable --now apport。然后清除 /var/lib/systemd/coredump 与 /var/crash 中已有的转储。
#       验证：systemd-analyze cat-config systemd/coredump.conf | grep -i storage；cat /proc/sys/kernel/core_pattern
package encryption.host_core_dumps

deny contains {"msg": msg, "args": {"handler": handler}} if {
	count(held) > 0
	input.facts.coredumps.kept == "yes"
	handler := input.facts.coredumps.handler
	msg := sprintf("%s keeps the memory of crashed programs (%s)", [input.name, handler])
}

unknown contains {"msg": msg} if {
	count(held) > 0
	input.facts.coredumps.kept == "undetermined"
	msg := sprintf("what %s does with the memory of crashed programs is not known", [input.facts.coredumps.handler])
}

not_applicable if count(held) == 0

held contains row.name if {
	some row in data.inventory["server.path"].by.target[input.target]
	row.exists
}
