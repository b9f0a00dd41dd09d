# METADATA
# title: The firewall refuses what nobody has allowed
# description: >-
#   A service that is started by mistake, or by an intruder, is reachable at once where the packet
#   filter lets in every port that no rule names. IPv6 is a door of its own: rules for IPv4 do not close
#   it. What counts is which ports new connections reach in the end, whatever rules and programs lead
#   there.
# related_resources:
#   - ref: https://www.netfilter.org/projects/nftables/manpage.html
#   - ref: https://wiki.nftables.org/wiki-nftables/index.php/Simple_ruleset_for_a_server
# custom:
#   id: firewall-default-deny
#   resource: server.firewall
#   severity: critical
#   controls: [net-firewall-present, net-secure-storage-hosts]
#   remediation: |
#     Keep one session open. With ufw (Debian, Ubuntu), which covers IPv6 with IPV6=yes in
#     /etc/default/ufw:
#       ufw allow 22/tcp && ufw default deny incoming && ufw enable
#     With firewalld (Red Hat, SUSE):
#       systemctl enable --now firewalld && firewall-cmd --set-default-zone=public
#     With nftables alone, in /etc/nftables.conf, then systemctl enable --now nftables:
#       table inet filter { chain input { type filter hook input priority 0; policy drop;
#         ct state established,related accept; iif lo accept; meta l4proto { icmp, ipv6-icmp } accept
#         tcp dport 22 accept } }
#     Verify: nft list ruleset, and from another machine: nmap -Pn -p- HOST && nmap -6 -Pn -p- HOST
#   zh:
#     title: 防火墙默认拒绝入站连接
#     message: "{id} 的防火墙默认放行入站连接（{place}）"
#     remediation: |
#       保留一个会话。Debian、Ubuntu（/etc/default/ufw 中 IPV6=yes）：
#         ufw allow 22/tcp && ufw default deny incoming && ufw enable
#       Red Hat、SUSE：
#         systemctl enable --now firewalld && firewall-cmd --set-default-zone=public
#       IPv6 需要同样的规则。验证：nft list ruleset，并从另一台机器执行 nmap -Pn -p- HOST
package network.firewall_default_deny

import data.lib.firewall

deny contains {"msg": msg, "path": place, "args": {"place": place}} if {
	some place in open_places
	msg := sprintf("%s lets in new connections to most ports (%s)%s", [input.name, place, how])
}

unknown contains {"msg": msg} if {
	some place in firewall.maybe_open_by_default(input.facts.inbound, share) - open_places
	msg := sprintf("it could not be told whether most ports of %s are open (%s)%s", [input.name, place, why])
}

not_applicable if count(input.facts.inbound) == 0

share := data.parameters.firewall_wide_share

open_places := firewall.open_by_default(input.facts.inbound, share)

how := ": it has no chain of rules for them" if count(input.facts.filters) == 0

how := "" if count(input.facts.filters) > 0

why := sprintf(": %s", [concat("; ", input.facts.unseen)]) if count(input.facts.unseen) > 0

why := "" if count(input.facts.unseen) == 0
