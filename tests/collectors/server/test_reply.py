"""Frames that were cut, repeated, mixed up or filled with noise."""

import contextlib
import functools
import random as random_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.server.facts.sshd_config import split_line, typed
from collectors.server.facts.sudo import parse_default
from collectors.server.frames import parse
from collectors.server.local import LocalCollector, _run
from collectors.server.machine import identify
from collectors.server.reply import NotSeenError, Reply, one_line
from collectors.server.scan import Job, events
from collectors.server.transport import Deadline, Intake
from scanner.model import Enumerated, Gap, GapReason, Resource
from tests.collectors.server.support import EVERYTHING, Scan, hold_to_contract, target, unexplained

NONCE = "5eed"
ABSENT = NotSeenError(GapReason.TRUNCATED, "cut")


@functools.cache
def recorded() -> bytes:
    """A true answer of this machine."""
    kept: list[bytes] = []

    def run(script: bytes, nonce: str, deadline: Deadline, command: str) -> Intake:
        intake = _run(script, nonce, deadline, command)
        kept.append(bytes(intake.out))
        return intake

    now = LocalCollector()._clock()
    job = Job(target({}, "/etc/ssh"), EVERYTHING, run, sudo=False, timeout=60, nonce=NONCE, now=now)
    whole = Scan(list(events(job)))
    assert unexplained(whole) == []
    return kept[0]


def replay(out: bytes) -> Scan:
    """The events of an answer, held against the contract."""

    def run(script: bytes, nonce: str, deadline: Deadline, command: str) -> Intake:
        del script, deadline, command
        intake = Intake(nonce)
        intake.take(out)
        return intake

    now = LocalCollector()._clock()
    job = Job(target({}, "/etc/ssh"), EVERYTHING, run, sudo=False, timeout=60, nonce=NONCE, now=now)
    found = Scan(list(events(job)))
    hold_to_contract(found, EVERYTHING)
    return found


def truths(found: Scan) -> dict[tuple[str, str], object]:
    """Every fact delivered."""
    return {
        (e.id, fact): value
        for e in found.events
        if isinstance(e, Resource)
        for fact, value in e.facts.items()
    }


def never_more_than_the_truth(found: Scan) -> None:
    """What is delivered is what the whole answer says; a complete listing is the true one."""
    whole = replay(recorded())
    true = truths(whole)
    for key, value in truths(found).items():
        assert true[key] == value
    counts = {e.type: e.count for e in whole.events if isinstance(e, Enumerated)}
    for event in found.events:
        if isinstance(event, Enumerated):
            assert event.count == counts[event.type]


@settings(deadline=None, max_examples=60)
@given(st.floats(0, 1))
def test_an_answer_cut_anywhere(share: float) -> None:
    out = recorded()
    never_more_than_the_truth(replay(out[: int(len(out) * share)]))


@settings(deadline=None, max_examples=60)
@given(st.floats(0, 1), st.floats(0, 1))
def test_an_answer_with_a_hole(start: float, end: float) -> None:
    out = recorded()
    low, high = sorted((int(len(out) * start), int(len(out) * end)))
    lines = out[:low].rpartition(b"\n")[0] + b"\n" + out[high:].partition(b"\n")[2]
    never_more_than_the_truth(replay(lines))


@settings(deadline=None, max_examples=60)
@given(st.floats(0, 1), st.binary(max_size=200))
def test_an_answer_with_noise_between_its_lines(share: float, noise: bytes) -> None:
    out = recorded()
    place = out.find(b"\n", int(len(out) * share)) + 1
    never_more_than_the_truth(replay(out[:place] + noise + b"\n" + out[place:]))


@settings(deadline=None, max_examples=40)
@given(st.randoms(use_true_random=False))
def test_sections_in_any_order_and_twice(random: random_module.Random) -> None:
    mark = f"\n{NONCE} begin ".encode()
    head, *parts = recorded().split(mark)
    parts[-1] = parts[-1].replace(f"\n{NONCE} done\n".encode(), b"")
    random.shuffle(parts)
    whole = head + b"".join(mark + part for part in parts)
    never_more_than_the_truth(replay(whole))
    never_more_than_the_truth(replay(whole + mark + parts[0]))
    accounts = next(part for part in parts if part.startswith(b"accounts\n"))
    found = replay(whole + mark + accounts)
    never_more_than_the_truth(found)
    assert any("came twice" in gap.detail for gap in found.gaps)


@given(st.binary(max_size=2000))
def test_no_bytes_crash_the_parser(out: bytes) -> None:
    sections, done = parse(out, NONCE, ABSENT)
    assert (sections, done) == ({}, False)


LINES = [
    *(b"5eed begin os", b"5eed end os", b"5eed begin accounts", b"5eed done", b"5eed x", b"~ 0", b""),
    *(b"@ kernel", b"eA==", b"# 4", b"x 41", b"% kernel 0 -"),
]


@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_no_order_of_lines_crashes_the_collector(lines: list[bytes]) -> None:
    found = replay(b"\n".join(lines))
    assert all(isinstance(event, Gap) for event in found.events)


@given(st.text())
def test_details_are_one_printable_line(text: str) -> None:
    assert one_line(text).isprintable()
    assert len(one_line(text)) <= 400


@given(st.text())
def test_no_line_of_a_configuration_crashes(text: str) -> None:
    split_line(text)
    parse_default(f"Defaults{text}authenticate")
    for fact in ("ciphers", "logingracetime", "maxauthtries", "usepam"):
        with contextlib.suppress(NotSeenError):
            typed(fact, text)


def test_without_an_identity_there_is_no_resource() -> None:
    with pytest.raises(NotSeenError, match="cut"):
        identify(Reply({}, ABSENT))
