"""Answers of a server that were cut, mixed up, repeated or filled with bytes: never an untrue verdict."""

import base64
import functools
import random as random_module
import re
import tempfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.server import scan
from collectors.server.local import _run
from collectors.server.transport import Deadline, Intake
from collectors.server.types import ALL
from scanner.interfaces import FactRequest
from scanner.model import Classification, Dataset, Outcome, Store, Target
from scanner.selection import Options, select
from scanner.snapshot import Header, SnapshotWriter, TargetInfo
from tests.e2e.verdicts import Verdicts, contradictions, default_pack, verdicts

NONCE = "5eed"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
DATASET = Dataset("customers", Classification.SENSITIVE, "crm", 365)
TARGET = Target("here", "local", {}, {}, (Store(DATASET, "path", "/etc"),))
INFO = TargetInfo("here", "local", tuple(ALL), {})


@functools.cache
def wanted() -> FactRequest:
    return select(default_pack(), [INFO], Options(), has_datasets=True).wanted(frozenset(ALL), evaluated=True)


def judged(run: scan.Run) -> Verdicts:
    """Every verdict on what a server answers, with the default policies."""
    job = scan.Job(TARGET, wanted(), run, sudo=False, timeout=120, nonce=NONCE, now=NOW)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "taken.zst")
        with (
            path.open("wb") as handle,
            SnapshotWriter(handle, Header("test", NOW, (INFO,), has_datasets=True)) as writer,
        ):
            for event in scan.events(job):
                writer.add(event)
        return verdicts(path)


@functools.cache
def recorded() -> tuple[bytes, Verdicts]:
    """A true answer of this machine, and the verdicts on it."""
    kept: list[bytes] = []

    def run(script: bytes, nonce: str, deadline: Deadline, command: str) -> Intake:
        intake = _run(script, nonce, deadline, command)
        kept.append(bytes(intake.out))
        return intake

    found = judged(run)
    outcomes = set(found.values())
    assert outcomes == set(Outcome)
    return kept[0], found


@functools.cache
def truth() -> tuple[bytes, Verdicts]:
    """The same answer as a machine without gzip would send it."""
    packed, found = recorded()
    plain = re.sub(rb"\nz\n(.*?)\n(?=5eed )", _unpacked, packed, flags=re.DOTALL)
    assert judged_answer(plain) == found
    return plain, found


def _unpacked(match: re.Match[bytes]) -> bytes:
    return b"\n" + zlib.decompress(base64.b64decode(match[1]), wbits=31) + b"\n"


def judged_answer(out: bytes) -> Verdicts:
    def run(script: bytes, nonce: str, deadline: Deadline, command: str) -> Intake:
        del script, deadline, command
        intake = Intake(nonce)
        intake.take(out)
        return intake

    return judged(run)


def never_untrue(out: bytes) -> None:
    """Whatever it is, what it decides is what the whole answer decides, and nothing is passed over."""
    assert contradictions(judged_answer(out), truth()[1]) == set()


many = settings(deadline=None, max_examples=15)
share = st.floats(0, 1)


@pytest.fixture(scope="module", autouse=True)
def _recorded() -> None:
    truth()


@many
@given(share)
def test_an_answer_cut_anywhere(place: float) -> None:
    out = truth()[0]
    never_untrue(out[: int(len(out) * place)])


@many
@given(share, st.integers(1, 60), st.integers(0, 2))
def test_lines_that_are_missing_or_come_several_times(place: float, count: int, times: int) -> None:
    lines = truth()[0].split(b"\n")
    start = int(len(lines) * place)
    changed = lines[:start] + lines[start : start + count] * times + lines[start + count :]
    never_untrue(b"\n".join(changed))


@many
@given(st.randoms(use_true_random=False), st.sampled_from([rb"\n(?=@ )", rb"\n(?=5eed begin)"]))
def test_items_and_sections_in_another_order(random: random_module.Random, mark: bytes) -> None:
    parts = re.split(mark, truth()[0])
    first, second = sorted(random.sample(range(1, len(parts)), 2))
    parts[first], parts[second] = parts[second], parts[first]
    never_untrue(b"\n".join(parts))


@many
@given(share, st.binary(min_size=1, max_size=200))
def test_bytes_in_between(place: float, noise: bytes) -> None:
    out = truth()[0]
    start = int(len(out) * place)
    never_untrue(out[:start] + noise + out[start:])


@many
@given(share, st.binary(min_size=1, max_size=200))
def test_bytes_in_place_of_others(place: float, noise: bytes) -> None:
    """Found by the check sum of what is packed; without gzip it is up to SSH to notice."""
    out = recorded()[0]
    start = int(len(out) * place)
    never_untrue(out[:start] + noise + out[start + len(noise) :])
