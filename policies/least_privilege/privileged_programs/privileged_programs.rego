# METADATA
# title: Programs that run with more rights than their caller are known and check for themselves
# description: >-
#   A shell, an interpreter or a tool such as find or cp that is setuid, setgid or has capabilities gives everybody who
#   may start it what it holds; setuid root, that is the whole machine. A program that is none of the system's may do
#   the same, and nobody has looked: look, and name it in the parameter privileged_programs.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man2/execve.2.html
#   - ref: https://man7.org/linux/man-pages/man7/capabilities.7.html
# custom:
#   id: privileged-programs
#   resource: server.privileged_program
#   severity: medium
#   controls: [lp-need-to-know, lp-permission-enforced-after-auth]
#   remediation: |
#     Find out who made it so and when; take the bits away, or remove the program:
#       stat PATH; dpkg -S PATH || rpm -qf PATH
#       chmod u-s,g-s PATH; setcap -r PATH
#     Verify: stat -c %A PATH; getcap PATH
#   zh:
#     title: 以高于调用者权限运行的程序均为已知且自行校验
#     message: "{program}：{reason}"
#     remediation: |
#       查明何人何时设置；去除特权位或删除程序：
#         stat PATH; dpkg -S PATH || rpm -qf PATH
#         chmod u-s,g-s PATH; setcap -r PATH
#       验证：stat -c %A PATH; getcap PATH
package least_privilege.privileged_programs

deny contains {"msg": msg, "path": "any", "severity": severity, "args": args} if {
	input.facts.gives == "any"
	held := privileges
	count(held) > 0
	count(input.facts.executors) > 0
	executors := count(input.facts.executors)
	reason := sprintf("有 %d 个账号可令其代为执行，权限：%s", [executors, concat("、", privileges_zh)])
	args := {"program": input.name, "reason": reason}
	msg := sprintf("%s: it does what %d accounts tell it, with %s", [input.name, executors, concat(", ", held)])
}

deny contains {"msg": msg, "path": "unclear", "args": args} if {
	input.facts.gives == "unclear"
	not input.name in data.parameters.privileged_programs
	held := privileges
	count(held) > 0
	count(input.facts.executors) > 0
	reason := sprintf("无人说明其用途，权限：%s", [concat("、", privileges_zh)])
	args := {"program": input.name, "reason": reason}
	msg := sprintf("%s: nobody has said what it does with %s", [input.name, concat(", ", held)])
}

severity := "critical" if leads_to_root

severity := "high" if not leads_to_root

leads_to_root if input.facts.setuid == 0

leads_to_root if {
	is_array(input.facts.capabilities)
	some name in input.facts.capabilities
	name in past_permissions
}

privileges contains sprintf("the rights of uid %d", [input.facts.setuid]) if is_number(input.facts.setuid)

privileges contains sprintf("the rights of gid %d", [input.facts.setgid]) if is_number(input.facts.setgid)

privileges contains name if {
	is_array(input.facts.capabilities)
	some name in input.facts.capabilities
	name in past_permissions
}

privileges_zh := {regex.replace(text, `^the rights of `, "") | some text in privileges}

# Capabilities that lead past the permissions of files.
past_permissions := {
	"cap_chown",
	"cap_dac_override",
	"cap_dac_read_search",
	"cap_fowner",
	"cap_setfcap",
	"cap_setgid",
	"cap_setuid",
	"cap_sys_admin",
	"cap_sys_module",
	"cap_sys_ptrace",
	"cap_sys_rawio",
}
