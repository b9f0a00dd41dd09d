"""What doctor counts: facts, checks and resources, by what a gap really concerns."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from scanner.cli.doctor import conclude, print_sight
from scanner.doctor import Sight, examine
from scanner.interfaces import Advice
from scanner.model import Enumerated, Event, Gap, GapReason, Resource
from scanner.output import private_file
from scanner.policy_pack import Pack, load_packs
from scanner.selection import Options
from scanner.snapshot import Header, SnapshotWriter, TargetInfo, open_snapshot
from tests.scanner.packs import write_check, write_schemas

NOW = datetime(2026, 11, 1, tzinfo=UTC)
TARGETS = (
    TargetInfo("one", "box", ("box.thing",), {}),
    TargetInfo("two", "box", ("box.thing",), {}),
    TargetInfo("staff", "roster", ("roster.person",), {}),
)
NEEDS = "#   needs: {roster.person: [who]}\n"


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """Checks of mode, of mode and size, and of size beside the roster."""
    folder = tmp_path / "pack"
    write_schemas(folder)
    write_check(folder, "a.mode", 'deny contains {"msg": "x"} if input.facts.mode == "bad"')
    body = 'deny contains {"msg": "x"} if {\n\tinput.facts.mode == "bad"\n\tinput.facts.size > 1\n}'
    write_check(folder, "a.both", body)
    body = 'deny contains {"msg": "x"} if {\n\tsome row in data.inventory["roster.person"].all\n\t'
    write_check(folder, "a.joined", body + "row.who == input.name\n\tinput.facts.size > 1\n}", extra=NEEDS)
    return load_packs([("test", folder)])


def thing(name: str, target: str = "one") -> Resource:
    return Resource(f"id:{name}", "box.thing", name, target, {"mode": "x", "size": 1}, NOW)


PERSON = Resource("id:p", "roster.person", "p", "staff", {"who": "p"}, NOW)
STAFF: list[Event] = [PERSON, Enumerated("staff", "roster.person", 1)]
TWO: list[Event] = [thing("c", "two"), Enumerated("two", "box.thing", 1)]


def sights(
    tmp_path: Path, pack: Pack, events: list[Event], infos: tuple[TargetInfo, ...] = TARGETS
) -> dict[str, Sight]:
    header = Header("1", NOW, infos, has_datasets=False)
    with private_file(tmp_path / "s") as handle, SnapshotWriter(handle, header) as writer:
        for event in events:
            writer.add(event)
    found = examine(open_snapshot(tmp_path / "s"), pack, Options())
    return {sight.target: sight for sight in found}


def rows(sight: Sight) -> list[tuple[object, ...]]:
    return [(row.facts, row.reason, row.gapped, row.resources, len(row.checks)) for row in sight.rows]


def gap(fact: str | None = None, name: str | None = None, detail: str = "no") -> Gap:
    resource = None if name is None else f"id:{name}"
    return Gap("one", "box.thing", GapReason.DENIED, detail, resource=resource, fact=fact)


def test_all_is_seen(tmp_path: Path, pack: Pack) -> None:
    events = [thing("a"), Enumerated("one", "box.thing", 1), *TWO, *STAFF]
    found = sights(tmp_path, pack, events)
    assert rows(found["one"]) == [(("mode", "size"), None, 0, 1, 0)]
    assert rows(found["staff"]) == [(("who",), None, 0, 1, 0)]
    assert found["one"].checks == {"mode", "both", "joined"}
    assert found["staff"].checks == {"joined"}
    assert not any(sight.causes for sight in found.values())


def test_a_fact_on_some_resources_counts_the_checks_that_read_it(tmp_path: Path, pack: Pack) -> None:
    events: list[Event] = [
        gap("size", "a", "no a"),
        gap("size", "b", "no b"),
        thing("a"),
        thing("b"),
        thing("d"),
    ]
    found = sights(tmp_path, pack, [*events, Enumerated("one", "box.thing", 3), *TWO, *STAFF])
    assert rows(found["one"]) == [(("mode",), None, 0, 3, 0), (("size",), GapReason.DENIED, 2, 3, 2)]
    (cause,) = found["one"].causes
    assert (cause.detail, cause.more, cause.facts) == ("no a", 1, {"box.thing": ("size",)})
    assert cause.checks == found["one"].undecided == {"both", "joined"}
    assert found["two"].causes == ()


def test_a_resource_without_any_fact_concerns_all(tmp_path: Path, pack: Pack) -> None:
    events: list[Event] = [gap(None, "a"), thing("a"), thing("b"), Enumerated("one", "box.thing", 2)]
    found = sights(tmp_path, pack, [*events, *TWO, *STAFF])
    assert rows(found["one"]) == [(("mode", "size"), GapReason.DENIED, 1, 2, 3)]
    assert found["one"].causes[0].facts == {"box.thing": ("everything",)}


def test_a_fact_that_is_gapped_everywhere(tmp_path: Path, pack: Pack) -> None:
    events = [gap("mode"), thing("a"), thing("b"), Enumerated("one", "box.thing", 2), *TWO, *STAFF]
    assert rows(sights(tmp_path, pack, events)["one"])[1] == (("mode",), GapReason.DENIED, 2, 2, 2)


def test_a_listing_that_is_not_complete_shows_what_was_seen_beside_it(tmp_path: Path, pack: Pack) -> None:
    found = sights(tmp_path, pack, [gap(), thing("a"), *TWO, *STAFF])
    assert rows(found["one"]) == [((), GapReason.DENIED, 0, 1, 3), (("mode", "size"), None, 0, 1, 0)]


def test_silence_is_a_gap(tmp_path: Path, pack: Pack) -> None:
    found = sights(tmp_path, pack, [*TWO, *STAFF])
    assert rows(found["one"]) == [((), GapReason.MALFORMED, 0, 0, 3)]


def test_nothing_there_is_seen(tmp_path: Path, pack: Pack) -> None:
    found = sights(tmp_path, pack, [Enumerated("one", "box.thing", 0), *TWO, *STAFF])
    assert rows(found["one"]) == [((), None, 0, 0, 0)]
    assert found["one"].causes == ()


def test_a_gap_in_a_joined_type_concerns_the_checks_that_join(tmp_path: Path, pack: Pack) -> None:
    lost = Gap("staff", "roster.person", GapReason.MALFORMED, "row 3")
    found = sights(tmp_path, pack, [thing("a"), Enumerated("one", "box.thing", 1), *TWO, lost, PERSON])
    assert found["staff"].undecided == {"joined"}


def test_with_a_target_chosen_the_others_take_part_only_for_joins(tmp_path: Path, pack: Pack) -> None:
    infos = tuple(replace(info, evaluated=info.id == "one") for info in TARGETS)
    found = sights(tmp_path, pack, [thing("a"), Enumerated("one", "box.thing", 1), *STAFF], infos)
    assert list(found) == ["one", "staff"]
    assert not any(sight.causes for sight in found.values())


def test_gaps_of_facts_that_no_check_reads_do_not_matter(tmp_path: Path, pack: Pack) -> None:
    events = [gap("tags"), thing("a"), Enumerated("one", "box.thing", 1), *TWO, *STAFF]
    assert sights(tmp_path, pack, events)["one"].causes == ()


def printed(found: list[Sight], advice: list[Advice], width: int | None = None) -> tuple[list[str], int]:
    """What doctor says, on a terminal of this width or into a pipe, and its exit code."""
    file = io.StringIO()
    console = Console(file=file, force_terminal=width is not None, width=width, color_system=None)
    for sight in found:
        print_sight(console, sight, advice)
    code = conclude(console, found)
    return file.getvalue().splitlines(), code


def test_all_seen_is_the_only_way_to_exit_code_0(tmp_path: Path, pack: Pack) -> None:
    whole = sights(tmp_path, pack, [thing("a"), Enumerated("one", "box.thing", 1), *TWO, *STAFF])
    lines, code = printed(list(whole.values()), [])
    assert (lines[-1], code) == ("3 targets: all that the checks read can be seen.", 0)
    broken = sights(
        tmp_path, pack, [gap("size"), thing("a"), Enumerated("one", "box.thing", 1), *TWO, *STAFF]
    )
    assert printed(list(broken.values()), [])[1] == 3
    assert printed([], [])[1] == 3


LONG = Advice("Do it", "word " * 40, "x" * 200 + " $(not) [bold]markup[/bold]")


def test_a_pipe_gets_one_line_per_state_and_text_to_paste_is_never_broken(tmp_path: Path, pack: Pack) -> None:
    events: list[Event] = [
        gap("size", detail="why\x1b[31m [red]so[/red]"),
        thing("a"),
        Enumerated("one", "box.thing", 1),
    ]
    found = sights(tmp_path, pack, [*events, *TWO, *STAFF])["one"]
    lines, _ = printed([found], [LONG])
    assert "box.thing  access denied          2  size" in lines
    assert LONG.paste in lines
    assert any(r"why\x1b[31m [red]so[/red]" in line for line in lines)
    assert not any(line.endswith(" ") for line in lines)


def test_a_terminal_gets_lines_of_its_width_but_for_text_to_paste(tmp_path: Path, pack: Pack) -> None:
    events: list[Event] = [gap("size", detail="why " * 50), thing("a"), Enumerated("one", "box.thing", 1)]
    found = sights(tmp_path, pack, [*events, *TWO, *STAFF])["one"]
    lines, _ = printed([found], [LONG], 60)
    assert LONG.paste in lines
    assert max(len(line) for line in lines if line != LONG.paste) <= 60
