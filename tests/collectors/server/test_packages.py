"""Packages of made-up machines: real apt, recorded dnf and zypper; what must not look like no update."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.server.facts.packages import held
from collectors.server.facts.packages.reboot import _version as kernel_version
from scanner.model import Gap, GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want
from tests.needs import need_root

RECORDED = Path(__file__).parent / "recorded"
DEBIAN = 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n'
LISTS = "/var/lib/apt/lists/deb.example_debian"


def copy_program(machine: FakeMachine, name: str) -> None:
    """A program of this machine with its libraries."""
    program = shutil.which(name)
    assert program is not None
    done = subprocess.run(["ldd", program], capture_output=True, text=True, check=True)
    for path in (program, *re.findall(r"(/\S+) \(", done.stdout)):
        place = machine.root / path.lstrip("/")
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, place)
    if not program.startswith("/bin/"):
        link = machine.root / "bin" / name
        if link.is_symlink():
            link.unlink()
        link.symlink_to(program)


def status(name: str, version: str, want_state: str = "install") -> str:
    return (
        f"Package: {name}\nStatus: {want_state} ok installed\nMaintainer: M <m@example.org>\n"
        f"Architecture: amd64\nVersion: {version}\nDescription: x\n\n"
    )


def package(name: str, version: str) -> str:
    return (
        f"Package: {name}\nVersion: {version}\nArchitecture: amd64\nMaintainer: M <m@example.org>\n"
        f"Filename: pool/{name}_{version}.deb\nSize: 1\nSHA256: {'0' * 64}\nDescription: x\n\n"
    )


@pytest.fixture
def apt(machine: FakeMachine) -> FakeMachine:
    """A Debian machine with real apt; its lists lie where apt-get update would have put them."""
    need_root("apt-cache", "apt-config", "dpkg-query", "dpkg")
    for name in ("apt-cache", "apt-config", "dpkg-query", "dpkg", "xargs"):
        copy_program(machine, name)
    for table in Path("/usr/share/dpkg").glob("*table"):
        machine.write(str(table), table.read_text())
    machine.write("/etc/os-release", DEBIAN)
    (machine.root / "tmp").mkdir()
    for folder in ("apt.conf.d", "sources.list.d", "preferences.d", "trusted.gpg.d"):
        (machine.root / "etc/apt" / folder).mkdir(parents=True)
    machine.write(
        "/etc/apt/sources.list",
        "deb http://deb.example/debian bookworm main\n"
        "deb http://deb.example/debian-security bookworm-security main\n",
    )
    machine.write(
        "/var/lib/dpkg/status",
        status("customer-db", "1.0") + status("editor", "3.0") + status("quiet", "1", "hold"),
    )
    index(machine, "", "Debian", package("customer-db", "1.0") + package("editor", "3.1"))
    security = package("customer-db", "1.1") + package("quiet", "2")
    index(machine, "-security", "Debian-Security", security)
    return machine


def index(machine: FakeMachine, suffix: str, label: str, packages: str, until: str = "") -> None:
    base = f"{LISTS}{suffix}_dists_bookworm{suffix}"
    machine.write(
        f"{base}_Release",
        f"Origin: Debian\nLabel: {label}\nSuite: oldstable{suffix}\nCodename: bookworm{suffix}\n"
        f"Date: Wed, 18 Nov 2026 00:00:00 UTC\n{until}Components: main\nArchitectures: amd64\n",
    )
    machine.write(f"{base}_main_binary-amd64_Packages", packages)


def updates(machine: FakeMachine) -> Any:
    return machine.scan(want(packages="security_updates")).one("packages").facts["security_updates"]


def names(fact: Any) -> set[str]:
    return {update["name"] for update in fact["updates"]}


def why(machine: FakeMachine, fact: str) -> Gap:
    return machine.scan(want(packages=fact)).gap("packages", fact)


def test_apt_counts_what_the_security_repository_has_and_sees_through_holds(apt: FakeMachine) -> None:
    fact = updates(apt)
    assert (fact["manager"], fact["basis"], fact["count"]) == ("apt", "security_repository", 2)
    assert names(fact) == {"customer-db", "quiet"}
    assert fact["held"] == ["quiet"]


def test_apt_sees_through_a_pin_and_a_newer_version_from_elsewhere(apt: FakeMachine) -> None:
    apt.write("/etc/apt/preferences.d/no", "Package: *\nPin: release l=Debian-Security\nPin-Priority: -10\n")
    index(apt, "", "Debian", package("customer-db", "1.2"))
    assert names(updates(apt)) == {"customer-db", "quiet"}


def test_apt_of_another_release_says_nothing_of_this_one(apt: FakeMachine) -> None:
    apt.write("/etc/os-release", DEBIAN.replace("bookworm", "trixie"))
    assert "no security repository" in why(apt, "security_updates").detail


def test_apt_without_a_security_list_is_a_gap_and_is_told(apt: FakeMachine) -> None:
    for file in (apt.root / "var/lib/apt/lists").glob("*security*"):
        file.unlink()
    assert why(apt, "security_updates").reason is GapReason.NOT_IN_SOURCE
    fact = apt.scan(want(packages="lists")).one("packages").facts["lists"]
    assert fact["security_repository"] == "no"


def test_apt_of_a_derivative_without_security_repository_counts_everything(apt: FakeMachine) -> None:
    for file in (apt.root / "var/lib/apt/lists").glob("*security*"):
        file.unlink()
    apt.write("/etc/os-release", "ID=raspbian\nID_LIKE=debian\nVERSION_CODENAME=bookworm\n")
    fact = updates(apt)
    assert (fact["basis"], names(fact)) == ("every_update", {"editor"})


def test_apt_that_breaks_half_way_is_a_gap(apt: FakeMachine) -> None:
    (apt.root / "bin/apt-cache").unlink()
    apt.write("/bin/apt-cache", "#!/bin/sh\necho 'Package files:'\necho 'Pinned packages:'\n", 0o755)
    assert why(apt, "security_updates").reason is GapReason.TRUNCATED


def test_apt_leaves_nothing_behind(apt: FakeMachine) -> None:
    def everything() -> dict[str, float]:
        return {str(path): path.lstat().st_mtime for path in apt.root.rglob("*") if path.name != "tmp"}

    before = everything()
    apt.scan(want(packages=""))
    assert everything() == before


def test_apt_lists_with_their_age_and_validity(apt: FakeMachine) -> None:
    until = "Valid-Until: Wed, 25 Nov 2026 00:00:00 UTC\n"
    index(apt, "-security", "Debian-Security", package("quiet", "2"), until)
    os.utime(apt.root / "var/lib/apt/lists", (1795000000, 1795000000))
    fact = apt.scan(want(packages="lists")).one("packages").facts["lists"]
    assert fact["refreshed"] == "2026-11-18T11:06:40Z"
    (release,) = [row for row in fact["releases"] if row["security"]]
    assert release["valid_until"] == "2026-11-25T00:00:00Z"


def test_apt_lists_that_were_never_fetched(apt: FakeMachine) -> None:
    shutil.rmtree(apt.root / "var/lib/apt/lists")
    (apt.root / "var/lib/apt/lists/partial").mkdir(parents=True)
    fact = apt.scan(want(packages="lists")).one("packages").facts["lists"]
    assert (fact["refreshed"], fact["security_repository"]) == (None, "no")


PERIODIC = 'APT::Periodic::Update-Package-Lists "1";\nAPT::Periodic::Unattended-Upgrade "1";\n'
ORIGINS = (
    'Unattended-Upgrade::Origins-Pattern { "origin=Debian,codename=bookworm,label=Debian-Security"; };\n'
)
ONLY_MAIN = 'Unattended-Upgrade::Origins-Pattern { "origin=Debian,codename=bookworm,label=Debian"; };\n'


@pytest.mark.parametrize(
    ("config", "starts", "state"),
    [
        (PERIODIC + ORIGINS, True, "installs"),
        (PERIODIC + ORIGINS, False, "off"),
        (PERIODIC + ORIGINS + 'APT::Periodic::Enable "0";\n', True, "off"),
        (PERIODIC.replace('Upgrade "1"', 'Upgrade "0"') + ORIGINS, True, "off"),
        (PERIODIC + ONLY_MAIN, True, "downloads"),
        (PERIODIC + ORIGINS + 'Unattended-Upgrade::Download-Only "true";\n', True, "downloads"),
    ],
)
def test_unattended_upgrades(apt: FakeMachine, config: str, starts: bool, state: str) -> None:
    apt.tool("unattended-upgrade")
    apt.write("/etc/apt/apt.conf.d/50auto", config)
    if starts:
        apt.write("/etc/cron.daily/apt-compat", "#!/bin/sh\n", 0o755)
    assert apt.scan(want(packages="automatic")).one("packages").facts["automatic"]["state"] == state


def test_a_timer_of_apt_that_is_masked(apt: FakeMachine) -> None:
    apt.tool("unattended-upgrade")
    apt.write("/etc/apt/apt.conf.d/50auto", PERIODIC + ORIGINS)
    (apt.root / "run/systemd/system").mkdir(parents=True)
    apt.tool("systemctl", "masked\n", status=1)
    fact = apt.scan(want(packages="automatic")).one("packages").facts["automatic"]
    assert fact["state"] == "off"
    assert "apt-daily" in fact["why"]


def test_a_cron_job_that_installs_updates_and_one_that_is_commented_out(apt: FakeMachine) -> None:
    apt.write("/etc/cron.d/up", "# 1 2 * * * root apt-get -y dist-upgrade\n")
    assert apt.scan(want(packages="automatic")).one("packages").facts["automatic"]["state"] == "off"
    apt.write("/etc/cron.d/up", "1 2 * * * root apt-get update && apt-get -y dist-upgrade\n")
    fact = apt.scan(want(packages="automatic")).one("packages").facts["automatic"]
    assert (fact["tool"], fact["state"]) == ("cron", "installs")


def test_repositories_of_apt_in_both_styles_without_their_passwords(apt: FakeMachine) -> None:
    apt.write(
        "/etc/apt/sources.list",
        "# deb [trusted=yes] http://old.example x main\n"
        "deb [arch=amd64 trusted=yes] https://me:hunter2@repo.example/deb stable main\n",
    )
    apt.write(
        "/etc/apt/sources.list.d/x.sources",
        "Types: deb deb-src\nURIs: http://deb.example/debian\nSuites: bookworm\nComponents: main\n"
        "Signed-By:\n -----BEGIN PGP\n .\n abc\n\nTypes: deb\nURIs: file:/media\nSuites: ./\nTrusted: yes\n"
        "\nEnabled: no\nTypes: deb\nURIs: http://off.example\nSuites: x\nComponents: y\nTrusted: yes\n",
    )
    apt.write("/etc/apt/apt.conf.d/99bad", 'APT::Get::AllowUnauthenticated "true";\n')
    found = apt.scan(want(packages="repositories"))
    fact = found.one("packages").facts["repositories"]
    rows = [(row["uri"], row["transport"], row["signed"]) for row in fact["sources"]]
    assert sorted(rows) == [
        ("file:/media", "local", "no"),
        ("http://deb.example/debian", "plain", "yes"),
        ("https://repo.example/deb", "encrypted", "no"),
    ]
    assert fact["switches"] == ["APT::Get::AllowUnauthenticated"]
    assert "hunter2" not in str(found.events)


# --- Red Hat and its kin ------------------------------------------------------------------------------


def dnf(
    machine: FakeMachine, said: Mapping[str, tuple[str, int]] | None = None, *, advisories: bool = True
) -> None:
    """A dnf that says what was recorded, or else what is given (by words of its command line)."""
    machine.write("/etc/os-release", "ID=rhel\nVERSION_ID=9.4\n")
    cases = {
        "--version": ("4.14.0\n", 0),
        "updateinfo list": (recorded("rhel/dnf4-updateinfo-list.txt"), 0),
        "updateinfo info": (recorded("rhel/dnf4-updateinfo-info.txt"), 0),
        "check-update": (recorded("rhel/dnf4-check-update.txt"), 100),
        "repolist": (recorded("rhel/dnf4-repolist.txt"), 0),
        **(said or {}),
    }
    lines = ["#!/bin/sh", 'case "$*" in']
    for number, (words, (text, code)) in enumerate(cases.items()):
        machine.write(f"/var/said/dnf{number}", text)
        lines.append(f'*"{words}"*) cat /var/said/dnf{number}; exit {code} ;;')
    machine.write("/bin/dnf", "\n".join([*lines, "esac", "exit 3", ""]), 0o755)
    told = '<data type="updateinfo">' if advisories else ""
    machine.write("/var/cache/dnf/main-repo-8be37ade89121be3/repodata/repomd.xml", f"<repomd>{told}</repomd>")


def recorded(name: str) -> str:
    return (RECORDED / name).read_text()


def test_dnf_with_severity_and_date(machine: FakeMachine) -> None:
    dnf(machine)
    fact = updates(machine)
    assert (fact["basis"], fact["count"], fact["critical"]) == ("advisories", 2, 1)
    assert fact["updates"][0] == {
        "name": "customer-db",
        "version": "1.0-2.el9",
        "severity": "critical",
        "issued": "2026-11-03T09:00:00Z",
        "advisory": "EXSA-2026:0101",
        "held": False,
    }
    assert fact["unclassified_count"] == 0


def test_dnf_versionlock_and_exclude(machine: FakeMachine) -> None:
    dnf(machine)
    machine.write("/etc/dnf/plugins/versionlock.list", "# comment\n0:webfront-2.0-1.el9.*\n!editor-3.1\n")
    machine.write("/etc/dnf/dnf.conf", "[main]\nexclude=customer-* kernel*\n")
    assert updates(machine)["held"] == ["customer-db", "webfront"]


def test_dnf_repository_without_advisories_is_not_clean(machine: FakeMachine) -> None:
    other = "/var/cache/dnf/docker-ce-0123456789abcdef/repodata/repomd.xml"
    machine.write(other, "<repomd/>")
    listing = recorded("rhel/dnf4-check-update.txt") + "docker-ce.x86_64\n     3:27.0-1   docker-ce\n"
    dnf(machine, {"updateinfo list": ("", 0), "check-update": (listing, 100)})
    fact = updates(machine)
    assert (fact["count"], fact["unclassified"]) == (0, ["docker-ce"])


def test_dnf_without_any_advisory_counts_every_update(machine: FakeMachine) -> None:
    dnf(machine, advisories=False)
    fact = updates(machine)
    assert (fact["basis"], fact["count"]) == ("every_update", 3)


def test_dnf_without_a_cache_is_a_gap(machine: FakeMachine) -> None:
    dnf(machine)
    shutil.rmtree(machine.root / "var/cache/dnf")
    assert why(machine, "security_updates").reason is GapReason.NOT_IN_SOURCE
    fact = machine.scan(want(packages="lists")).one("packages").facts["lists"]
    assert (fact["refreshed"], fact["missing"]) == (None, ["main-repo"])


def test_dnf_that_fails_is_a_gap(machine: FakeMachine) -> None:
    dnf(machine, {"updateinfo list": ("", 1)})
    assert why(machine, "security_updates").reason is GapReason.UNSUPPORTED


DNF5 = {
    "--version": ("rhel/dnf5-version.txt", 0),
    "-C -q --setopt=disable_excludes=* advisory list --security": ("rhel/dnf5-advisory-list.txt", 0),
    "-C -q --setopt=disable_excludes=* check-update": ("rhel/dnf5-check-update.txt", 100),
    "-C -q repolist --enabled": ("rhel/dnf5-repolist.txt", 0),
}


def dnf5(machine: FakeMachine, *, advisories: bool = True) -> None:
    """A dnf 5 that says what was recorded, and like the real one refuses what it does not know."""
    machine.write("/etc/os-release", "ID=fedora\nVERSION_ID=43\n")
    lines = ["#!/bin/sh", 'case "$*" in']
    for number, (words, (name, code)) in enumerate(DNF5.items()):
        machine.write(f"/var/said/dnf{number}", recorded(name))
        lines.append(f"'{words}') cat /var/said/dnf{number}; exit {code} ;;")
    refusal = "esac\necho 'Unknown argument for command \"dnf5\".' >&2\nexit 2\n"
    machine.write("/bin/dnf", "\n".join([*lines, refusal]), 0o755)
    told = '<data type="updateinfo">' if advisories else ""
    cache = "/var/cache/libdnf5/fedora-updates-d0d8017e31cd3c7e"
    machine.write(f"{cache}/repodata/repomd.xml", f"<repomd>{told}</repomd>")


def test_dnf5_tells_its_dates_in_the_list(machine: FakeMachine) -> None:
    dnf5(machine)
    machine.write("/etc/dnf/versionlock.toml", recorded("rhel/dnf5-versionlock.toml"))
    fact = updates(machine)
    keys = ("name", "version", "severity", "issued")
    assert [tuple(update[key] for key in keys) for update in fact["updates"]] == [
        ("openssl-libs", "1:3.2.0-2.fc43", "critical", "2026-10-20T10:00:00Z"),
        ("vim", "2:9.1.0-1.fc43", "important", "2026-11-06T01:02:03Z"),
    ]
    assert (fact["count"], fact["unclassified"], fact["held"]) == (2, [], ["vim"])


def test_dnf5_without_advisories_counts_every_update(machine: FakeMachine) -> None:
    dnf5(machine, advisories=False)
    fact = updates(machine)
    assert [update["name"] for update in fact["updates"]] == ["nano", "openssl-libs", "vim"]


@pytest.mark.parametrize(
    ("units", "config", "state"),
    [
        ("dnf-automatic.timer", "apply_updates = yes", "installs"),
        ("dnf-automatic.timer", "apply_updates = no", "downloads"),
        ("dnf-automatic-install.timer", "apply_updates = no", "installs"),
        ("none", "apply_updates = yes", "off"),
    ],
)
def test_dnf_automatic(machine: FakeMachine, units: str, config: str, state: str) -> None:
    dnf(machine)
    machine.write("/bin/systemctl", f'#!/bin/sh\n[ "$2" = {units} ] && echo enabled\n', 0o755)
    machine.write("/etc/dnf/automatic.conf", f"[commands]\nupgrade_type = security\n{config}\n")
    assert machine.scan(want(packages="automatic")).one("packages").facts["automatic"]["state"] == state


def test_repositories_of_dnf(machine: FakeMachine) -> None:
    dnf(machine)
    machine.write("/etc/dnf/dnf.conf", "[main]\ngpgcheck=1\n")
    machine.write(
        "/etc/yum.repos.d/x.repo",
        "[good]\nbaseurl=https://a.example/\n[bad]\nbaseurl=http://u:hunter2@b.example/\ngpgcheck=0\n"
        "[loose]\nmetalink=https://c.example/\nsslverify=0\n[off]\nbaseurl=http://d.example\nenabled=0\ngpgcheck=0\n",
    )
    found = machine.scan(want(packages="repositories"))
    rows = [(row["uri"], row["signed"]) for row in found.one("packages").facts["repositories"]["sources"]]
    assert rows == [("https://a.example/", "yes"), ("http://b.example/", "no"), ("https://c.example/", "no")]
    assert "hunter2" not in str(found.events)


# --- SUSE and Alpine ----------------------------------------------------------------------------------


def zypper(machine: FakeMachine) -> None:
    machine.write("/etc/os-release", 'ID="sles"\nID_LIKE="suse"\nVERSION_ID="15.6"\n')
    machine.write("/var/said/patches", recorded("suse/zypper-list-patches.txt"))
    machine.write("/var/said/repos", recorded("suse/zypper-repos.txt"))
    cases = "*list-patches*) cat /var/said/patches ;;\n*repos*) cat /var/said/repos ;;\n"
    text = f'#!/bin/sh\ncase "$*" in\n{cases}esac\n'
    machine.write("/bin/zypper", text, 0o755)
    machine.write("/var/cache/zypp/raw/main-repo/repodata/repomd.xml", '<data type="updateinfo">')


def test_zypper_leaves_out_bug_fixes(machine: FakeMachine) -> None:
    zypper(machine)
    fact = updates(machine)
    assert [(u["name"], u["severity"], u["issued"]) for u in fact["updates"]] == [
        ("EXSA-2026:0101", "critical", "2026-11-03T09:00:00Z"),
        ("EXSA-2026:0102", "moderate", "2026-11-20T09:00:00Z"),
    ]


def test_zypper_without_a_cache_says_nothing_is_missing_and_is_not_believed(machine: FakeMachine) -> None:
    zypper(machine)
    machine.write("/var/said/patches", "<update-status>\n</update-status>\n")
    shutil.rmtree(machine.root / "var/cache/zypp")
    assert why(machine, "security_updates").reason is GapReason.NOT_IN_SOURCE


def test_zypper_that_is_cut_short_is_a_gap(machine: FakeMachine) -> None:
    zypper(machine)
    machine.write("/var/said/patches", recorded("suse/zypper-list-patches.txt").split("</update-status>")[0])
    assert why(machine, "security_updates").reason is GapReason.TRUNCATED


def test_zypper_locks_and_lists(machine: FakeMachine) -> None:
    zypper(machine)
    machine.write("/etc/zypp/locks", recorded("suse/zypper-locks.txt"))
    os.utime(machine.root / "var/cache/zypp/raw/main-repo/repodata/repomd.xml", (1795000000, 1795000000))
    facts = machine.scan(want(packages="held lists")).one("packages").facts
    assert facts["held"] == [{"pattern": "customer-db", "file": "/etc/zypp/locks"}]
    assert facts["lists"]["refreshed"] == "2026-11-18T11:06:40Z"


def apk(machine: FakeMachine, said: str, error: str = "") -> None:
    machine.write("/etc/os-release", "ID=alpine\nVERSION_ID=3.22.1\n")
    machine.tool("apk", said, error=error)
    machine.write(
        "/etc/apk/repositories", "# comment\nhttps://dl.example/main\nhttps://dl.example/community\n"
    )


def test_apk_counts_every_update(machine: FakeMachine) -> None:
    apk(machine, "Installed:              Available:\nlibcrypto3-3.3.1-r0     < 3.3.2-r1\n")
    machine.write("/etc/apk/world", "busybox\nlibcrypto3=3.3.1-r0\n")
    fact = updates(machine)
    assert (fact["basis"], fact["count"], fact["held"]) == ("every_update", 1, ["libcrypto3"])


def test_apk_without_an_index_is_a_gap(machine: FakeMachine) -> None:
    apk(machine, "Installed:              Available:\n", "WARNING: opening /: No such file or directory\n")
    assert why(machine, "security_updates").reason is GapReason.NOT_IN_SOURCE
    machine.write("/var/cache/apk/APKINDEX.1.tar.gz", "")
    fact = machine.scan(want(packages="lists")).one("packages").facts["lists"]
    assert (fact["refreshed"], fact["missing"]) == (None, ["1 of 2 repositories"])


# --- for all ------------------------------------------------------------------------------------------


def test_a_machine_that_is_kept_otherwise(machine: FakeMachine) -> None:
    machine.write("/etc/os-release", "ID=arch\n")
    assert why(machine, "security_updates").reason is GapReason.UNSUPPORTED


def test_a_restart_is_outstanding(machine: FakeMachine) -> None:
    dnf(machine)
    running = os.uname().release
    machine.write("/run/reboot-required.pkgs", "libc6\n")
    machine.write("/run/reboot-required", "")
    machine.write("/lib/modules/999.0.1-1-amd64/modules.dep", "")
    fact = machine.scan(want(packages="reboot")).one("packages").facts["reboot"]
    assert fact["required"] is True
    assert fact["reasons"] == [
        "/run/reboot-required is there",
        f"the kernel 999.0.1-1-amd64 is installed, {running} runs",
    ]
    assert fact["packages"] == ["libc6"]


def test_a_container_has_no_kernel_of_its_own(machine: FakeMachine) -> None:
    dnf(machine)
    machine.write("/.dockerenv", "")
    machine.write("/lib/modules/999.0.1-1-amd64/modules.dep", "")
    fact = machine.scan(want(packages="reboot")).one("packages").facts["reboot"]
    assert (fact["required"], fact["newest_kernel"]) == (False, None)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("6.1.0-9-amd64", "6.1.0-40-amd64"),
        ("5.15.0-91-generic", "5.15.0-101-generic"),
        ("5.14.0-427.el9.x86_64", "5.14.0-427.13.1.el9_4.x86_64"),
        ("6.6.1-0-lts", "6.6.10-0-lts"),
    ],
)
def test_kernels_are_compared_by_number(older: str, newer: str) -> None:
    assert kernel_version(older) < kernel_version(newer)


@given(st.text("0123456789.-abcel_", max_size=20))
def test_any_two_kernels_can_be_compared(text: str) -> None:
    assert kernel_version(text) <= kernel_version(text + ".1") or not text


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        ("openssl", "openssl", True),
        ("openssl", "openssl-libs", False),
        ("kernel*", "kernel-core", True),
        ("0:openssl-3.0.7-1.el9.*", "openssl", True),
        ("0:openssl-libs-3.0.7-1.el9.*", "openssl", False),
        ("libssl3:amd64", "libssl3", True),
    ],
)
def test_what_a_hold_holds(pattern: str, name: str, expected: bool) -> None:
    assert held.matches(pattern, name) is expected


def test_end_of_support_from_the_machine(machine: FakeMachine) -> None:
    machine.write("/etc/os-release", "ID=fedora\nVERSION_ID=43\nSUPPORT_END=2026-12-02\n")
    fact = machine.scan(want(packages="support")).one("packages").facts["support"]
    assert fact["ends"] == [{"programme": "standard", "date": "2026-12-02"}]
    machine.write("/etc/os-release", 'ID=ubuntu\nVERSION_ID="22.04"\n')
    header = "version,codename,series,created,release,eol,eol-server,eol-esm\n"
    row = "22.04 LTS,Jammy Jellyfish,jammy,2021-10-14,2022-04-21,2027-06-01,2027-06-01,2032-04-21\n"
    machine.write("/usr/share/distro-info/ubuntu.csv", header + row)
    fact = machine.scan(want(packages="support")).one("packages").facts["support"]
    assert {end["programme"]: end["date"] for end in fact["ends"]} == {
        "standard": "2027-06-01",
        "ubuntu-pro": "2032-04-21",
    }
