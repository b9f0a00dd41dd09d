# METADATA
# title: The firewall comes back after a restart
# description: >-
#   Rules that were loaded by hand are gone after the next restart, and nobody notices. Looked for are
#   the services that are known to load rules, and start scripts, units and network hooks that mention
#   nft or iptables.
# related_resources:
#   - ref: https://www.netfilter.org/projects/nftables/manpage.html
#   - ref: https://manpages.debian.org/bookworm/netfilter-persistent/netfilter-persistent.8.en.html
# custom:
#   id: firewall-persistent
#   resource: server.firewall
#   severity: high
#   controls: [net-firewall-present]
#   remediation: |
#     Save the rules that are loaded now, and load them at boot:
#       (echo 'flush ruleset'; nft list ruleset) >/etc/nftables.conf && systemctl enable nftables
#     (Red Hat: /etc/sysconfig/nftables.conf), or for iptables on Debian:
#       apt install iptables-persistent && netfilter-persistent save
#     Verify: systemctl is-enabled nftables netfilter-persistent ufw firewalld, then restart in a quiet hour
#   zh:
#     title: 防火墙规则在重启后仍有效
#     message: "{id} 的防火墙规则在重启后会丢失"
#     remediation: |
#       保存当前规则并在启动时加载：
#         (echo 'flush ruleset'; nft list ruleset) >/etc/nftables.conf && systemctl enable nftables
#       （Red Hat 为 /etc/sysconfig/nftables.conf），或在 Debian 上：
#         apt install iptables-persistent && netfilter-persistent save
#       验证：systemctl is-enabled nftables netfilter-persistent ufw firewalld
package network.firewall_persistent

import data.lib.firewall

deny contains {"msg": msg} if {
	count(input.facts.boot.services) == 0
	count(input.facts.boot.scripts) == 0
	msg := sprintf("nothing loads the firewall rules of %s when it starts", [input.name])
}

unknown contains {"msg": msg} if {
	count(input.facts.boot.services) == 0
	count(input.facts.boot.scripts) > 0
	msg := sprintf("a script may load the rules or not: %s", [concat(", ", input.facts.boot.scripts)])
}

# Where nothing is refused, there is nothing to lose.
not_applicable if count(refusing) == 0

refusing := {place |
	some row in input.facts.inbound
	place := sprintf("%s/%s", [row.family, row.protocol])
	not place in firewall.maybe_open_by_default(input.facts.inbound, data.parameters.firewall_wide_share)
}
