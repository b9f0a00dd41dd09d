"""The installed probe: run for real, by shells that find a hostile caller around them."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest

from collectors.server import installed, sections
from collectors.server.base import NONCE_SHOWN
from collectors.server.frames import parse
from collectors.server.local import LocalCollector
from collectors.server.machine import paths_of
from collectors.server.probe import text
from collectors.server.reply import OUTDATED, NotSeenError, Section
from scanner.interfaces import FactRequest
from scanner.model import GapReason
from tests.collectors.server.machine import NOBODY
from tests.collectors.server.support import EVERYTHING, Scan, scan, target, want
from tests.needs import need_root

NONCE = "0" * 64
SHELLS = [["dash"], ["bash"], ["busybox", "sh"]]


def put(folder: Path, wanted: FactRequest, *paths: str) -> Path:
    """Installs a probe."""
    file = folder / "selfaudit-probe"
    file.write_bytes(installed.script(wanted, paths_of(target({}, *paths).stores)))
    file.chmod(0o755)
    return file


def words(file: Path) -> list[str]:
    """The sections that a probe knows, as arguments."""
    match = re.search(r"^KNOWN=' (.*) '$", file.read_text(), re.MULTILINE)
    assert match is not None
    return match[1].split()


def call(
    command: Sequence[str], arguments: Sequence[str], env: Mapping[str, str] | None = None, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs a probe."""
    return subprocess.run(
        [*command, *arguments], input=typed, capture_output=True, text=True, env=env, check=False, timeout=60
    )


def told(out: str, nonce: str = NONCE) -> Mapping[str, Section]:
    """The sections of an answer that came to its end."""
    found, ended = parse(out.encode(), nonce, NotSeenError(GapReason.TRUNCATED, "absent"))
    assert ended
    return found


def lasting(found: Scan) -> object:
    """Facts and gaps, but for the processes of accounts: those come and go."""
    stable = ("host", "account", "sudo_rule", "path", "sshd")
    return [
        {
            r.id: {fact: value for fact, value in r.facts.items() if fact != "runs"}
            for kind in stable
            for r in found.resources(kind)
        },
        {(gap.type, gap.fact) for gap in found.gaps},
    ]


def test_both_ways_of_the_probe_tell_the_same(open_folder: Path) -> None:
    store = open_folder / "st'ore\nof"
    store.mkdir()
    (store / "file").touch()
    file = put(open_folder, EVERYTHING, "/etc/ssh", str(store))
    plain = scan(LocalCollector(), target({}, str(store), "/etc/ssh"))
    ours = scan(LocalCollector(), target({"installed_probe": str(file)}, str(store), "/etc/ssh"))
    assert [event for event in ours.gaps if OUTDATED in event.detail] == []
    assert lasting(ours) == lasting(plain)


def test_a_probe_without_some_sections_leaves_gaps_for_those_alone(open_folder: Path) -> None:
    file = put(open_folder, want(host="os login_defs"), "/etc/ssh")
    wanted = want(host="os swap login_defs", path="")
    found = scan(LocalCollector(), target({"installed_probe": str(file)}, "/etc/ssh"), wanted)
    assert found.one("host").facts["os"]
    assert found.one("host").facts["login_defs"]
    gap = found.gap("host", "swap")
    assert (gap.reason, gap.detail) == (GapReason.DENIED, OUTDATED)
    assert found.one("path").facts == {}


def test_a_probe_for_other_paths_does_not_answer_for_these(open_folder: Path) -> None:
    """Were sections numbered, the facts of one path would be told of another."""
    file = put(open_folder, want(path=""), "/etc/ssh", "/etc/cron.d")
    found = scan(
        LocalCollector(), target({"installed_probe": str(file)}, "/etc/cron.d", "/var/log"), want(path="")
    )
    assert found.one("path", "/etc/cron.d").facts["exists"] is True
    assert found.one("path", "/var/log").facts == {}
    assert OUTDATED in found.gap("path", "exists", "/var/log").detail


def test_a_section_of_another_version_is_not_read(open_folder: Path) -> None:
    file = put(open_folder, want(host="os swap"))
    swap = next(word for word in words(file) if word.startswith("swap-"))
    file.write_text(file.read_text().replace(swap, "swap-00000000"))
    found = scan(LocalCollector(), target({"installed_probe": str(file)}), want(host="os swap"))
    assert found.gap("host", "swap").detail == OUTDATED
    assert found.one("host").facts["os"]


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: str(shell[0]))
@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [NONCE],
        ["0" * 63, "@"],
        ["G" * 64, "@"],
        ["$(id)" + "0" * 59, "@"],
        [NONCE, ""],
        [NONCE, "@", "x;id"],
        [NONCE, "@", "$(id)"],
        [NONCE, "@ @"],
        [NONCE, "@", "a\nb"],
        [NONCE, "@", "*"],
        [NONCE, "--", "@"],
        [NONCE, "swap-00000000", "@"],
        ["-c", "id"],
    ],
    ids=repr,
)
def test_other_arguments_are_refused_before_anything_runs(
    shell: list[str], arguments: list[str], tmp_path: Path
) -> None:
    file = put(tmp_path, want(host="os"))
    (identity, *_) = words(file)
    done = call([*shell, str(file)], [word.replace("@", identity) for word in arguments])
    assert done.returncode == 64
    assert done.stdout == ""
    assert done.stderr.startswith("selfaudit-probe: ")
    assert "uid=" not in done.stderr


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: str(shell[0]))
def test_the_surroundings_of_the_caller_decide_nothing(shell: list[str], open_folder: Path) -> None:
    """sudo takes most of this away; the probe does not rely on it."""
    file = put(open_folder, EVERYTHING)
    trap, mark = open_folder / "trap", open_folder / "mark"
    trap.mkdir()
    for name in ("id", "uname", "awk", "sh", "head", "base64", "timeout", "env", "stat", "find", "namei"):
        (trap / name).write_text(f"#!/bin/sh\ntouch {mark}\n")
        (trap / name).chmod(0o755)
    (trap / "rc").write_text(f"touch {mark}\n")
    program = subprocess.run(["which", shell[0]], capture_output=True, text=True, check=True).stdout.strip()
    hostile = {
        "PATH": f"{trap}:.",
        "IFS": "0e/-",
        "ENV": str(trap / "rc"),
        "BASH_ENV": str(trap / "rc"),
        "CDPATH": str(trap),
        "LC_ALL": "de_DE.UTF-8",
        "LANGUAGE": "de",
        "POSIXLY_CORRECT": "1",
        "TMPDIR": str(trap),
        "NONCE": "f" * 64,
        "KNOWN": " evil-00000000 ",
        "LIB": f"touch {mark}",
        "hidden": "awk",
        "limit": "",
        "name": "evil",
    }
    done = subprocess.run(
        [program, *shell[1:], str(file), NONCE, *words(file)],
        input=f"touch {mark}\n",
        capture_output=True,
        text=True,
        env=hostile,
        cwd=trap,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert not mark.exists()
    answer = told(done.stdout)
    assert list(answer) == [word.rpartition("-")[0] for word in words(file)]
    assert [name for name, section in answer.items() if section.broken is not None] == []


LOCAL = """\
mount -t tmpfs -o mode=755 tmpfs /usr/local
mkdir -p /usr/local/sbin /usr/local/bin /usr/local/lib/tools
printf '#!/bin/sh\\necho Kernel-from-local\\n' > /usr/local/lib/tools/auditctl
chmod 755 /usr/local/lib/tools/auditctl
ln -s /usr/local/lib/tools/auditctl /usr/local/bin/auditctl
"""


def in_namespace(setup: str, file: Path, section: str) -> Section:
    """What one section says on a machine with another /usr/local."""
    need_root("unshare", "namei", "setfacl")
    chosen = [words(file)[0], next(word for word in words(file) if word.startswith(f"{section}-"))]
    script = f'{LOCAL}{setup}\nexec "$@"'
    done = call(["unshare", "--mount", "sh", "-ec", script, "sh", str(file)], [NONCE, *chosen])
    assert done.returncode == 0, done.stderr
    return told(done.stdout)[section]


UNSAFE = {
    "program": "chown 65534 /usr/local/lib/tools/auditctl",
    "writable program": "chmod 775 /usr/local/lib/tools/auditctl",
    "folder of the program": "chown 65534 /usr/local/lib/tools",
    "folder": "chmod 777 /usr/local/bin",
    "sticky folder": "chmod 1777 /usr/local/bin",
    "group's folder": "chgrp 50 /usr/local/bin && chmod 2775 /usr/local/bin",
    "way over a user's folder": "mkdir /usr/local/u; chown 65534 /usr/local/u; "
    "ln -s /usr/local/lib/tools/auditctl /usr/local/u/auditctl; ln -sf ../u/auditctl /usr/local/bin/auditctl",
    "empty neighbour": "chmod 777 /usr/local/sbin",
    "another program": "touch /usr/local/bin/other && chmod 755 /usr/local/bin/other "
    "&& chown 65534 /usr/local/bin/other",
}


@pytest.mark.parametrize("setup", UNSAFE.values(), ids=UNSAFE)
def test_a_program_that_others_than_root_can_change_is_not_run_as_root(setup: str, tmp_path: Path) -> None:
    file = put(tmp_path, want(audit="rules"))
    said = in_namespace(setup, file, "audit_rules")
    assert said.items == {}
    assert said.broken is not None
    assert "auditctl below /usr/local is not run as root" in said.broken.detail


def test_programs_of_root_below_usr_local_are_run(tmp_path: Path) -> None:
    file = put(tmp_path, want(audit="rules"))
    assert in_namespace("", file, "audit_rules").items["rules"].text == "Kernel-from-local\n"


def test_a_program_that_no_section_asks_for_does_not_matter(tmp_path: Path) -> None:
    file = put(tmp_path, want(host="os"))
    said = in_namespace("chown 65534 /usr/local/lib/tools/auditctl", file, "os")
    assert said.items["kernel"].status == 0


def test_the_refusal_names_the_program(open_folder: Path) -> None:
    """From the machine to the gap."""
    need_root("unshare", "namei")
    file = put(open_folder, want(audit="rules"))
    runner = open_folder / "run.py"
    runner.write_text(
        "from collectors.server.local import LocalCollector\n"
        "from tests.collectors.server.support import scan, target, want\n"
        f"print(scan(LocalCollector(), target({{'installed_probe': {str(file)!r}}}), want(audit='rules'))"
        ".gap('audit', 'rules').detail)\n"
    )
    shell = f'{LOCAL}{UNSAFE["program"]}\nexec "$@"'
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-ec", shell, "sh", sys.executable, str(runner)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("auditctl below /usr/local is not run as root"), done.stderr


def test_the_file_is_the_same_each_time() -> None:
    paths = paths_of(target({}, "/srv/a", "/srv/b").stores)
    assert paths == paths_of(target({}, "/srv/b", "/srv/a").stores)
    assert installed.script(EVERYTHING, paths) == installed.script(EVERYTHING, paths)


def test_a_cut_file_runs_nothing(tmp_path: Path) -> None:
    file = put(tmp_path, want(host="os"))
    arguments = [NONCE, *words(file)]
    whole = file.read_bytes()
    for size in (len(whole) - 3, len(whole) // 2):
        file.write_bytes(whole[:size])
        for shell in SHELLS:
            assert "begin" not in call([*shell, str(file)], arguments).stdout


@pytest.mark.parametrize("login", ["audit", "o'brien", 'DOM\\bob "x"', "ALL", "two words", "AUDIT", "42"])
def test_the_sudoers_lines_are_valid_and_name_one_user(login: str, tmp_path: Path) -> None:
    need_root("visudo", "cvtsudoers")
    file = tmp_path / "sudoers"
    file.write_text(installed.sudoers(installed.DEFAULT_PATH, login, b"x"))
    file.chmod(0o440)
    subprocess.run(["visudo", "-cf", str(file)], check=True, capture_output=True)
    command = ["cvtsudoers", "-f", "json", str(file)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    (spec,) = json.loads(text)["User_Specs"]
    assert spec["User_List"] == [{"username": login}]
    (part,) = spec["Cmnd_Specs"]
    (allowed,) = part["Commands"]
    assert allowed["sha256"] == "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


def test_sudo_and_installed_exclude_each_other() -> None:
    settings = {"sudo": True, "installed_probe": installed.DEFAULT_PATH}
    (problem,) = LocalCollector().check(target(settings))
    assert "exclude each other" in problem


@pytest.mark.parametrize(
    "path", ["probe", "/usr/local/../tmp/x", "/a b", "/x;id", "/x'", "/x\n", "/", "/x/", "/-x", "/x,y"]
)
def test_only_a_plain_absolute_path_is_a_setting(path: str) -> None:
    validator = jsonschema.Draft7Validator(LocalCollector.settings_schema)
    assert not validator.is_valid({"installed_probe": path})
    assert validator.is_valid({"installed_probe": installed.DEFAULT_PATH})


OVERLAY = """\
mount -t tmpfs tmpfs "$1"
cd "$1"
mkdir upper work root
mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
mount -t proc proc root/proc
mount --rbind /dev root/dev
mount -t tmpfs tmpfs root/dev/shm
mount -t tmpfs -o strictatime tmpfs root/srv
mkdir -p root/srv/customers/deep
for name in a.csv deep/b.csv; do
	echo 'Ann Lee, 4711' > "root/srv/customers/$name"
	touch -a -d 2001-01-01 "root/srv/customers/$name"
done
setfacl -m u:daemon:r root/srv/customers/a.csv
rm -rf upper/* 2>/dev/null
chroot root "${@:2}" > answer || exit 1
# apt-cache unpacks signed lists into a file of /tmp without a name (O_TMPFILE), so the folder is touched.
echo "written:$(find upper root/dev/shm -mindepth 1 ! '(' -path upper/tmp -type d -empty ')')"
echo "read:$(find root/srv/customers -type f -newerat 2001-01-02)"
cat root/srv/customers/a.csv > /dev/null
echo "control:$(find root/srv/customers -type f -newerat 2001-01-02)"
touch root/etc/control
echo "control:$(find upper -type f)"
cat answer
"""


@pytest.mark.parametrize("user", ["root", "nobody"])
@pytest.mark.parametrize("way", ["streamed", "installed"])
def test_nothing_is_written_and_no_file_of_a_dataset_is_read(way: str, user: str, open_folder: Path) -> None:
    """The machine's root under an overlay shows every write, a file system with strict atimes every read."""
    need_root("unshare", "setfacl", "bash", "setpriv")
    subject = target({}, "/srv/customers")
    if way == "streamed":
        script = LocalCollector().probe(subject, EVERYTHING)
        command = ["sh", "-s"]
    else:
        script = b""
        file = put(open_folder, EVERYTHING, "/srv/customers")
        command = ["sh", str(file), NONCE, *words(file)]
    if user == "nobody":
        command = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", *command]
    mount = open_folder / secrets.token_hex(4)
    mount.mkdir()
    done = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "bash", "-ec", OVERLAY, "bash", str(mount), *command],
        input=script,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    written, read, control_read, control_written, *answer = done.stdout.decode(
        "utf-8", "replace"
    ).splitlines()
    assert written == "written:"
    assert read == "read:"
    assert control_read == "control:root/srv/customers/a.csv"
    assert control_written == "control:upper/etc/control"
    found = told("\n".join(answer) + "\n", NONCE_SHOWN if way == "streamed" else NONCE)
    items = [item for section in found.values() for item in section.items.values()]
    assert not [item for item in items if b"Ann Lee" in item.out]
    (path,) = [section for name, section in found.items() if name.startswith("path.")]
    assert path.items["count"].status == 0


def lines_of(body: str, user: Sequence[str] = ()) -> list[str]:
    """What shell text with the functions of the probe says."""
    done = call([*user, "sh", "-c", f"{text('lib')}\n{body}"], [])
    return [*done.stdout.splitlines(), f"status {done.returncode}"]


@pytest.fixture
def service(open_folder: Path) -> Path:
    """A program with a name that no other process has."""
    program = open_folder / f"sa{secrets.token_hex(4)}"
    shutil.copy("/bin/sleep", program)
    program.chmod(0o755)
    return program


@contextmanager
def running(program: Path, *user: str) -> Iterator[str]:
    """The line of `processes` for it."""
    with subprocess.Popen([*user, str(program), "100"]) as process:
        comm = Path(f"/proc/{process.pid}/comm")
        end = time.monotonic() + 10
        while comm.read_text().strip() != program.name and time.monotonic() < end:
            time.sleep(0.01)
        try:
            yield f"{program.name} /proc/{process.pid}"
        finally:
            process.kill()


def test_an_account_cannot_have_root_read_a_file_as_the_configuration_of_its_process(service: Path) -> None:
    """Sections take `-c FILE` from the command lines of services."""
    asked = f"processes {service.name}"
    with running(service, *NOBODY) as theirs:
        assert lines_of(asked) == ["hidden", "status 0"]
        assert lines_of(asked, NOBODY) == [theirs, "status 0"]
        with running(service) as ours:
            assert lines_of(asked) == [ours, "status 0"]


def test_a_setuid_program_is_its_callers(service: Path) -> None:
    """By all but its real user it looks like root."""
    service.chmod(0o4755)
    with running(service, *(word for word in NOBODY if word != "--no-new-privs")) as line:
        assert "\nUid:\t65534\t0\t" in Path(line.split()[1], "status").read_text()
        assert lines_of(f"processes {service.name}") == ["hidden", "status 0"]


def test_service_accounts_are_believed_but_for_the_caller(service: Path) -> None:
    asked = f"processes {service.name}"
    with running(service, "/usr/bin/setpriv", "--reuid", "777", "--regid", "777", "--clear-groups") as line:
        assert lines_of(asked) == [line, "status 0"]
        assert lines_of(f"caller=777\n{asked}") == ["hidden", "status 0"]


@pytest.mark.parametrize("path", ["/etc/shadow", "/etc/gshadow", "/proc/self/environ", "server.key"])
def test_secrets_that_a_configuration_points_to_are_not_sent(path: str, tmp_path: Path) -> None:
    if "/" not in path:
        path = str(tmp_path / path)
        Path(path).write_text("secret\n")
    link = tmp_path / "site.conf"
    link.symlink_to(path)
    assert lines_of(f"texts {link} {path}") == [f"D{link}", f"D{path}", "status 0"]


def test_a_masked_configuration_is_still_told_apart(tmp_path: Path) -> None:
    link = tmp_path / "masked.conf"
    link.symlink_to("/dev/null")
    assert lines_of(f"texts {link}") == [f"N{link}", "status 0"]


def test_root_does_not_run_a_program_that_an_account_owns(open_folder: Path) -> None:
    program = open_folder / "nginx"
    program.write_text("#!/bin/sh\necho nginx version: nginx/1.2.3\n")
    program.chmod(0o755)
    os.chown(program, 65534, 65534)
    body = f'where() {{ found nginx-is-not-here {program}; }}\nrun version "$(where)" -V\necho reached'
    assert lines_of(body) == ["status 95"]
    assert lines_of(body, NOBODY)[-2:] == ["reached", "status 0"]
    assert lines_of("found sh >/dev/null && echo reached") == ["reached", "status 0"]


def test_the_library_is_one_text_for_all_sections() -> None:
    """Streamed, a section has only the parts of the library that were asked for; installed, it has all."""
    library = sections.whole_library()
    names = re.findall(r"^([a-z_]+)(?:\(\) \{|=)", library, re.MULTILINE)
    assert sorted(names) == sorted(set(names))
    # execve(2): one argument has at most 128 KiB.
    longest = max(len(part.body) for part in sections.constant(EVERYTHING, ["/srv/customers"] * 20))
    assert len(library.encode()) + longest < 100_000
