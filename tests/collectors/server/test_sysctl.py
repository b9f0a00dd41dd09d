"""Kernel settings, NFS exports and Samba shares."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine, ShellCollector
from tests.collectors.server.support import scan, target, want
from tests.needs import need_root

SYSCTL = want(host="sysctl")
NFS = want(host="nfs_exports")
SAMBA = want(host="samba_shares")


def settings(machine: FakeMachine, **values: int) -> dict[str, Any]:
    """`settings(m, ipv4_eth0_rp_filter=1)` writes the setting of an interface; then what the scan tells."""
    machine.write("/proc/sys/net/ipv4/ip_forward", "0\n")
    for name, value in values.items():
        version, interface, setting = name.split("_", 2)
        machine.write(f"/proc/sys/net/{version}/conf/{interface}/{setting}", f"{value}\n")
    facts: dict[str, Any] = machine.scan(SYSCTL).one("host").facts["sysctl"]
    return facts


def test_the_real_machine_as_sysctl_tells_it() -> None:
    need_root("sysctl")
    found = scan(ShellCollector(["/bin/sh", "-s"]), target(), SYSCTL).one("host").facts["sysctl"]
    for fact, key in (
        ("ip_forward", "net.ipv4.ip_forward"),
        ("randomize_va_space", "kernel.randomize_va_space"),
        ("protected_symlinks", "fs.protected_symlinks"),
    ):
        said = subprocess.run(["sysctl", "-n", key], capture_output=True, text=True, check=True).stdout
        assert found[fact] == int(said)


def test_what_the_kernel_does_not_have_is_null(machine: FakeMachine) -> None:
    found = settings(machine)
    assert (found["ip_forward"], found["tcp_syncookies"]) == (0, None)
    assert found["redirects_accepted"] == []


def test_redirects_need_one_of_both_settings_on_a_host_and_both_on_a_router(machine: FakeMachine) -> None:
    base = {"ipv4_all_accept_redirects": 1, "ipv4_eth0_accept_redirects": 0}
    assert settings(machine, **base, ipv4_eth0_forwarding=0)["redirects_accepted"] == ["eth0"]
    assert settings(machine, **base, ipv4_eth0_forwarding=1)["redirects_accepted"] == []


def test_redirects_of_ipv6_go_by_the_interface_alone(machine: FakeMachine) -> None:
    base = {"ipv6_all_accept_redirects": 1, "ipv6_eth0_forwarding": 0}
    assert settings(machine, **base, ipv6_eth0_accept_redirects=0)["redirects_accepted"] == []
    assert settings(machine, **base, ipv6_eth0_accept_redirects=1)["redirects_accepted"] == ["eth0"]
    assert settings(machine, ipv6_eth0_disable_ipv6=1)["redirects_accepted"] == []


def test_source_routes_need_both_settings(machine: FakeMachine) -> None:
    one = {"ipv4_all_accept_source_route": 0, "ipv4_eth0_accept_source_route": 1}
    assert settings(machine, **one)["source_routes_accepted"] == []
    assert settings(machine, ipv4_all_accept_source_route=1)["source_routes_accepted"] == ["eth0"]


def test_the_stricter_reverse_path_setting_counts(machine: FakeMachine) -> None:
    both = {"ipv4_all_rp_filter": 2, "ipv4_eth0_rp_filter": 0, "ipv4_lo_rp_filter": 0}
    assert settings(machine, **both)["reverse_path_unchecked"] == []
    assert settings(machine, ipv4_all_rp_filter=0)["reverse_path_unchecked"] == ["eth0"]


def test_no_settings_at_all_are_a_gap(machine: FakeMachine) -> None:
    assert machine.scan(SYSCTL).gap("host", "sysctl").reason is GapReason.UNSUPPORTED


def exports(machine: FakeMachine, text: str, path: str = "/etc/exports") -> list[dict[str, Any]]:
    machine.write(path, text)
    facts: list[dict[str, Any]] = machine.scan(NFS).one("host").facts["nfs_exports"]
    return facts


@pytest.mark.parametrize(
    "line",
    [
        "/srv *(rw)",
        "/srv (rw)",
        "/srv",
        "/srv -rw",
        "/srv 0.0.0.0/0(ro)",
        "/srv ::/0(ro)",
        "/srv 0.0.0.0/1(ro)",
        "/srv 0.0.0.0/0.0.0.0",
        '"/srv/with space" *(ro)',
        "/srv \\\n *(ro)",
        "/srv -sync *",
    ],
)
def test_exports_to_everyone(machine: FakeMachine, line: str) -> None:
    assert [export["everyone"] for export in exports(machine, line + "\n")] == [True]


@pytest.mark.parametrize(
    "client", ["10.0.0.0/8", "db1", "*.example.com", "@hosts", "2001:db8::/32", "10.0.0.5"]
)
def test_exports_to_some(machine: FakeMachine, client: str) -> None:
    assert [export["everyone"] for export in exports(machine, f"/srv {client}(rw)\n")] == [False]


def test_the_space_that_opens_an_export(machine: FakeMachine) -> None:
    found = exports(machine, "/srv db1 (rw)\n")
    assert {(e["client"], e["everyone"], e["writable"]) for e in found} == {
        ("db1", False, False),
        ("*", True, True),
    }


def test_options_of_exports(machine: FakeMachine) -> None:
    text = (
        "# *(rw)\n/a db1(rw,no_root_squash,sec=krb5p:krb5i)\n"
        "/b -rw,no_root_squash db1(ro) db2(root_squash) # x\n"
        "/c db1(sec=sys:krb5)\n/d gss/krb5p(rw)\n"
    )
    found = {
        (e["path"], e["client"]): (e["writable"], e["root_squash"], e["kerberos"])
        for e in exports(machine, text)
    }
    assert found == {
        ("/a", "db1"): (True, False, True),
        ("/b", "db1"): (False, False, False),
        ("/b", "db2"): (True, True, False),
        ("/c", "db1"): (False, True, False),
        ("/d", "gss/krb5p"): (True, True, True),
    }


def test_exports_of_other_files_and_of_now_count_too(machine: FakeMachine) -> None:
    exports(machine, "/a db1(ro)\n")
    machine.write("/var/lib/nfs/etab", "/a\tdb1(ro,sync,root_squash)\n/now\t*(rw,root_squash)\n")
    found = exports(machine, "/b db1\n", "/etc/exports.d/more.exports")
    assert [export["path"] for export in found] == ["/a", "/b", "/now"]


def test_exports_that_cannot_be_read_are_a_gap(machine: FakeMachine) -> None:
    machine.write("/etc/exports", "/srv *(rw)\n", 0o600)
    assert machine.scan(NFS, user=("nobody",)).gap("host", "nfs_exports").reason is GapReason.DENIED


def samba(machine: FakeMachine, folder: Path, text: str) -> list[dict[str, Any]]:
    """What the real testparm says of a configuration."""
    need_root("testparm")
    (folder / "smb.conf").write_text(text)
    said = subprocess.run(
        ["testparm", "-s", str(folder / "smb.conf")], capture_output=True, text=True, check=True
    )
    machine.tool("testparm", said.stdout, error=said.stderr)
    machine.tool("smbd")
    facts: list[dict[str, Any]] = machine.scan(SAMBA).one("host").facts["samba_shares"]
    return facts


def test_shares_of_samba(machine: FakeMachine, tmp_path: Path) -> None:
    text = (
        "[global]\nmap to guest = Bad User\n[homes]\nread only = no\n"
        "[pub]\npath = /srv/pub\npublic = yes\nwriteable = yes\n"
        "[only]\npath = /srv/only\nguest ok = yes\nguest only = yes\n"
        "[off]\npath = /srv/off\nguest ok = yes\navailable = no\n"
        "[printers]\npath = /var/spool\nprintable = yes\nguest ok = yes\n"
    )
    assert samba(machine, tmp_path, text) == [
        {"name": "homes", "guest": False, "writable": True},
        {"name": "pub", "guest": True, "writable": True},
        {"name": "only", "guest": True, "writable": False},
    ]


def test_a_default_for_all_shares_counts(machine: FakeMachine, tmp_path: Path) -> None:
    text = "[global]\nguest ok = yes\n[a]\npath = /srv/a\n[b]\npath = /srv/b\nguest ok = no\n"
    assert [(s["name"], s["guest"]) for s in samba(machine, tmp_path, text)] == [("a", True), ("b", False)]


def test_without_a_samba_server_there_are_no_shares(machine: FakeMachine) -> None:
    machine.write("/etc/samba/smb.conf", "[pub]\nguest ok = yes\n")
    assert machine.scan(SAMBA).one("host").facts["samba_shares"] == []


def test_samba_that_cannot_be_read_is_a_gap(machine: FakeMachine) -> None:
    machine.tool("smbd")
    assert machine.scan(SAMBA).gap("host", "samba_shares").reason is GapReason.TOOL_ABSENT
    machine.tool("testparm", status=1, error="Error loading services.")
    assert machine.scan(SAMBA).gap("host", "samba_shares").reason is GapReason.UNSUPPORTED
