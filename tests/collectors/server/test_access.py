"""Who gets at a path: the kernel is the judge."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from collectors.server.facts import access
from collectors.server.facts.access import Who
from collectors.server.probe import text
from collectors.server.reply import NotSeenError, Reply
from scanner.model import GapReason
from tests.collectors.server.machine import FakeMachine
from tests.collectors.server.support import want

LIBRARY = text("lib") + text("path")
REPLY = Reply({}, NotSeenError(GapReason.MALFORMED, "nothing"), root=True)
ANN = Who("ann", 4001, frozenset((4101,)))
BOB = Who("bob", 4002, frozenset((4101, 4102)))
CAT = Who("cat", 4003, frozenset((4103,)))
EVERYONE = (ANN, BOB, CAT)

ids = st.sampled_from([0, 4001, 4002])
gids = st.sampled_from([0, 4101, 4102])
# Mostly open, so that what lies at the end is reached often enough.
modes = st.builds(
    lambda special, bits: special | bits,
    st.sampled_from([0, 0, 0o1000]),
    st.one_of(st.integers(0, 0o777), st.sampled_from([0o755, 0o711, 0o750, 0o770, 0o777])),
)
perms = st.integers(0, 7)


@dataclass(frozen=True)
class Rights:
    """What one file or folder is given; `acl` is a text for setfacl, empty for none."""

    mode: int
    uid: int
    gid: int
    acl: str

    def give(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)
        path.chmod(self.mode)
        subprocess.run(["setfacl", "-b", str(path)], check=True)
        if self.acl:
            subprocess.run(["setfacl", "-m", self.acl, str(path)], check=True)


@st.composite
def rights(draw: st.DrawFn) -> Rights:
    users = draw(st.dictionaries(st.sampled_from([4001, 4002, 4003]), perms, max_size=2))
    groups = draw(st.dictionaries(st.sampled_from([4101, 4102, 4103]), perms, max_size=2))
    mask = draw(st.none() | perms)
    entries = [f"u:{n}:{p}" for n, p in users.items()] + [f"g:{n}:{p}" for n, p in groups.items()]
    if entries and mask is not None:
        entries.append(f"m::{mask}")
    return Rights(draw(modes), draw(ids), draw(gids), ",".join(entries))


def said(command: str, path: Path, shell: Sequence[str] = ("dash",)) -> list[str]:
    """What the probe's function says of a path."""
    done = subprocess.run(
        [*shell, "-c", f'{LIBRARY}\n{command} "$1"', "sh", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


def run_as(who: Who, script: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Runs a shell script about a path as an account."""
    return subprocess.run(
        ["/bin/sh", "-c", script, "sh", str(path)],
        user=who.uid,
        group=min(who.gids),
        extra_groups=sorted(who.gids),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )


def allowed(who: Who, path: Path) -> tuple[bool, bool]:
    """What the kernel lets an account do: read (a folder: list or pass), write (a folder: make an entry)."""
    script = (
        'told() { "$@" 2>/dev/null && echo yes || echo no; }\n'
        'made() ( : >"$1/new" && rm "$1/new" )\n'
        'if test -d "$1"; then told test -r "$1" -o -x "$1"; told made "$1"\n'
        'else told test -r "$1"; told test -w "$1"; fi'
    )
    read, write = (word == "yes" for word in run_as(who, script, path).stdout.split())
    return read, write


@pytest.fixture
def tree(open_folder: Path) -> Path:
    leaf = open_folder / "a" / "b" / "c"
    leaf.mkdir(parents=True)
    (open_folder / "a" / "b" / "file").touch()
    return leaf.parent


@settings(
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(a=rights(), b=rights(), top=rights(), folder=st.booleans())
@example(  # write from one group and search from another do not add up
    a=Rights(0o755, 0, 0, ""),
    b=Rights(0o755, 0, 0, ""),
    top=Rights(0o1462, 4001, 0, "g:4102:1,g:4101:2"),
    folder=True,
)
def test_the_kernel_agrees(tree: Path, a: Rights, b: Rights, top: Rights, folder: bool) -> None:
    path = tree / ("c" if folder else "file")
    for rights_of, place in ((top, path), (b, tree), (a, tree.parent)):
        rights_of.give(place)
    chain = access.parse(said("chain", path), REPLY, "the path")
    for who in EVERYONE:
        read, write = allowed(who, path)
        assert (access.reads(chain, who) is not None) == read, who
        assert (access.writes(chain, who) is not None) == write, who


def replaced(who: Who, path: Path) -> bool:
    """Whether an account really gets other content under the path; what it did is undone by the caller."""
    script = (
        'chmod u+rwx "$1" 2>/dev/null; echo mine >"$1" && exit 0\n'
        'for above in "${1%/*}" "${1%/*/*}"; do chmod u+rwx "$above" 2>/dev/null; done\n'
        'folder=${1%/*}; rm -f "$1"; echo mine >"$1" && exit 0\n'
        'mv "$folder" "$folder.away" && mkdir "$folder" && echo mine >"$1" && exit 0\nexit 1'
    )
    return run_as(who, script, path).returncode == 0


@settings(
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(a=rights(), b=rights(), top=rights(), who=st.sampled_from(EVERYONE))
def test_who_decides_what_is_found_there(
    open_folder: Path, a: Rights, b: Rights, top: Rights, who: Who
) -> None:
    subprocess.run(["rm", "-rf", str(open_folder / "x")], check=True)
    path = open_folder / "x" / "b" / "file"
    path.parent.mkdir(parents=True)
    path.touch()
    for rights_of, place in ((top, path), (b, path.parent), (a, path.parent.parent)):
        rights_of.give(place)
    chain = access.parse(said("chain", path), REPLY, "the path")
    claimed = access.replaces(chain, who)
    assert claimed == replaced(who, path)


PASSWD = (
    "root:x:0:0::/:/bin/sh\nann:x:1001:100::/:/bin/sh\nbob:x:1002:100::/:/bin/sh\ncat:x:1003:7::/:/bin/sh\n"
)


@pytest.fixture
def host(machine: FakeMachine) -> FakeMachine:
    """A machine with three people; ann and bob share a group, cat is in another by membership."""
    machine.write("/etc/passwd", PASSWD)
    machine.write("/etc/group", "root:x:0:\nusers:x:100:\nsome:x:7:\ncrm:x:200:cat\n")
    (machine.root / "bin/ls").unlink()
    machine.tool("ls", "ls (GNU coreutils) 9.1\n")
    store = machine.root / "srv/data/customers"
    store.mkdir(parents=True)
    os.chown(store, 1001, 200)
    for folder, mode in ((store, 0o750), (store.parent, 0o755), (store.parent.parent, 0o755)):
        folder.chmod(mode)
    return machine


def test_readers_writers_and_parents(host: FakeMachine) -> None:
    found = host.scan(want(path="parents readers writers"), "/srv/data/customers", "/srv/none")
    facts = found.one("path", "/srv/data/customers").facts
    ann, cat = (
        {"account": "ann", "uid": 1001, "by": "owner"},
        {"account": "cat", "uid": 1003, "by": "group"},
    )
    assert facts["readers"] == [ann, cat]
    assert facts["writers"] == [ann]
    assert [folder["mode"] for folder in facts["parents"][:2]] == ["0755", "0755"]
    assert len(facts["parents"]) == 3
    assert found.one("path", "/srv/none").facts == {"parents": [], "readers": [], "writers": []}
    assert found.gaps == []


def test_a_closed_folder_above_keeps_everybody_out(host: FakeMachine) -> None:
    (host.root / "srv/data/customers").chmod(0o777)
    (host.root / "srv/data").chmod(0o700)
    facts = host.scan(want(path="parents readers writers"), "/srv/data/customers").one("path").facts
    assert (facts["readers"], facts["writers"]) == ([], [])
    assert facts["parents"][0] == {"mode": "0700", "uid": 0, "gid": 0}


def test_a_link_leads_to_the_folders_of_its_target(host: FakeMachine) -> None:
    (host.root / "srv/link").symlink_to("data/customers")
    (host.root / "srv/data").chmod(0o700)
    facts = host.scan(want(path="parents readers"), "/srv/link").one("path").facts
    assert facts["parents"][0]["mode"] == "0700"
    assert facts["readers"] == []


def test_what_keeps_the_readers_from_being_known(host: FakeMachine) -> None:
    wanted = want(path="parents readers")

    def gap() -> GapReason:
        found = host.scan(wanted, "/srv/data/customers")
        assert found.one("path").facts["parents"]
        return found.gaps[0].reason

    host.write("/etc/nsswitch.conf", "passwd: files\ngroup: files ldap\n")
    assert gap() is GapReason.UNSUPPORTED
    host.write("/etc/nsswitch.conf", "passwd: files systemd\ngroup: files [SUCCESS=merge] systemd\n")
    host.write("/etc/group", "broken\n")
    assert gap() is GapReason.MALFORMED
    host.write("/etc/group", "")
    host.write("/etc/passwd", PASSWD + "+::::::\n")
    assert gap() is GapReason.UNSUPPORTED
    host.write("/etc/passwd", PASSWD)
    (host.root / "bin/ls").unlink()
    (host.root / "bin/ls").symlink_to("busybox")
    assert gap() is GapReason.TOOL_ABSENT


def test_a_folder_above_that_cannot_be_searched_is_a_gap(host: FakeMachine) -> None:
    (host.root / "srv/data").chmod(0o700)
    found = host.scan(want(path="parents readers writers"), "/srv/data/customers", user=("nobody",))
    assert found.one("path").facts == {}
    assert {gap.reason for gap in found.gaps} == {GapReason.DENIED}
