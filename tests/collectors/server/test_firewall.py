"""The walk through the firewall, against real packets through the real kernel."""

import ipaddress
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scanner.model import GapReason
from tests.collectors.server.machine import NOBODY, FakeMachine
from tests.collectors.server.network import Pair, Try
from tests.collectors.server.rulesets import iptables_rules, nft_ruleset
from tests.collectors.server.support import Scan, scan, target, want
from tests.needs import need_root

INBOUND = want(firewall="inbound unseen")
FUZZ = settings(
    max_examples=30,
    deadline=None,
    database=None,
    suppress_health_check=[
        HealthCheck.filter_too_much,
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
    ],
)


@pytest.fixture(scope="module")
def network() -> Iterator[Pair]:
    need_root("nft", "iptables", "iptables-legacy-restore", "ip", "unshare", "nsenter")
    with Pair() as pair:
        yield pair


@pytest.fixture
def pair(network: Pair) -> Iterator[Pair]:
    """Both namespaces without any rule."""
    clear(network)
    yield network
    clear(network)


def clear(pair: Pair) -> None:
    pair.run("nft", "flush", "ruleset")
    for version in ("", "6"):
        reset = "".join(f"*{table}\n{builtin}COMMIT\n" for table, builtin in BUILTIN.items())
        pair.run(f"ip{version}tables-legacy-restore", text=reset)


BUILTIN = {
    "filter": ":INPUT ACCEPT\n:FORWARD ACCEPT\n:OUTPUT ACCEPT\n",
    "mangle": ":PREROUTING ACCEPT\n:INPUT ACCEPT\n",
    "nat": ":PREROUTING ACCEPT\n",
    "raw": ":PREROUTING ACCEPT\n",
}


def collected(pair: Pair) -> Scan:
    return scan(pair.collector(), target(), INBOUND)


def rows(found: Scan) -> list[dict[str, Any]]:
    assert not found.gaps, found.gaps
    facts: list[dict[str, Any]] = found.one("firewall").facts["inbound"]
    return facts


def row(table: Sequence[Mapping[str, Any]], attempt: Try) -> Mapping[str, Any]:
    protocol, source, _, address, port = attempt
    family = "ipv6" if ":" in source else "ipv4"
    (found,) = [
        row
        for row in table
        if row["family"] == family
        and row["protocol"] == protocol
        and address in row["addresses"]
        and row["first_port"] <= port <= row["last_port"]
    ]
    return found


def told(table: Sequence[Mapping[str, Any]], attempt: Try) -> bool | None:
    """What the facts say on an attempt, None when they leave it open."""
    found = row(table, attempt)
    source = ipaddress.ip_address(attempt[1])
    if any(source in ipaddress.ip_network(cidr) for cidr in found["sources"]):
        return True
    return None if found["undetermined"] or found["sources_cut"] else False


def hold_against_packets(pair: Pair, *, exact: bool = True) -> None:
    table = rows(collected(pair))
    tries = pair.tries()
    said = [told(table, attempt) for attempt in tries]
    if exact:
        assert not [found for found in table if found["undetermined"]]
    answered = pair.answers(tries)
    wrong = [
        (attempt, one, other)
        for attempt, one, other in zip(tries, said, answered, strict=True)
        if one is not None and one != other
    ]
    assert not wrong, wrong[:5]


@FUZZ
@given(text=nft_ruleset())
def test_nftables_against_packets(pair: Pair, text: str) -> None:
    clear(pair)
    loaded = pair.run("nft", "-f", "-", text=text, check=False)
    assume(loaded.returncode == 0)
    hold_against_packets(pair)


@FUZZ
@given(v4=iptables_rules("ip"), v6=iptables_rules("ip6"), backend=st.sampled_from(["legacy", "nft"]))
def test_iptables_against_packets(pair: Pair, v4: str, v6: str, backend: str) -> None:
    clear(pair)
    pair.run(f"iptables-{backend}-restore", text=v4)
    pair.run(f"ip6tables-{backend}-restore", text=v6)
    hold_against_packets(pair)


def load(pair: Pair, text: str) -> list[dict[str, Any]]:
    pair.run("nft", "-f", "-", text=text)
    return rows(collected(pair))


def at(table: Sequence[Mapping[str, Any]], port: int, protocol: str = "tcp", family: str = "ipv4") -> Any:
    (found,) = [
        row
        for row in table
        if (row["family"], row["protocol"]) == (family, protocol)
        and row["first_port"] <= port <= row["last_port"]
    ]
    return found


def test_without_rules_everyone_gets_in(pair: Pair) -> None:
    found = collected(pair)
    assert {(r["family"], r["protocol"], r["first_port"], r["last_port"]) for r in rows(found)} == {
        (family, protocol, 0, 65535) for family in ("ipv4", "ipv6") for protocol in ("tcp", "udp")
    }
    assert all(row["public_share"] == 1 and not row["undetermined"] for row in rows(found))
    found = scan(pair.collector(), target(), want(firewall="filters"))
    assert all(
        (chain["policy"], chain["rules"]) == ("accept", 0) for chain in found.one("firewall").facts["filters"]
    )


def test_a_table_for_ipv4_leaves_ipv6_open(pair: Pair) -> None:
    pair.run(
        "iptables-nft-restore",
        text="*filter\n:INPUT DROP\n-A INPUT -p tcp -m state --state NEW --dport 22 -j ACCEPT\nCOMMIT\n",
    )
    table = rows(collected(pair))
    assert at(table, 22)["public_share"] == 1
    assert at(table, 5432)["public_share"] == 0
    assert at(table, 5432, family="ipv6")["public_share"] == 1


def test_two_halves_are_the_whole_internet(pair: Pair) -> None:
    text = "table ip f {\n chain i {\n type filter hook input priority 0; policy drop;\n"
    text += " ip saddr { 0.0.0.0/1, 128.0.0.0/1 } tcp dport 22 accept\n }\n}\n"
    found = at(load(pair, text), 22)
    assert (found["sources"], found["public_share"]) == (["0.0.0.0/0"], 1)


def test_the_own_network_is_no_public_share(pair: Pair) -> None:
    text = "table ip f {\n chain i {\n type filter hook input priority 0; policy drop;\n"
    text += " ip saddr 10.0.0.0/8 accept\n }\n}\n"
    found = at(load(pair, text), 22)
    assert (found["sources"], found["public_share"], found["undetermined"]) == (["10.0.0.0/8"], 0, False)


def test_a_table_that_sleeps_protects_nothing(pair: Pair) -> None:
    text = "table inet f {\n flags dormant\n chain i {\n type filter hook input priority 0; policy drop;\n"
    text += " }\n}\n"
    assert at(load(pair, text), 22)["public_share"] == 1
    assert all(pair.answers(pair.tries()))


@pytest.mark.parametrize("match", ["meta mark 7", "ip ttl 9", "@th,0,8 5", "socket transparent 1"])
def test_what_is_not_understood_is_open_at_most(pair: Pair, match: str) -> None:
    text = "table ip f {\n chain i {\n type filter hook input priority 0; policy drop;\n"
    text += f" {match} accept\n tcp dport 80 accept\n }}\n}}\n"
    table = load(pair, text)
    unsure, sure = at(table, 22), at(table, 80)
    assert (unsure["public_share"], unsure["public_share_possible"], unsure["undetermined"]) == (0, 1, True)
    assert (sure["public_share"], sure["undetermined"]) == (1, False)


def test_what_is_not_understood_does_not_matter_where_both_ends_are_the_same(pair: Pair) -> None:
    text = "table ip f {\n chain i {\n type filter hook input priority 0; policy accept;\n"
    text += " meta mark 7 accept\n }\n}\n"
    assert at(load(pair, text), 22)["undetermined"] is False


def test_who_connects_chooses_the_source_port(pair: Pair) -> None:
    text = (
        "table ip f {\n chain i {\n type filter hook input priority 0; policy drop;\n udp sport 53 accept\n"
    )
    table = load(pair, f"{text} }}\n}}\n")
    assert at(table, 5432, "udp")["public_share"] == 1
    assert at(table, 5432, "tcp")["public_share"] == 0
    tries = pair.tries(["ipv4"], [5432], sport=53)[:2]
    assert dict(zip([t[0] for t in tries], pair.answers(tries), strict=True)) == {"tcp": False, "udp": True}


def test_a_redirect_opens_the_port_behind_it(pair: Pair) -> None:
    text = (
        "table ip f {\n chain p {\n type nat hook prerouting priority -100\n"
        " tcp dport 80 redirect to :8080\n }\n"
        " chain i {\n type filter hook input priority 0; policy drop;\n ct status dnat accept\n }\n}\n"
    )
    table = load(pair, text)
    assert at(table, 80)["rewritten"] is True
    # A direct connection is refused, a redirected one is not: nothing certain can be said of the port.
    assert at(table, 8080)["undetermined"] is True
    tries = pair.tries(["ipv4"], [80, 8080])
    said = dict(zip([(t[0], t[4]) for t in tries], pair.answers(tries), strict=True))
    assert said == {("tcp", 80): True, ("tcp", 8080): False, ("udp", 80): False, ("udp", 8080): False}


def container(policy: str) -> str:
    """What Docker sets up for a published port, next to a firewall that refuses all input."""
    return (
        "*nat\n:PREROUTING ACCEPT\n:DOCKER -\n-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER\n"
        "-A DOCKER -i docker0 -j RETURN\n"
        "-A DOCKER ! -i docker0 -p tcp -m tcp --dport 5432 -j DNAT --to-destination 172.17.0.2:8080\nCOMMIT\n"
        f"*filter\n:INPUT DROP\n:FORWARD {policy}\n:DOCKER -\n-A FORWARD -o docker0 -j DOCKER\n"
        "-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 8080 -j ACCEPT\nCOMMIT\n"
    )


def test_a_published_port_of_a_container_goes_past_the_input_rules(pair: Pair) -> None:
    pair.run("sh", "-c", "ip link add docker0 type bridge && ip addr add 172.17.0.1/16 dev docker0")
    pair.run("ip", "link", "set", "docker0", "up")
    try:
        for backend in ("nft", "legacy"):
            clear(pair)
            pair.run(f"iptables-{backend}-restore", text=container("DROP"))
            table = [row for row in rows(collected(pair)) if "198.51.100.1" in row["addresses"]]
            found = at(table, 5432)
            assert (found["rewritten"], found["public_share"], found["undetermined"]) == (True, 1, False)
            assert at(table, 8080)["public_share"] == 0
    finally:
        pair.run("ip", "link", "del", "docker0")


def test_a_blocklist_of_thousands_is_followed(pair: Pair) -> None:
    lines = [f"-A INPUT -s 1.{n // 250}.{n % 250}.1/32 -j DROP" for n in range(3000)]
    text = "*filter\n:INPUT ACCEPT\n" + "\n".join(lines) + "\nCOMMIT\n"
    pair.run("iptables-legacy-restore", text=text)
    found = at(rows(collected(pair)), 22)
    assert 0.99 < found["public_share"] < 1
    assert found["sources_cut"] is True


def test_without_root_nothing_is_said_of_the_rules(pair: Pair) -> None:
    found = scan(pair.collector(*NOBODY), target(), want(firewall=""))
    for fact in ("inbound", "filters", "unseen"):
        assert found.gap("firewall", fact).reason is GapReason.DENIED
    assert "boot" in found.one("firewall").facts


def test_tables_that_no_command_can_list_are_no_open_firewall(machine: FakeMachine) -> None:
    routed(machine)
    machine.write("/proc/modules", "nf_tables 1 0 - Live 0x0\n")
    assert machine.scan(INBOUND).gap("firewall", "inbound").reason is GapReason.TOOL_ABSENT
    (machine.root / "proc/modules").unlink()
    assert machine.scan(INBOUND).gap("firewall", "inbound").reason is GapReason.TOOL_ABSENT


def routed(machine: FakeMachine) -> None:
    """Interfaces, addresses and routes, as a kernel showed them."""
    for name, text in NETWORK.items():
        machine.write(f"/proc/net/{name}", text)
    machine.write("/proc/modules", "veth 1 0 - Live 0x0\n")
    machine.write(f"/lib/modules/{os.uname().release}/modules.builtin", "kernel/fs/ext4/ext4.ko\n")


NETWORK = {
    "dev": "Inter-|   Receive\n face |bytes\n    lo: 1 2\n  eth0: 3 4\n",
    "route": (
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
        "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
    ),
    "fib_trie": "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 192.0.2.2\n        /32 host LOCAL\n",
}


def test_a_kernel_that_holds_no_table_at_all_is_open(machine: FakeMachine) -> None:
    routed(machine)
    table = rows(machine.scan(INBOUND))
    assert {row["family"] for row in table} == {"ipv4"}
    assert at(table, 22)["public_share"] == 1


def test_tables_of_the_old_backend_without_its_command(machine: FakeMachine) -> None:
    routed(machine)
    machine.write("/proc/net/ip_tables_names", "filter\n")
    assert machine.scan(INBOUND).gap("firewall", "inbound").reason is GapReason.TOOL_ABSENT


def test_what_nft_would_show_besides_iptables_is_named(machine: FakeMachine) -> None:
    routed(machine)
    machine.write("/proc/modules", "nf_tables 1 0 - Live 0x0\n")
    machine.tool(
        "iptables-nft-save",
        "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n",
    )
    found = machine.scan(INBOUND)
    assert found.one("firewall").facts["unseen"]
    table = rows(found)
    # A table of nftables may refuse what iptables lets in, and cannot let in what iptables refuses.
    assert (at(table, 22)["public_share"], at(table, 22)["public_share_possible"]) == (0, 1)
    assert at(table, 23)["public_share_possible"] == 0


@pytest.mark.parametrize(
    "text", ["*filter\n:INPUT ACCEPT [0:0]\n", "nonsense\n", "*filter\n-A NONE -j DROP\nCOMMIT\n"]
)
def test_half_an_answer_is_no_answer(machine: FakeMachine, text: str) -> None:
    routed(machine)
    machine.tool("iptables-legacy-save", text)
    assert machine.scan(INBOUND).gap("firewall", "inbound").reason is GapReason.MALFORMED


def test_what_loads_rules_at_boot(machine: FakeMachine) -> None:
    machine.write("/etc/rc2.d/S01ufw", "")
    machine.write("/etc/runlevels/default/nftables", "")
    machine.write("/etc/rc.local", "#!/bin/sh\niptables-restore </etc/rules\n")
    machine.write("/etc/ufw/ufw.conf", "ENABLED=no\n")
    boot = want(firewall="boot")
    assert machine.scan(boot).one("firewall").facts["boot"] == {
        "services": ["nftables"],
        "scripts": ["/etc/rc.local"],
    }
    machine.write("/etc/ufw/ufw.conf", "ENABLED=yes\n")
    assert machine.scan(boot).one("firewall").facts["boot"]["services"] == ["nftables", "ufw"]
