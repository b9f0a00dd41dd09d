"""Which files are looked at, and what counts as there before."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.baseline import Baseline
from scanner.decisions import Decisions
from scanner.gate import Input, Recognised, Recognition, prior, without_other_sources
from scanner.interfaces import ConfigurationError
from scanner.model import Enumerated, Event, Gap, GapReason, PastFinding, Report, Resource, Target
from scanner.selection import Options
from tests.collectors.terraform.plans import Plan
from tests.scanner.packs import write_check, write_schemas
from tests.scanner.runs import NOW, run

PLAN = json.dumps(Plan().document())


def names(recognised: Recognised) -> list[str]:
    return [target.id for target in recognised.targets]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_folder_is_searched_but_for_hidden_things_and_links(tmp_path: Path) -> None:
    write(tmp_path / "b" / "plan.json", PLAN)
    write(tmp_path / "a" / "deep" / "plan.json", PLAN)
    write(tmp_path / ".terraform" / "plan.json", PLAN)
    write(tmp_path / "node_modules" / "plan.json", PLAN)
    write(tmp_path / "notes.txt", "nothing of ours")
    (tmp_path / "again").symlink_to("a")
    (tmp_path / "round").symlink_to(".")
    found = Recognition().targets([Input("infra", tmp_path)])
    assert names(found) == ["infra/a/deep/plan.json", "infra/b/plan.json"]
    assert found.left_out == 1


def test_what_is_of_no_known_kind_is_an_error_and_never_an_empty_gate(tmp_path: Path) -> None:
    write(tmp_path / "notes.txt", "nothing of ours")
    for path in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(ConfigurationError, match="infra: of no known kind"):
            Recognition().targets([Input("infra", path)])
    with pytest.raises(ConfigurationError, match="infra: does not exist"):
        Recognition().targets([Input("infra", tmp_path / "none")])


def test_a_file_that_was_not_there_before_has_no_prior(tmp_path: Path) -> None:
    old = [Input("new.json", tmp_path / "none"), Input("old.json", write(tmp_path / "old.json", PLAN))]
    assert names(Recognition().targets(old, absent_is_empty=True)) == ["old.json"]


# --- before and after -----------------------------------------------------------------------------------

DENY = 'deny contains {"msg": "open"} if count(input.facts.grants) > 0\n'


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    write_schemas(folder)
    write_check(folder, "d.c", DENY)
    return folder


def judged(pack: Path, grants: list[str] | None, before: Report | None = None) -> Report:
    facts = {} if grants is None else {"grants": [{"who": who, "right": "r"} for who in grants]}
    gap = Gap("t1", "box.thing", GapReason.DENIED, "no right", "", "box:a", "grants")
    thing = Resource("box:a", "box.thing", "a", "t1", facts, NOW)
    events: list[Event] = [*([gap] if grants is None else []), thing, Enumerated("t1", "box.thing", 1)]
    decisions = Decisions(prior=prior(before) if before else None)
    return run(pack, events, Options(decisions=decisions))


def test_what_was_there_on_the_same_facts_is_not_new(pack: Path) -> None:
    before = judged(pack, ["ann"])
    assert before.exit_code == 1
    after = judged(pack, ["ann"], before)
    assert (after.exit_code, after.findings[0].disposition) == (0, "baselined")


def test_one_more_grant_is_worse_although_the_check_failed_before(pack: Path) -> None:
    assert judged(pack, ["ann", "bob"], judged(pack, ["ann"])).exit_code == 1


def test_a_failure_where_nobody_could_see_before_is_new(pack: Path) -> None:
    assert judged(pack, ["ann"], judged(pack, None)).exit_code == 1


def test_what_cannot_be_seen_any_more_is_new(pack: Path) -> None:
    assert judged(pack, None, judged(pack, ["ann"])).exit_code == 3
    assert judged(pack, None, judged(pack, [])).exit_code == 3
    still = judged(pack, None, judged(pack, None))
    assert still.findings[0].disposition == "baselined"
    assert still.exit_code == 3  # nothing at all was decided


def test_a_baseline_entry_of_a_source_that_is_still_there_waits_for_it(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (entry,) = map(PastFinding.of, judged(pack, ["ann"]).findings)
    write(tmp_path / "other.json", "{}")
    entries = [replace(entry, target=name) for name in ("mine.json", "other.json", "gone.json")]
    found = Recognised((Target("mine.json", "terraform"),), {})
    kept = without_other_sources(Baseline("b", tuple(entries)), found)
    assert [one.target for one in kept.findings] == ["mine.json", "gone.json"]
