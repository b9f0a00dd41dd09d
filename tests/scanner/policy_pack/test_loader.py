"""What a policy author is told, and what is derived from a policy."""

from pathlib import Path

import pytest

from scanner.interfaces import ConfigurationError
from scanner.model import Check, Need
from scanner.policy_pack import Pack, load_packs, modules_of
from tests.scanner.packs import write_check, write_library, write_schemas


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    write_schemas(folder)
    return folder


def load(folder: Path) -> Pack:
    return load_packs([("pack", folder)])


def problems(folder: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load(folder)
    return "\n".join(caught.value.problems)


def only_check(folder: Path) -> Check:
    (check,) = load(folder).checks.values()
    return check


DENY = 'deny contains {"msg": "no"} if '


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        (DENY + 'input.facts.mode == "x"', {"mode"}),
        (DENY + 'input.facts["mode"] == "x"', {"mode"}),
        ("m := input.facts.mode\n\n" + DENY + 'm == "x"', {"mode"}),
        ("import input.facts as f\n\n" + DENY + 'f.mode == "x"', {"mode"}),
        (DENY + '{\n\tm := input.facts.mode\n\tm == "x"\n}', {"mode"}),
        (DENY + "{\n\tsome g in input.facts.grants\n\tg.who == input.facts.mode\n}", {"grants", "mode"}),
        (DENY + 'object.get(input.facts, "size", 0) > 1', {"size"}),
        (DENY + "bad(input.facts.limits)\n\nbad(l) if l.soft > l.hard", {"limits"}),
        (DENY + 'count([g | some g in input.facts.grants; g.right == "w"]) > 0', {"grants"}),
        (DENY + "every g in input.facts.grants { g.right == input.facts.mode }", {"grants", "mode"}),
        (
            DENY + "not fine\n\nfine if input.facts.size < 3\n\nelse := false if input.facts.mode",
            {"size", "mode"},
        ),
        (
            DENY + 'input.facts.size > limit\n\nlimit := 3 if input.facts.mode == "a"\n\nelse := 4',
            {"size", "mode"},
        ),
    ],
)
def test_facts_are_derived_however_they_are_read(folder: Path, body: str, facts: set[str]) -> None:
    write_check(folder, "d.c", body)
    assert only_check(folder).reads.facts == facts


def test_facts_are_followed_through_library_arguments(folder: Path) -> None:
    write_library(folder, "grants", 'writers(list) := [g | some g in list; g.right == "w"]\n')
    write_check(
        folder, "d.c", "import data.lib.grants\n\n" + DENY + "count(grants.writers(input.facts.grants)) > 0"
    )
    assert only_check(folder).reads.facts == {"grants"}


def test_a_default_of_object_get_covers_what_lies_below(folder: Path) -> None:
    body = DENY + '{\n\tx := object.get(input.facts.tags, "env", "")\n\tstartswith(x, "p")\n}'
    write_check(folder, "d.c", body)
    assert only_check(folder).reads.facts == {"tags"}


def test_a_misspelt_path_inside_a_library_is_found_through_its_argument(folder: Path) -> None:
    write_library(folder, "grants", 'any_writer(list) if {\n\tsome g in list\n\tg.rihgt == "w"\n}\n')
    write_check(folder, "d.c", "import data.lib.grants\n\n" + DENY + "grants.any_writer(input.facts.grants)")
    text = problems(folder)
    assert "pack/lib/grants/grants.rego:5: input.facts.grants.*.rihgt: 'rihgt' does not exist" in text


def test_labels_dataset_parameters_and_joins_are_derived(folder: Path) -> None:
    (folder / "parameters.yaml").write_text(
        "parameters:\n  limit: {value: 3, unit: count, stricter: lower, basis: ours, title: A limit}\n"
    )
    conditions = (
        'input.labels.environment == "prod"',
        'input.dataset.classification == "sensitive"',
        "input.facts.size > data.parameters.limit",
        'some row in data.inventory["roster.person"].by.who[input.name]',
        "row.left < data.run.now",
    )
    body = DENY + "{\n\t" + "\n\t".join(conditions) + "\n}\n"
    write_check(folder, "d.c", body, extra="#   needs: {roster.person: [who, left]}\n")
    check = only_check(folder)
    assert check.reads.labels == {"environment"}
    assert check.reads.dataset
    assert check.reads.joins == {"roster.person"}
    assert check.reads.parameters == {"limit"}
    assert check.needs == {"roster.person": Need(frozenset({"who", "left"}))}


NEEDS_HERE = "#   needs: {roster.person: {facts: [who], within: target}}\n"


def test_rows_of_the_own_target_are_declared_as_such(folder: Path) -> None:
    rows = 'data.inventory["roster.person"].by.target[here]'
    aliased = "{\n\there := input.target\n\tsome row in " + rows + "\n\trow.who\n}"
    write_check(folder, "d.c", DENY + aliased, extra=NEEDS_HERE)
    assert only_check(folder).needs == {"roster.person": Need(frozenset({"who"}), within_target=True)}


@pytest.mark.parametrize(
    "rows", ["all", "by.who[input.name]", 'by.target["db"]', "by.target[input.name]", "by.target[_]"]
)
def test_rows_of_other_targets_are_out_of_bounds_then(folder: Path, rows: str) -> None:
    write_check(folder, "d.c", DENY + f'data.inventory["roster.person"].{rows}', extra=NEEDS_HERE)
    with pytest.raises(ConfigurationError, match=r"rows within the target are .*by.target\[input.target\]"):
        only_check(folder)


def test_deny_rules_that_read_different_facts_can_be_asked_one_by_one(folder: Path) -> None:
    write_check(
        folder,
        "d.c",
        DENY + 'input.facts.mode == "x"\n\n' + DENY.replace("no", "n2") + "input.facts.size > 3",
    )
    check = only_check(folder)
    assert [part.reads.facts for part in check.deny_parts] == [{"mode"}, {"size"}]


def test_an_engine_needs_the_libraries_and_all_that_the_checks_can_be_asked(folder: Path) -> None:
    both = DENY + 'input.facts.mode == "x"\n\n' + DENY.replace("no", "n2") + "input.facts.size > 3"
    write_check(folder, "d.c", both, id_="c")
    write_check(folder, "d.cc", both, id_="cc")
    write_library(folder, "helpers", "double(n) := n * 2\n")
    pack = load(folder)
    needed = {module.package for module in modules_of(pack, [pack.checks["c"]])}
    assert needed == {"lib.helpers", "d.c", "d.c.part_1", "d.c.part_2"}
    assert {module.package for module in modules_of(pack, [])} == {"lib.helpers"}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            DENY + 'input.facts.mod == "x"',
            "pack/d/c/c.rego:13: input.facts.mod: 'mod' does not exist; there are",
        ),
        (DENY + "input.facts.limits.softt > 1", "'softt' does not exist; there are hard, soft"),
        (DENY + 'input.facts.grants.who == "x"', "'who' is used as a key, but it is a list"),
        (DENY + 'input.facts.mode.x == "x"', "there is nothing below it"),
        (DENY + 'input.facts.tags.env == "x"', "'env' may be missing there; use object.get"),
        (DENY + "count(input.facts) > 1", "'input.facts' hides what is read"),
        (DENY + "bad(input)\n\nbad(x) if x.facts.size", "'input' hides what is read"),
        (DENY + '{\n\tsome k\n\tinput.facts[k] == "x"\n}', "'input.facts.*' hides what is read"),
        (DENY + 'input.fact.mode == "x"', "'input.fact.mode' hides what is read"),
        (DENY + 'input.dataset.class == "x"', "'input.dataset.class' hides what is read"),
        (DENY + "data.parameters.nope > 1", "there is no parameter 'nope' in parameters.yaml"),
        (DENY + 'count(data.inventory["roster.person"].all) > 1', "must be declared under 'custom.needs'"),
        (DENY + 'data.run.perod == "x"', "'perod' does not exist; there are intervals, now"),
        (DENY + "data.run.intervals.weeks[_].over", "'weeks' does not exist; there are half-year, month"),
        (DENY + "data.run.intervals.week[_].done", "'done' does not exist; there are due, end, first"),
        (DENY + "data.secrets.x", "'data.secrets.x' does not exist or is not available"),
        (DENY + 'http.send({"url": "x"})', "the function 'http.send' is not available to policies"),
        (DENY + "opa.runtime()", "the function 'opa.runtime' is not available"),
        (DENY + "time.now_ns() > 1", "the function 'time.now_ns' is not available"),
        (DENY + 'startwith(input.facts.mode, "x")', "did you mean 'startswith'?"),
        (DENY + "count(input.facts.mode, 2) > 1", "'count' takes 1 arguments, it got 2"),
        (DENY + "bad(1, 2)\n\nbad(x) if x > 1", "'bad' takes 1 arguments, it got 2"),
        (DENY + 'input.facts.mode == "x" with input as {}', "'with' is for tests only"),
        (DENY + '{\n\t{"soft": s} = input.facts.limits\n\ts > 1\n}', "an object pattern matches differently"),
        (DENY + "print(input.facts.mode)", "the function 'print' is not available"),
        ('dney contains {"msg": "x"} if input.facts.mode == "x"', "did you mean 'deny'?"),
        ('dney contains {"msg": "x"} if input.facts.mode == "x"', "no rule 'deny contains"),
        (DENY + 'input.facts.mode == "x"\n\nhelper := 1', "nothing uses the rule 'helper'"),
        ('deny := ["x"] if input.facts.mode == "x"', "'deny' must be written as 'deny contains"),
        (DENY + "true\n\nunknown if input.facts.mode", "'unknown' must be written as 'unknown contains"),
        (DENY + "true\n\ndefault not_applicable := true", "'not_applicable' must be written as"),
        (DENY + "foo(", "pack/d/c/c.rego:13: "),
        (DENY + "x" * 1100, "line longer than 1024 columns"),
        (DENY + "(" * 20 + "1" + ")" * 20, "brackets nested deeper than 12"),
    ],
)
def test_what_a_check_may_not_do_is_refused_with_its_place(folder: Path, body: str, message: str) -> None:
    write_check(folder, "d.c", body)
    text = problems(folder)
    assert message in text
    assert text.startswith("pack/d/c/c.rego:")


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (("severity: high", "severity: severe"), "c.rego:9: custom.severity: must be one of low, medium"),
        (("id: c", "id: Not An Id"), "c.rego:7: custom.id: must be an id in kebab-case"),
        (("resource: box.thing", "resource: box.thin"), "c.rego:8: custom.resource: no schema knows"),
        (("#   remediation: Make it as it should be.\n", ""), "the key 'remediation' is missing"),
        (("severity: high", "severity: high\n#   colour: red"), "custom.colour: unknown key"),
        (("# METADATA\n", ""), "needs a '# METADATA' comment block directly above its package"),
        (("severity: high", "severity: high\n#   controls: [none-such]"), "no control 'none-such'"),
        (("severity: high", "severity: high\n#   needs: {roster.dog: [who]}"), "no schema knows"),
        (("severity: high", "severity: high\n#   needs: {roster.person: [tail]}"), "'tail' does not exist"),
        (("#   severity", "#  severity"), "not valid YAML"),
        (("package d.c", "package d.other"), "package 'd.other' does not fit the path"),
    ],
)
def test_wrong_metadata_is_refused_with_its_line(folder: Path, edit: tuple[str, str], message: str) -> None:
    path = write_check(folder, "d.c", DENY + 'input.facts.mode == "x"')
    path.write_text(path.read_text().replace(*edit))
    assert message in problems(folder)


def test_missing_tests_are_named(folder: Path) -> None:
    body = DENY + 'input.facts.mode == "x"\n\nnot_applicable if input.facts.size == 0'
    write_check(folder, "d.c", body, tests="test_pass_x if true\n")
    text = problems(folder)
    assert "pack/d/c/c.rego:1: no test 'test_fail…' in pack/d/c/c_test.rego; write one" in text
    assert "no test 'test_not_applicable…'" in text
    assert "test_pass" not in text


def test_a_pack_without_checks_is_an_error(folder: Path) -> None:
    assert "no checks in this policy pack" in problems(folder)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert "not a folder of policies" in problems(tmp_path / "nowhere")


def test_input_in_a_library_is_refused(folder: Path) -> None:
    write_library(folder, "bad", "x if input.facts.mode\n")
    write_check(folder, "d.c", "import data.lib.bad\n\n" + DENY + "bad.x")
    assert "pack/lib/bad/bad.rego:3: a library takes values as arguments" in problems(folder)


def test_one_id_for_two_checks_is_refused(folder: Path) -> None:
    write_check(folder, "d.c", DENY + 'input.facts.mode == "x"')
    write_check(folder, "d.e", DENY + 'input.facts.mode == "x"', id_="c")
    assert "the id 'c' is already used by pack/d/c/c.rego" in problems(folder)


def test_all_problems_of_all_files_are_reported_at_once(folder: Path) -> None:
    write_check(folder, "d.c", DENY + "foo(")
    write_check(folder, "d.e", DENY + "bar(")
    text = problems(folder)
    assert "pack/d/c/c.rego:13" in text
    assert "pack/d/e/e.rego:13" in text


# --- a second pack ------------------------------------------------------------------------------------


@pytest.fixture
def second(folder: Path, tmp_path: Path) -> Path:
    """A user's pack that defines a check which the first pack has too."""
    write_check(folder, "d.c", DENY + 'input.facts.mode == "x"')
    second = tmp_path / "mine"
    write_check(second, "d.c", DENY + 'input.facts.mode == "y"', severity="low")
    return second


def test_a_built_in_check_cannot_be_redefined_in_passing(folder: Path, second: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"already defined in pack/d/c/c\.rego") as caught:
        load_packs([("pack", folder), ("mine", second)])
    assert "declare 'c' under 'overrides:' in mine/pack.yaml" in str(caught.value)


def test_the_same_package_under_another_id_cannot_be_redefined(folder: Path, second: Path) -> None:
    write_check(second, "d.c", DENY + 'input.facts.mode == "y"', id_="other")
    (second / "pack.yaml").write_text("overrides: [other]\n")
    with pytest.raises(ConfigurationError, match="the check 'c' is already defined"):
        load_packs([("pack", folder), ("mine", second)])


def test_a_declared_override_replaces_the_check_and_is_shown(folder: Path, second: Path) -> None:
    (second / "pack.yaml").write_text("overrides: [c]\n")
    pack = load_packs([("pack", folder), ("mine", second)])
    assert pack.checks["c"].severity == "low"
    assert pack.checks["c"].overrides == "pack/d/c/c.rego"
    assert pack.packs[1].overrides == ("c",)
    assert [module.name for module in pack.modules] == ["mine/d/c/c.rego"]


def test_an_override_of_nothing_is_an_error(folder: Path, second: Path) -> None:
    (second / "pack.yaml").write_text("overrides: [c, ghost]\n")
    with pytest.raises(ConfigurationError, match="'ghost' is declared under 'overrides'"):
        load_packs([("pack", folder), ("mine", second)])


def test_the_digest_changes_with_a_policy(folder: Path) -> None:
    path = write_check(folder, "d.c", DENY + 'input.facts.mode == "x"')
    before = load(folder).packs[0].digest
    path.write_text(path.read_text() + "\n# changed\n")
    assert load(folder).packs[0].digest != before
