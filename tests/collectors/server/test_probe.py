"""The probe, run for real in the shells and for the users that it meets."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from collectors.server import LocalCollector, probe
from collectors.server.probe import Part, script, text
from scanner.model import GapReason
from tests.collectors.server.machine import NOBODY, ShellCollector
from tests.collectors.server.support import EVERYTHING, Scan, scan, target, want

SHELLS = ("dash", "bash", "busybox")


@pytest.fixture(params=SHELLS)
def shell(request: pytest.FixtureRequest, open_folder: Path) -> tuple[list[str], str]:
    """A command that runs the probe, and the PATH under which `sh` is the same shell."""
    folder = open_folder / "shell"
    folder.mkdir()
    folder.chmod(0o755)
    place = shutil.which(request.param)
    assert place is not None
    names = ["sh"]
    if request.param == "busybox":
        listed = subprocess.run([place, "--list"], capture_output=True, text=True, check=True)
        names = [name for name in listed.stdout.split() if name not in ("busybox", "syslogd")]
    for name in names:
        (folder / name).symlink_to(place)
    return [str(folder / "sh"), "-s"], f"{folder}:{os.environ['PATH']}"


def facts(found: Scan) -> dict[str, object]:
    """Everything delivered, without what changes from one moment to the next."""
    return {
        r.id: dict(r.facts)
        for kind in ("host", "account", "sudo_rule", "path", "sshd", "log_policy")
        for r in found.resources(kind)
    }


def test_every_shell_tells_root_the_same(shell: tuple[list[str], str]) -> None:
    command, path = shell
    found = scan(ShellCollector(command, path), target({}, "/etc/ssh", "/no/such"))
    plain = scan(LocalCollector(), target({}, "/etc/ssh", "/no/such"))
    ours, theirs = facts(found), facts(plain)
    assert ours == theirs
    assert {gap.fact for gap in found.gaps} <= {"rules"}


def test_every_shell_tells_an_ordinary_user_what_is_denied(shell: tuple[list[str], str]) -> None:
    command, path = shell
    found = scan(ShellCollector([*NOBODY, *command], path), target({}, "/etc/ssh", "/root/x"))
    assert found.gap("account", "password").reason is GapReason.DENIED
    assert found.gap("sudo_rule").reason is GapReason.DENIED
    assert found.gap("path", "exists", "/root/x").reason is GapReason.DENIED
    assert found.count("account") == len(found.resources("account"))


def test_the_probe_leaves_nothing_on_the_machine(shell: tuple[list[str], str], open_folder: Path) -> None:
    command, path = shell
    folder = open_folder / "store"
    folder.mkdir()
    before = set(Path("/tmp").iterdir()) | set(Path("/var/tmp").iterdir())
    scan(ShellCollector(command, path), target({}, str(folder)))
    after = set(Path("/tmp").iterdir()) | set(Path("/var/tmp").iterdir())
    ours = {p for p in after - before if not p.name.startswith(("selfaudit-sshd-", "pytest", "bash_jobs"))}
    assert list(folder.iterdir()) == []
    assert not {p for p in ours if p.name.startswith(("sh", "tmp.", "bash"))}


def names_of_every_kind(folder: Path) -> None:
    for name in (b"plain", b"new\nline", b"\xff\xfe not utf-8", b"-rf", b"sp ace", b"f 0777 0 1.0"):
        file = os.fsencode(folder) + b"/" + name
        Path(os.fsdecode(file)).write_text("x")
        Path(os.fsdecode(file)).chmod(0o640)
        os.utime(file, (1_700_000_000, 1_700_000_000))


def test_files_are_counted_whatever_they_are_called(shell: tuple[list[str], str], open_folder: Path) -> None:
    store = open_folder / "st'ore\nof \xe9"
    store.mkdir()
    names_of_every_kind(store)
    loose = store / "deep" / "loose"
    loose.parent.mkdir()
    loose.touch()
    loose.chmod(0o4666)
    os.chown(loose, 1234, 1234)
    os.utime(loose, (1_600_000_000, 1_600_000_000))
    loose.chmod(0o4666)
    command, path = shell
    found = scan(ShellCollector(command, path), target({}, str(store)), want(path=""))
    assert found.gaps == []
    assert found.one("path").facts["files"] == {
        "count": 7,
        "oldest": "2020-09-13T12:26:40Z",
        "newest": "2023-11-14T22:13:20Z",
        "world_readable": 1,
        "world_writable": 1,
        "foreign_owner": 1,
        "setuid": 1,
    }


def test_a_folder_that_cannot_be_read_is_no_clean_count(
    shell: tuple[list[str], str], open_folder: Path
) -> None:
    store = open_folder / "store"
    (store / "closed").mkdir(parents=True)
    (store / "closed" / "customer.pdf").touch()
    (store / "seen").touch()
    store.chmod(0o755)
    (store / "closed").chmod(0o700)
    command, path = shell
    collector = ShellCollector([*NOBODY, *command], path)
    found = scan(collector, target({}, str(store), str(store / "closed" / "customer.pdf")), want(path=""))
    gap = found.gap("path", "files", str(store))
    assert gap.reason is GapReason.DENIED
    assert gap.detail.startswith("1 files or folders below cannot be looked at")
    assert "closed" not in gap.detail
    assert found.one("path", str(store)).facts["exists"] is True
    below = found.one("path", str(store / "closed" / "customer.pdf"))
    assert below.facts == {}
    assert {g.reason for g in found.gaps} == {GapReason.DENIED}


def test_acls_with_mask_and_defaults(open_folder: Path) -> None:
    store = open_folder / "store"
    store.mkdir(mode=0o750)
    command = ["setfacl", "-m", "u:daemon:rwx,g:4242:r-x,m::r-x,d:u:daemon:rw-", str(store)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.fail("the file system of the tests has no ACLs")
    found = scan(LocalCollector(), target({}, str(store)), want(path="acl default_acl"))
    assert found.one("path").facts["acl"] == [
        {"tag": "user", "qualifier": "", "perms": "rwx", "effective": "rwx"},
        {"tag": "user", "qualifier": "daemon", "perms": "rwx", "effective": "r-x"},
        {"tag": "group", "qualifier": "", "perms": "r-x", "effective": "r-x"},
        {"tag": "group", "qualifier": "4242", "perms": "r-x", "effective": "r-x"},
        {"tag": "mask", "qualifier": "", "perms": "r-x", "effective": "r-x"},
        {"tag": "other", "qualifier": "", "perms": "---", "effective": "---"},
    ]
    named = [e for e in found.one("path").facts["default_acl"] if e["qualifier"] == "daemon"]
    assert named == [{"tag": "user", "qualifier": "daemon", "perms": "rw-", "effective": "rw-"}]


def test_a_path_that_is_not_absolute_is_a_mistake_in_the_configuration() -> None:
    (problem,) = LocalCollector().check(target({}, "relative/path", "/fine"))
    assert "relative/path" in problem
    assert "must be absolute" in problem


def test_a_symlink_is_followed_and_said(open_folder: Path) -> None:
    (open_folder / "real").mkdir()
    (open_folder / "real" / "file").touch()
    (open_folder / "link").symlink_to("real")
    (open_folder / "dangling").symlink_to("nothing")
    paths = [str(open_folder / "link"), str(open_folder / "dangling")]
    found = scan(LocalCollector(), target({}, *paths), want(path=""))
    assert found.one("path", paths[0]).facts["stat"]["symlink"] is True
    assert found.one("path", paths[0]).facts["files"]["count"] == 1
    assert found.one("path", paths[1]).facts["exists"] is False


def test_a_script_that_is_cut_runs_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    whole = script([Part("os", f"touch {mark}", 5)], "n0", text("lib"))
    for name in SHELLS:
        command = [name, "sh", "-s"] if name == "busybox" else [name, "-s"]
        for size in (len(whole) - 3, len(whole) // 2, 100):
            subprocess.run(command, input=whole[:size], capture_output=True, check=False)
            assert not mark.exists()


def test_a_section_too_long_is_truncated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "SECTION_CAP", 600)
    found = scan(LocalCollector(), target(), want(account="", host="os"))
    assert found.gap("account").reason is GapReason.TRUNCATED
    assert found.count("account") is None


def test_the_local_deadline_ends_everything(monkeypatch: pytest.MonkeyPatch, open_folder: Path) -> None:
    hanging = open_folder / "uname"
    hanging.write_text("#!/bin/sh\nexec sleep 4711\n")
    hanging.chmod(0o755)
    monkeypatch.setenv("PATH", f"{open_folder}:{os.environ['PATH']}")
    monkeypatch.setattr("collectors.server.local.TIMEOUT_SECONDS", 1.0)
    found = scan(LocalCollector(), target(), EVERYTHING)
    assert {gap.reason for gap in found.gaps} == {GapReason.TIMEOUT}
    assert not found.resources("host")
    end = time.monotonic() + 10
    while time.monotonic() < end and b"4711" in b"".join(_command_lines()):
        time.sleep(0.02)
    assert b"4711" not in b"".join(_command_lines())


def _command_lines() -> list[bytes]:
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = file.read_bytes()
        except OSError:
            continue
        if line.startswith(b"sleep"):
            lines.append(line)
    return lines
