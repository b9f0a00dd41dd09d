# METADATA
# title: Every channel out of the company is watched for customer information
# description: >-
#   Mail, shares, memory sticks and messengers are how customer information leaves by mistake. Each
#   channel that 'dlp_channels' lists needs a policy that is on and blocks or alerts. Stated by people
#   in the declared inventory, not observed; an expired statement is unknown.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/data_loss_prevention
# custom:
#   id: declared-dlp-channels
#   resource: declared.inventory
#   severity: medium
#   controls: [shr-internal-flow-protected]
#   needs:
#     declared.dlp_policy: [channels, mode, enabled, declared_on, expires_on]
#   remediation: |
#     Add the channel to a policy of the data-loss prevention system, or close the channel. Then enter it:
#       dlp_policies: [{id: mail-out, channels: [mail], mode: block, enabled: true}]
#   zh:
#     title: 各外发渠道均有防泄漏策略
#     message: "渠道 {channel} 没有启用的防泄漏策略"
#     remediation: |
#       为该渠道增加防泄漏策略或关闭该渠道，并登记：
#         dlp_policies: [{id: mail-out, channels: [mail], mode: block, enabled: true}]
package sharing_third_party.declared_dlp_channels

import data.lib.declared

deny contains {"msg": msg, "path": channel, "args": {"channel": channel}} if {
	some channel in input.facts.dlp_channels
	not channel in watched
	msg := sprintf("no policy that is on watches %s", [channel])
}

deny contains {"msg": "no channel is listed by which customer information can leave"} if {
	count(input.facts.dlp_channels) == 0
}

watched contains channel if {
	some row in data.inventory["declared.dlp_policy"].all
	row.enabled
	row.mode != "off"
	not declared.stale(row.declared_on, row.expires_on, data.run.now)
	some channel in row.channels
}

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
