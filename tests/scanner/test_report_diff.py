"""Two reports compared: fixed is proven, never concluded from silence."""

from pathlib import Path
from typing import Any

import pytest

from reports.json import JsonReport
from scanner.interfaces import ConfigurationError
from scanner.model import Enumerated, Event, Gap, GapReason, Report, Resource
from scanner.report_diff import Difference, difference
from scanner.saved_report import read_report
from scanner.selection import Options
from tests.scanner.packs import write_check, write_schemas
from tests.scanner.runs import NOW, run, target

DENY = 'deny contains {"msg": "open"} if input.facts.mode == "open"\n'
TARGETS = (target("t1"), target("t2"))


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    write_schemas(folder)
    write_check(folder, "d.c", DENY)
    write_check(folder, "d.other", DENY.replace("open", "ajar"))
    return folder


def thing(name: str, mode: str, on: str = "t1") -> Resource:
    return Resource(f"box:{name}", "box.thing", name, on, {"mode": mode}, NOW)


def listed(*things: Resource, on: tuple[str, ...] = ("t1", "t2")) -> list[Event]:
    return [*things, *(Enumerated(one, "box.thing", sum(t.target == one for t in things)) for one in on)]


def saved(report: Report, path: Path) -> Any:
    path.write_text(JsonReport().render(report))
    return read_report(path)


def compare(pack: Path, before: list[Event], after: list[Event], **more: Any) -> Difference:
    old = saved(run(pack, before, targets=TARGETS), pack.parent / "old.json")
    new = saved(run(pack, after, targets=more.pop("targets", TARGETS), **more), pack.parent / "new.json")
    return difference(old, new)


def names(findings: Any) -> list[str]:
    return [finding.name or "listing" for finding in findings]


def test_new_still_and_fixed(pack: Path) -> None:
    before = listed(thing("a", "open"), thing("b", "open"), thing("c", "open"))
    found = compare(pack, before, listed(thing("a", "open"), thing("b", "shut"), thing("d", "open")))
    assert names(found.new) == ["d"]
    assert names(found.still) == ["a"]
    assert names(found.fixed) == ["b", "c"]
    assert found.not_rechecked == ()


DENIED = Gap("t1", "box.thing", GapReason.DENIED, "no right")
FACT = Gap("t1", "box.thing", GapReason.DENIED, "no right", "", "box:a", "mode")


@pytest.mark.parametrize(
    ("after", "more"),
    [
        ([DENIED, *listed(on=("t2",))], {}),
        ([FACT, *listed(thing("a", "open"))], {}),
        (listed(thing("a", "shut")), {"options": Options(checks=frozenset({"other"}))}),
        (listed(thing("a", "shut")), {"options": Options(targets=frozenset({"t2"}))}),
        (listed(on=("t2",)), {"targets": (target("t2"),)}),
    ],
    ids=["listing denied", "fact denied", "check left out", "target left out", "target gone"],
)
def test_what_was_not_seen_is_not_fixed(pack: Path, after: list[Event], more: dict[str, Any]) -> None:
    found = compare(pack, listed(thing("a", "open")), after, **more)
    assert (names(found.fixed), names(found.not_rechecked)) == ([], ["a"])


def test_a_finding_that_grew_worse_is_new(pack: Path) -> None:
    before = run(pack, listed(thing("a", "open")), targets=TARGETS)
    write_check(pack, "d.c", DENY, severity="critical")
    after = run(pack, listed(thing("a", "open")), targets=TARGETS)
    found = difference(saved(before, pack.parent / "old.json"), saved(after, pack.parent / "new.json"))
    assert (names(found.new), names(found.still)) == (["a"], [])


NO_REPORTS = ("", "[]", "{}", '{"$schema": "x", "findings": []}', '{"findings": [{}]}', "[" * 5000)


@pytest.mark.parametrize("text", NO_REPORTS)
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.json").write_text(text)
    with pytest.raises(ConfigurationError, match=r"report\.json"):
        read_report(tmp_path / "r.json")
