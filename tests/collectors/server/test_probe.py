"""The probe, run for real in the shells and for the users that it meets."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from collectors.server import probe
from collectors.server.frames import parse
from collectors.server.local import LocalCollector
from collectors.server.probe import Part, script, text
from collectors.server.reply import NotSeenError, Reply, Section
from collectors.server.texts import parse_texts
from scanner.model import GapReason
from tests.collectors.server.machine import NOBODY, ShellCollector
from tests.collectors.server.support import EVERYTHING, Scan, reasons, scan, target, unexplained, want
from tests.needs import need_root

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
        r.id: {fact: value for fact, value in r.facts.items() if fact != "runs"}
        for kind in ("host", "account", "sudo_rule", "path", "sshd", "log_policy", "authorized_key")
        for r in found.resources(kind)
    }


def test_every_shell_tells_root_the_same(shell: tuple[list[str], str]) -> None:
    command, path = shell
    found = scan(ShellCollector(command, path), target({}, "/etc/ssh", "/no/such"))
    plain = scan(LocalCollector(), target({}, "/etc/ssh", "/no/such"))
    ours, theirs = facts(found), facts(plain)
    assert ours == theirs
    assert unexplained(found) == []


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


MOUNTED = """\
set -e
mount -t tmpfs tmpfs "$1"
touch -d @1500000000 "$1/older"
mkdir "$1/proc"
mount -t proc proc "$1/proc"
shift
exec "$@"
"""


def mounting(place: Path, command: list[str]) -> list[str]:
    """The command where a file system with one old file is mounted at a place."""
    return ["/usr/bin/unshare", "--mount", "sh", "-c", MOUNTED, "sh", str(place), *command]


def test_files_on_a_file_system_mounted_below_are_counted(
    shell: tuple[list[str], str], open_folder: Path
) -> None:
    store = open_folder / "st ore\\of"
    place = store / "deep" / "arch\tive \\040"
    place.mkdir(parents=True)
    (store / "newer").touch()
    os.utime(store / "newer", (1_700_000_000, 1_700_000_000))
    command, path = shell
    found = scan(ShellCollector(mounting(place, command), path), target({}, str(store)), want(path="files"))
    assert found.gaps == []
    files = found.one("path").facts["files"]
    assert (files["count"], files["oldest"]) == (2, "2017-07-14T02:40:00Z")


def test_a_file_system_that_hangs_costs_its_own_path_alone(open_folder: Path) -> None:
    """As a network share does whose server is gone: here one whose program is stopped."""
    need_root("bindfs")
    fine, hung, behind = (open_folder / name for name in ("fine", "hung", "behind"))
    for folder in (fine, hung, behind):
        folder.mkdir()
    with subprocess.Popen(["bindfs", "-f", str(behind), str(hung)]) as program:
        try:
            _until(hung.is_mount)
            program.send_signal(signal.SIGSTOP)
            collector = ShellCollector(["sh", "-s"], timeout=24)
            found = scan(collector, target({}, str(fine), str(hung)), want(path="", account="uid"))
        finally:
            program.send_signal(signal.SIGCONT)
            subprocess.run(["umount", "--lazy", str(hung)], check=True)
    assert reasons(found.gaps) == {GapReason.TIMEOUT}
    assert {gap.resource for gap in found.gaps} == {found.one("path", str(hung)).id}
    assert "files" not in found.one("path", str(hung)).facts
    assert found.one("path", str(fine)).facts["exists"] is True
    assert found.count("account") == len(found.resources("account"))


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def ran(shell: tuple[list[str], str], *bodies: str, **env: str) -> dict[str, Section]:
    """Sections with these bodies, as their text is run over SSH: on standard input."""
    command, path = shell
    parts = [Part(f"part{number}", body, 20) for number, body in enumerate(bodies)]
    done = subprocess.run(
        command,
        input=script(parts, "0badc0de", text("lib")),
        capture_output=True,
        env={"PATH": path, **env},
        check=False,
    )
    return parse(done.stdout, "0badc0de", NotSeenError(GapReason.TRUNCATED, "cut"))[0]


SSHD = """\
$0 = "sshd: /usr/sbin/sshd -D -oBanner=/of/$ARGV[0] [listener] 0 of 10-100 startups";
open my $name, ">", "/proc/self/comm"; print $name "sshd"; close $name;
$| = 1; print "up\\n"; sleep 600;
"""


def test_a_server_in_a_container_says_nothing_of_this_machine(shell: tuple[list[str], str]) -> None:
    need_root("perl", "unshare")
    apart = ["unshare", "--pid", "--fork", "--kill-child"]
    with (
        subprocess.Popen(["perl", "-e", SSHD, "here"], stdout=subprocess.PIPE) as ours,
        subprocess.Popen([*apart, "perl", "-e", SSHD, "elsewhere"], stdout=subprocess.PIPE) as other,
    ):
        try:
            for server in (ours, other):
                assert server.stdout is not None
                server.stdout.readline()
            started = ran(shell, "run it sshd_started")["part0"].items["it"].text
        finally:
            ours.kill()
            other.kill()
    assert "-oBanner=/of/here" in started
    assert "elsewhere" not in started


def test_the_status_is_that_of_the_command_and_not_of_a_pipe(shell: tuple[list[str], str]) -> None:
    found = ran(shell, "fails() { echo part; echo why >&2; return 3; }\nrun it fails\nrun other true")[
        "part0"
    ]
    assert found.broken is None
    assert (found.items["it"].text, found.items["it"].status, found.items["it"].error) == ("part\n", 3, "why")
    assert found.items["other"].status == 0


def test_a_command_that_reads_its_input_does_not_eat_the_script(shell: tuple[list[str], str]) -> None:
    found = ran(shell, "run eats cat\nrun more wc -c", "cat\nrun there echo yes")
    assert (found["part0"].items["eats"].out, found["part0"].items["more"].text.strip()) == (b"", "0")
    assert found["part1"].items["there"].text == "yes\n"


def test_comments_that_fill_a_line_stay_where_they_are(shell: tuple[list[str], str], tmp_path: Path) -> None:
    file = tmp_path / "some.conf"
    file.write_text("# one\n \t# two\nkey = 1 # three\n# on \\\nmore\n#\nlast")
    call = f"run it texts {file}"
    found = ran(shell, f"bare=yes\n{call}", call)
    reply = Reply(found, NotSeenError(GapReason.TRUNCATED, "cut"))
    texts = (parse_texts(reply.item(part, "it"), reply) for part in ("part0", "part1"))
    bare, whole = (each.read(str(file)) for each in texts)
    assert bare == ["", "", "key = 1 # three", "# on \\", "more", "", "last"]
    assert whole == file.read_text().split("\n")


def test_messages_are_in_the_language_that_the_parsers_know(shell: tuple[list[str], str]) -> None:
    body = "run it sh -c 'echo \"$LC_ALL:${LANG-}:${LANGUAGE-}:${HOME-}\"'"
    found = ran(shell, body, LANG="de_DE.UTF-8", LC_ALL="zh_CN.UTF-8", LANGUAGE="fr", HOME="/root")
    assert found["part0"].items["it"].text == "C:::\n"


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
    # The text is made once for all machines with the same timeout.
    found = scan(LocalCollector(), target({"timeout_seconds": 111}), want(account="", host="os"))
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
