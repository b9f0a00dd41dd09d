# METADATA
# title: SSH endpoints speak version 2 only
# description: >-
#   Version 1 of the protocol can be read and altered on the way; a server that announces 1.99 still
#   speaks it.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc4253#section-5.1
# custom:
#   id: endpoint-ssh-version
#   resource: endpoint.ssh
#   severity: high
#   controls: [enc-standard-algorithms]
#   remediation: |
#     Replace the server: OpenSSH has not spoken version 1 since 7.4 (2016). On appliances switch version 1 off
#     (Cisco IOS: ip ssh version 2). Verify: nc HOST 22 </dev/null      (SSH-2.0-…)
#   zh:
#     title: SSH 端点只使用第 2 版协议
#     message: "{id} 仍支持 SSH 第 1 版（{software}）"
#     remediation: |
#       更换服务端（OpenSSH 7.4 起已移除第 1 版）；网络设备关闭第 1 版（Cisco IOS：ip ssh version 2）。
#       验证：nc HOST 22 </dev/null（应为 SSH-2.0-…）
package encryption.endpoint_ssh_version

deny contains {"msg": msg, "args": {"software": input.facts.software}} if {
	not startswith(input.facts.software, "SSH-2.0-")
	msg := sprintf("%s announces %s", [input.name, input.facts.software])
}
