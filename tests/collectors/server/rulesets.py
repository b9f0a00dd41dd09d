"""Hypothesis strategies for firewall rules, as text for nft -f and iptables-restore."""

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

NETWORKS = {
    "ip": ["10.0.0.0/8", "198.51.100.10", "0.0.0.0/1", "128.0.0.0/1", "8.8.8.8", "192.168.0.0-192.168.9.9"],
    "ip6": ["2001:db8::/32", "fd00::5", "::/1", "8000::/1", "2a00::8"],
}
HOSTS = {"ip": ["198.51.100.1", "198.51.100.2"], "ip6": ["2001:db8::1", "2001:db8::2"]}
PORTS = ["22", "80", "443", "1-500", "5432", "8000-60000", "60000"]
CHAINS = ["one", "two", "three"]
SETS = """
 set ip_list { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 1.2.3.0-1.2.3.9 }; }
 set ip6_list { type ipv6_addr; flags interval; elements = { fd00::/8 }; }
 set ports { type inet_service; flags interval; elements = { 80, 440-450 }; }
 set ip_ports { type ipv4_addr . inet_service; flags interval;
  elements = { 10.0.0.0/8 . 1-100, 8.8.8.8 . 443 }; }
 set empty { type ipv4_addr; }
"""

BASICS = ["ct state established,related accept", "meta l4proto ipv6-icmp accept"]
"""Without these no connection works, whatever its first packet meets."""

_several = st.integers(1, 3)


@st.composite
def _set_of(draw: DrawFn, values: Sequence[str]) -> str:
    chosen = draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True))
    return chosen[0] if len(chosen) == 1 else "{ " + ", ".join(chosen) + " }"


_not = st.sampled_from(["", "", "!= "])


@st.composite
def _layer_three(draw: DrawFn, families: Sequence[str]) -> str:
    family = draw(st.sampled_from(families))
    kind = draw(st.sampled_from(["saddr", "daddr", "list", "nfproto", "empty"]))
    negation = draw(_not)
    if kind == "list":
        return f"{family} saddr {negation}@{family}_list"
    if kind == "empty":
        return f"ip saddr {negation}@empty" if family == "ip" else ""
    if kind == "nfproto":
        return f"meta nfproto {negation}ipv{'4' if family == 'ip' else '6'}"
    # Overlapping intervals are not allowed in one set.
    value = draw(st.sampled_from(NETWORKS[family] if kind == "saddr" else HOSTS[family]))
    return f"{family} {kind} {negation}{value}"


@st.composite
def _layer_four(draw: DrawFn) -> str:
    protocol = draw(st.sampled_from(["tcp", "udp", "th", "l4proto", "flags"]))
    negation = draw(_not)
    if protocol == "l4proto":
        return f"meta l4proto {negation}{draw(_set_of(['tcp', 'udp', 'icmp']))}"
    if protocol == "flags":
        return draw(
            st.sampled_from(
                [
                    "tcp flags & (fin|syn|rst|ack) == syn",
                    "tcp flags syn",
                    "tcp flags ! ack",
                    "tcp flags & (syn|ack) == syn|ack",
                    "tcp flags != syn",
                    "tcp flags { syn, ack }",
                ]
            )
        )
    ports = draw(
        st.one_of(
            st.sampled_from([*PORTS, "@ports", "{ 22, 443-445 }"]).map(lambda port: f"{negation}{port}"),
            st.sampled_from(["< 100", ">= 5432", "> 22"]),
        )
    )
    return (
        f"{protocol} dport {ports}" if protocol != "th" else f"meta l4proto {{ tcp, udp }} th dport {ports}"
    )


_other = st.sampled_from(
    [
        'iifname "cable"',
        'iifname "cab*"',
        'iifname != "lo"',
        "iif lo",
        'iifname { "lo", "cable" }',
        "ct state new",
        "ct state established,related",
        "ct state != established",
        "ct state invalid,untracked",
        "ct state ! new",
        "ct status dnat",
        "ct direction original",
        "fib daddr type local",
        "fib saddr . iif oif missing",
        "meta pkttype host",
        "meta pkttype { broadcast, multicast }",
        "limit rate 100000/second burst 100000 packets",
        "limit rate over 100000/second burst 100000 packets",
        "ct count over 100000",
    ]
)


@st.composite
def _nft_verdict(draw: DrawFn, targets: Sequence[str], *, maps: bool) -> str:
    plain = ["accept", "accept", "drop", "return", "counter", 'log prefix "x" drop', "reject"]
    jumps = [f"{how} {chain}" for how in ("jump", "goto") for chain in targets]
    choices = [st.sampled_from(plain)] + ([st.sampled_from(jumps)] if jumps else [])
    if maps:
        end = draw(st.sampled_from(["accept", "drop", *jumps]))
        choices.append(
            st.sampled_from(
                [
                    f"tcp dport vmap {{ 22 : accept, 80-443 : {end} }}",
                    f"ct state vmap {{ established : accept, new : {end} }}",
                    f'iifname vmap {{ "lo" : accept, "cable" : {end} }}',
                    f"meta l4proto . th dport vmap {{ tcp . 22 : accept, udp . 443 : {end} }}",
                ]
            )
        )
    return draw(st.one_of(choices))


@st.composite
def _nft_rule(draw: DrawFn, families: Sequence[str], targets: Sequence[str]) -> str:
    shape = draw(st.sampled_from(["three", "four", "both", "other", "concat", "map", "none"]))
    parts = []
    if shape in ("three", "both"):
        parts.append(draw(_layer_three(families)))
    if shape in ("four", "both"):
        parts.append(draw(_layer_four()))
    if shape == "other":
        parts.append(draw(_other))
    if shape == "concat" and "ip" in families:
        parts.append(f"ip saddr . tcp dport {draw(_not)}@ip_ports")
    parts.append(draw(_nft_verdict(targets, maps=shape in ("map", "three") and "daddr" not in parts)))
    return " ".join(part for part in parts if part)


@st.composite
def nft_ruleset(draw: DrawFn) -> str:
    """One to three tables with base chains at prerouting and input."""
    text = []
    for number in range(draw(_several)):
        family, layers = draw(
            st.sampled_from(
                [("inet", ["ip", "ip6"]), ("inet", ["ip", "ip6"]), ("ip", ["ip"]), ("ip6", ["ip6"])]
            )
        )
        chains = []
        for index, chain in enumerate(CHAINS):
            rules = draw(st.lists(_nft_rule(layers, CHAINS[index + 1 :]), max_size=4))
            chains.append(_nft_chain(chain, "", rules))
        hook, priority = draw(
            st.sampled_from([("input", 0), ("input", -10), ("input", 10), ("prerouting", -150)])
        )
        policy = draw(st.sampled_from(["accept", "drop"]))
        rules = draw(st.lists(_nft_rule(layers, CHAINS), max_size=6))
        head = f"type filter hook {hook} priority {priority}; policy {policy};"
        chains.insert(0, _nft_chain("base", head, [*BASICS, *rules]))
        text.append(f"table {family} t{number} {{\n{SETS}{''.join(reversed(chains))}}}\n")
    return "".join(text)


def _nft_chain(name: str, head: str, rules: Sequence[str]) -> str:
    return f" chain {name} {{\n" + "".join(f"  {line}\n" for line in [head, *rules] if line) + " }\n"


_IPTABLES_PLACES = {
    "ip": [
        f"{no}{side} {net}"
        for no in ("", "! ")
        for side, nets in (("-s", NETWORKS["ip"][:5]), ("-d", HOSTS["ip"]))
        for net in nets
    ]
    + ["-m iprange --src-range 192.168.0.0-192.168.9.9", "-m iprange ! --src-range 1.2.3.0-10.9.9.9"],
    "ip6": [
        f"{no}{side} {net}"
        for no in ("", "! ")
        for side, nets in (("-s", NETWORKS["ip6"]), ("-d", HOSTS["ip6"]))
        for net in nets
    ],
}
_IPTABLES_PORTS = [
    "-p tcp -m tcp --dport 22",
    "-p tcp -m tcp ! --dport 22",
    "-p udp -m udp --dport 1:500",
    "-p tcp -m multiport --dports 22,80:443,60000",
    "-p udp -m multiport ! --dports 22,80:443",
    "-p udp",
    "! -p udp",
    "-p tcp --syn",
    "-p tcp ! --syn",
    "-p tcp --tcp-flags SYN,ACK SYN,ACK",
]
_IPTABLES_OTHER = [
    "-i lo",
    "-i cable",
    "-i cab+",
    "! -i lo",
    "-m state --state NEW",
    "-m conntrack --ctstate ESTABLISHED,RELATED",
    "-m conntrack ! --ctstate NEW",
    "-m conntrack --ctstate DNAT",
    "-m addrtype --dst-type LOCAL",
    "-m addrtype --dst-type MULTICAST",
    "-m addrtype ! --dst-type LOCAL",
    "-m addrtype --src-type UNICAST",
    "-m pkttype --pkt-type unicast",
    "-m limit --limit 10000/second --limit-burst 10000",
    "-m hashlimit --hashlimit-name h --hashlimit-above 10000/second --hashlimit-burst 10000",
    "-m connlimit --connlimit-above 100000 --connlimit-mask 32",
    '-m comment --comment "-j ACCEPT"',
    '-m comment --comment "-j"',
    '-m comment --comment "a \\"b\\" ! -s 1.2.3.4"',
]


@st.composite
def _iptables_rule(draw: DrawFn, family: str, targets: Sequence[str]) -> str:
    pools = [_IPTABLES_PLACES[family], _IPTABLES_PORTS, _IPTABLES_OTHER]
    parts = [draw(st.sampled_from(pool)) for pool in pools if draw(st.booleans())]
    jumps = [f"{how} {chain}" for how in ("-j", "-g") for chain in targets]
    ends = ["-j ACCEPT", "-j ACCEPT", "-j DROP", "-j RETURN", "-j REJECT", "-j LOG", "", *jumps]
    return " ".join([*parts, draw(st.sampled_from(ends))])


@st.composite
def iptables_rules(draw: DrawFn, family: str) -> str:
    """The tables filter and mangle, for `ip` or `ip6`."""
    text = []
    for table, base in (("filter", "INPUT"), ("mangle", draw(st.sampled_from(["PREROUTING", "INPUT"])))):
        # Only the filter table may reject.
        lines = [f"*{table}", f":{base} {draw(st.sampled_from(['ACCEPT', 'DROP']))} [0:0]"]
        lines += [f":{chain} - [0:0]" for chain in CHAINS]
        lines.append(f"-A {base} -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT")
        if family == "ip6":
            lines.append(f"-A {base} -p ipv6-icmp -j ACCEPT")
        rules = [(base, rule) for rule in draw(st.lists(_iptables_rule(family, CHAINS), max_size=6))]
        for index, chain in enumerate(CHAINS):
            own = draw(st.lists(_iptables_rule(family, CHAINS[index + 1 :]), max_size=4))
            rules += [(chain, rule) for rule in own]
        lines += [f"-A {chain} {rule}" for chain, rule in rules if table == "filter" or "REJECT" not in rule]
        text.append("\n".join([*lines, "COMMIT", ""]))
    return "".join(text)
