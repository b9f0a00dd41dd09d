"""What is worked out once for machines that say the same, and never told of one that says something else."""

import base64
import gzip
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from collectors.server.frames import parse
from collectors.server.reply import NotSeenError, Of, Reply, alike, once
from scanner.model import GapReason

NONCE = "5eed"
CUT = NotSeenError(GapReason.TRUNCATED, "cut")


def machine(*, root: bool = False, refused: str | None = None, end: str = "~ 0", **said: str) -> Reply:
    """What a machine says: in each section one item, `text`."""
    frames = [_section(name, text, end) for name, text in said.items()]
    sections, _ = parse("".join(frames).encode(), NONCE, CUT)
    return Reply(sections, CUT, sudo_refused=refused, root=root)


def _section(name: str, text: str, end: str) -> str:
    armored = base64.encodebytes(text.encode()).decode().rstrip()
    body = f"@ text\n{armored}\n# {len(armored)}\n% text 0 -\n\n{end}\n"
    packed = base64.encodebytes(gzip.compress(body.encode())).decode()
    return f"\n{NONCE} begin {name}\nz\n{packed}\n{NONCE} end {name}\n"


@pytest.fixture
def work() -> SimpleNamespace:
    """Functions that read `a` and, when it says so, `b`; `runs` are the texts for which they were run."""
    runs: list[str] = []

    @once
    def more(reply: Reply) -> str:
        return reply.item("b", "text").text

    def read(reply: Reply) -> str:
        text = reply.item("a", "text").text
        if text.endswith("+"):
            text += more(reply)
        runs.append(text)
        return text

    return SimpleNamespace(read=alike(read), runs=runs)


def test_machines_that_say_the_same_are_worked_out_once(work: SimpleNamespace) -> None:
    answers = [work.read(machine(a="one", b=other)) for other in ("x", "y", "z")]
    assert answers == ["one"] * 3
    assert work.runs == ["one"]


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        ({"a": "one"}, {"a": "two"}, "two"),
        ({"a": "one+", "b": "x"}, {"a": "one+", "b": "y"}, "one+y"),
        ({"a": "one+", "b": "x"}, {"a": "one", "b": "x"}, "one"),
        ({"a": "one", "b": "x"}, {"a": "one+", "b": "x"}, "one+x"),
    ],
)
def test_one_that_says_something_else_is_told_its_own(
    work: SimpleNamespace, first: Mapping[str, Any], second: Mapping[str, Any], answer: str
) -> None:
    for _ in range(2):
        work.read(machine(**first))
        assert work.read(machine(**second)) == answer


def test_a_section_that_is_missing_or_cut_is_not_made_up_for(work: SimpleNamespace) -> None:
    whole = machine(a="one+", b="x")
    assert work.read(whole) == "one+x"
    for lacking in (machine(a="one+"), Reply({}, CUT)):
        with pytest.raises(NotSeenError, match="cut"):
            work.read(lacking)
    cut = machine(a="one+", b="x", end="")
    assert cut.sections["a"].broken is not None
    assert work.read(cut) == "one+x"
    assert work.runs == ["one+x"] * 2


def test_the_rights_of_the_account_count(work: SimpleNamespace) -> None:
    @alike
    def rights(reply: Reply) -> str:
        return f"{work.read(reply)}: {reply.denied('no').detail}"

    found = [
        rights(machine(a="one", root=root, refused=refused))
        for root, refused in ((True, None), (False, None), (False, "no password"), (True, None))
    ]
    assert len(set(found)) == 3
    assert found[0] == found[3]


def test_errors_are_worked_out_for_each_machine() -> None:
    runs = []

    @alike
    def failing(reply: Reply) -> str:
        runs.append(reply)
        raise NotSeenError(GapReason.MALFORMED, reply.item("a", "text").text)

    for _ in range(2):
        reply = machine(a="odd")
        for _ in range(2):
            with pytest.raises(NotSeenError, match="odd"):
                failing(reply)
    assert len(runs) == 2


def test_what_a_function_read_before_it_crashed_counts() -> None:
    @once
    def crash(reply: Reply) -> int:
        return int(reply.item("b", "text").text)

    @alike
    def guarded(reply: Reply) -> str:
        try:
            return str(crash(reply))
        except ValueError:
            return "not understood"

    assert [guarded(machine(b=text)) for text in ("x", "1", "x")] == ["not understood", "1", "not understood"]


def test_a_section_of_several_names_is_told_apart() -> None:
    def read(reply: Reply, section: str) -> str:
        return reply.item(section, "text").text

    for reply in (machine(a="one", b="two"), machine(a="three", b="two")):
        found = [reply.alike(Of(read, name)) for name in ("a", "b")]
        assert found == [reply.item(name, "text").text for name in ("a", "b")]


def test_no_more_than_some_are_kept(work: SimpleNamespace) -> None:
    texts = [f"machine {number}" for number in range(600)]
    for text in (*texts, *texts[-3:], texts[0]):
        assert work.read(machine(a=text)) == text
    assert work.runs == [*texts, texts[0]]
