"""The log of statements: what was changed, cut or reordered is found, and appends survive crashes."""

import itertools
import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.attestations import log, owners
from collectors.attestations.statement import parse
from scanner.interfaces import ConfigurationError
from scanner.model import Gap
from tests.collectors.attestations.support import Folder

QUICK = settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    made = Folder(tmp_path_factory.mktemp("log") / "attestations")
    made.control(note="nobody was treated unfairly 公平")
    made.completeness()
    made.control(answer="no", until="2027-06-30")
    return made


@pytest.fixture
def own(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "attestations")


def test_what_is_added_comes_back(folder: Folder) -> None:
    found = log.read(folder.path)
    assert [one.about for one in found.statements] == [
        "acc-fair-process",
        "incident_log",
        "acc-fair-process",
    ]
    assert [one.values["entry"] for one in found.statements] == [1, 2, 3]
    assert all(one.is_signed_with(folder.trust) is False for one in found.statements)


def test_only_its_owner_can_read_a_new_log(folder: Folder) -> None:
    assert stat.S_IMODE((folder.path / log.NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE((folder.path / log.HEAD).stat().st_mode) == 0o600


def test_a_log_that_was_never_written_is_empty(tmp_path: Path) -> None:
    assert log.read(tmp_path) == log.Log()


def changes(content: bytes) -> st.SearchStrategy[bytes]:
    """One byte replaced, added or left out, or the end cut off."""
    places = st.integers(0, len(content) - 1)
    replaced = st.tuples(places, st.integers(1, 255)).map(
        lambda p: content[: p[0]] + bytes([content[p[0]] ^ p[1]]) + content[p[0] + 1 :]
    )
    added = st.tuples(st.integers(0, len(content)), st.binary(min_size=1, max_size=3)).map(
        lambda p: content[: p[0]] + p[1] + content[p[0] :]
    )
    removed = places.map(lambda p: content[:p] + content[p + 1 :])
    cut = places.map(lambda p: content[:p])
    return st.one_of(replaced, added, removed, cut)


@QUICK
@given(st.data())
def test_any_change_of_the_log_is_damage(folder: Folder, data: st.DataObject) -> None:
    content = (folder.path / log.NAME).read_bytes()
    with pytest.raises(log.DamageError):
        log.verified(data.draw(changes(content)), (folder.path / log.HEAD).read_bytes())


@QUICK
@given(st.data())
def test_any_change_of_the_head_is_damage(folder: Folder, data: st.DataObject) -> None:
    head = (folder.path / log.HEAD).read_bytes()
    with pytest.raises(log.DamageError):
        log.verified((folder.path / log.NAME).read_bytes(), data.draw(changes(head)))


@QUICK
@given(st.data())
def test_any_change_of_the_owners_breaks_their_signature(folder: Folder, data: st.DataObject) -> None:
    content = (folder.path / owners.NAME).read_bytes()
    signature = (folder.path / owners.SIGNATURE).read_text().strip()
    assert owners.is_vouched_for(content, signature, folder.trust)
    assert not owners.is_vouched_for(data.draw(changes(content)), signature, folder.trust)


@pytest.mark.parametrize("order", [o for o in itertools.permutations(range(3)) if o != (0, 1, 2)])
def test_lines_in_another_order_are_damage(folder: Folder, order: tuple[int, ...]) -> None:
    lines = (folder.path / log.NAME).read_bytes().splitlines(keepends=True)
    with pytest.raises(log.DamageError, match="does not follow the line before"):
        log.verified(b"".join(lines[i] for i in order), (folder.path / log.HEAD).read_bytes())


@pytest.mark.parametrize("kept", range(3))
def test_a_log_that_lost_its_last_lines_is_damage(folder: Folder, kept: int) -> None:
    lines = (folder.path / log.NAME).read_bytes().splitlines(keepends=True)
    with pytest.raises(log.DamageError, match=f"the last {3 - kept} of 3 entries are missing"):
        log.verified(b"".join(lines[:kept]), (folder.path / log.HEAD).read_bytes())


@QUICK
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace")))
def test_no_content_makes_the_parser_crash(content: bytes) -> None:
    head = log.Head().content
    try:
        log.verified(content, head)
    except log.DamageError:
        return
    assert content == b""


@pytest.mark.parametrize("missing", [log.NAME, log.HEAD])
def test_one_file_without_the_other_is_damage(own: Folder, missing: str) -> None:
    own.control()
    (own.path / missing).unlink()
    with pytest.raises(log.DamageError, match=f"{missing} is missing"):
        log.read(own.path)
    events = own.collect(own.trust)
    assert [(type(event), event.type) for event in events] == [
        (Gap, "attestation.completeness"),
        (Gap, "attestation.control"),
    ]


def test_nothing_is_added_to_a_damaged_log(own: Folder) -> None:
    own.control()
    own.control(answer="no")
    path = own.path / log.NAME
    first = path.read_bytes().splitlines(keepends=True)[0]
    path.write_bytes(first)
    with pytest.raises(ConfigurationError, match="the last 1 of 2 entries are missing"):
        own.control()
    assert path.read_bytes() == first


def test_the_rest_of_an_interrupted_append_is_damage_until_the_next_append_removes_it(own: Folder) -> None:
    own.control()
    path = own.path / log.NAME
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"answer":"yes","at":"2026')
    with pytest.raises(log.DamageError, match="line 2: ends in the middle; add a statement to repair it"):
        log.read(own.path)
    own.control(answer="no")
    assert [one.values["answer"] for one in log.read(own.path).statements] == ["yes", "no"]


def test_a_symlink_in_place_of_the_log_is_refused(own: Folder, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (own.path / log.NAME).symlink_to(victim)
    with pytest.raises(ConfigurationError, match="cannot be written"):
        own.control()
    assert victim.read_text() == "precious"


def test_many_may_append_at_once(own: Folder) -> None:
    threads = [
        threading.Thread(target=lambda n=n: [own.control(note=f"{n}-{i}") for i in range(5)])
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    notes = [one.values["note"] for one in log.read(own.path).statements]
    assert sorted(notes) == sorted(f"{n}-{i}" for n in range(8) for i in range(5))


APPENDER = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.collectors.attestations.support import Folder
folder = Folder.__new__(Folder)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
folder.path, folder.li = Path(sys.argv[1]), Ed25519PrivateKey.generate()
for number in range(100000):
    folder.control(note=f"{{sys.argv[2]}}-{{number}}")
    print(f"{{sys.argv[2]}}-{{number}}", flush=True)
"""


@pytest.fixture
def appenders(own: Folder) -> Iterator[list[subprocess.Popen[str]]]:
    script = APPENDER.format(root=str(Path(__file__).parents[3]))
    running = [
        subprocess.Popen(
            [sys.executable, "-c", script, str(own.path), name], stdout=subprocess.PIPE, text=True
        )
        for name in ("a", "b")
    ]
    yield running
    for process in running:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def test_what_was_acknowledged_survives_a_kill(own: Folder, appenders: list[subprocess.Popen[str]]) -> None:
    for process in appenders:
        assert process.stdout
        process.stdout.readline()
    time.sleep(0.5)
    for process in appenders:
        os.kill(process.pid, signal.SIGKILL)
    acknowledged = {
        line.strip()
        for process in appenders
        if process.stdout
        for line in process.stdout
        if line.endswith("\n")
    }
    own.control(note="after")
    notes = {one.values["note"] for one in log.read(own.path).statements}
    assert "after" in notes
    assert acknowledged <= notes


def test_a_line_is_exactly_what_was_signed(folder: Folder) -> None:
    line = (folder.path / log.NAME).read_bytes().splitlines()[0]
    spaced = json.dumps(json.loads(line)).encode()
    with pytest.raises(ValueError, match="not written as it was signed"):
        parse(spaced)
