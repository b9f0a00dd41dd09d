"""A change in a real repository is judged at the right lines, by rules that it cannot touch."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from tests.collectors.terraform.plans import Plan
from tests.e2e.bucket import tls_only
from tests.e2e.conftest import Run
from tests.e2e.gate.conftest import CHECK, Change
from tests.reports.test_sarif import SCHEMA
from tests.scanner.packs import write_check

OPEN = dict.fromkeys(
    ("block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"), False
)
MAIN = """\
# The buckets of the shop.

resource "aws_s3_bucket" "{name}" {{
  bucket = "acme-{name}"
}}

resource "aws_s3_bucket_public_access_block" "{name}" {{
  bucket = aws_s3_bucket.{name}.id
}}
"""


def policy(name: str) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [tls_only(name)]})


def bucket(plan: Plan, name: str, block: Mapping[str, bool], *, there: bool = False, **more: Any) -> None:
    """A bucket with a public access block, planned now or there already."""
    values: dict[str, dict[str, Any]] = {
        "": {"bucket": f"acme-{name}"},
        "_public_access_block": {"bucket": f"acme-{name}", **block},
        "_policy": {"bucket": f"acme-{name}", "policy": policy(f"acme-{name}")},
    }
    for part, after in values.items():
        address = f"aws_s3_bucket{part}.{name}"
        before = after if there else None
        actions = ["no-op"] if there else ["create"]
        plan.add(address, after, before=before, actions=actions, **more)
        if there:
            plan.prior.append({"address": address, "mode": "managed", "type": f"aws_s3_bucket{part}",
                               "name": name, "values": after})  # fmt: skip


def plan_of(*names: str, there: bool = False) -> str:
    plan = Plan()
    for name in names:
        bucket(plan, name, OPEN, there=there)
    return json.dumps(plan.document())


def blocks(run: Run) -> dict[str, str]:
    """Bucket to disposition of the finding that it is open to the public."""
    return {
        one["subject"]["id"]: one["disposition"]
        for one in run.report["findings"]
        if one["check"] == CHECK and one["outcome"] == "fail"
    }


LOGS = "aws_s3_bucket.logs"


def test_a_plan_is_judged_and_the_lines_are_shown(change: Change) -> None:
    change.write("infra/main.tf", MAIN.format(name="logs"))
    change.write("infra/plan.json", plan_of("logs"))
    run = change.gate("infra/plan.json")
    assert run.code == 1
    assert blocks(run) == {LOGS: "open"}
    (found,) = (one for one in run.report["findings"] if one["check"] == CHECK)
    assert (found["location"]["path"], found["location"]["line"]) == ("infra/main.tf", 7)
    assert '7 │ resource "aws_s3_bucket_public_access_block" "logs" {' in run.out
    assert "at infra/main.tf:7" in run.out


def test_standard_input_is_the_same(change: Change) -> None:
    run = change.gate("-", given=plan_of("logs"))
    assert (run.code, blocks(run)) == (1, {LOGS: "open"})
    assert run.report["targets"][0]["id"] == "stdin"


def test_what_apply_or_no_file_can_tell_is_listed_and_counts_with_strict_only(change: Change) -> None:
    plan = Plan()
    shut = dict.fromkeys(OPEN, True)
    bucket(plan, "logs", shut)
    change.write("plan.json", json.dumps(plan.document()))
    plain = change.gate("plan.json", "--fail-on", "critical")
    assert any(one["outcome"] == "unknown" for one in plain.report["findings"])
    assert "Not decidable from the files: " in plain.out
    assert plain.code in {0, 1}
    assert change.gate("plan.json", "--fail-on", "critical", "--strict").code == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.json",), "none.json: does not exist"),
        (("notes.txt",), "notes.txt: of no known kind"),
        (("plan.json", "--type", "none"), "there is no such type"),
        (("plan.json", "--base", "none"), "there is no such revision"),
        (("plan.json", "--policies", "none"), "none: does not exist"),
        (("plan.json", "--format", "none"), "there is no such format"),
        (("plan.json", "--waivers", "notes.txt"), "notes.txt:1: "),
        (("broken.json",), "broken.json"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_exit_2(
    change: Change, arguments: tuple[str, ...], said: str
) -> None:
    change.write("plan.json", plan_of("logs"))
    change.write("notes.txt", "nothing of ours\n")
    change.write("broken.json", plan_of("logs")[:-40])
    run = change.gate(*arguments)
    assert run.code == 2
    assert said in run.err
    assert len(run.err.strip().splitlines()) == 1
    assert not (change.folder / "selfaudit-out" / "report.json").exists()


# --- only new -----------------------------------------------------------------------------------------------


def test_only_what_the_change_makes_worse_counts(change: Change) -> None:
    plan = Plan()
    bucket(plan, "logs", OPEN, there=True)
    change.write("plan.json", json.dumps(plan.document()))
    assert change.gate("plan.json").code == 1
    run = change.gate("plan.json", "--only-new")
    assert (run.code, blocks(run)) == (0, {LOGS: "baselined"})
    bucket(plan, "new", OPEN)
    change.write("plan.json", json.dumps(plan.document()))
    run = change.gate("plan.json", "--only-new")
    assert (run.code, blocks(run)) == (1, {LOGS: "baselined", "aws_s3_bucket.new": "open"})


# --- who judges ---------------------------------------------------------------------------------------------


def judged(change: Change, *arguments: str) -> Run:
    change.write("plan.json", plan_of("logs"))
    return change.gate("plan.json", "--base", "main", *arguments)


def test_a_waiver_counts_from_the_base_on(change: Change) -> None:
    change.waive()
    run = judged(change)
    assert (run.code, blocks(run)) == (1, {LOGS: "open"})
    proposed = "waivers.yaml:2: the waiver is proposed by this change and does not count yet"
    assert proposed in run.report["warnings"]
    assert change.gate("plan.json").code == 0
    change.commit()
    run = judged(change)
    assert (run.code, blocks(run)) == (0, {LOGS: "waived"})
    assert run.report["warnings"] == []


def linked(change: Change) -> None:
    change.waive("elsewhere/accepted.yaml")
    (change.folder / "waivers.yaml").symlink_to("elsewhere/accepted.yaml")


def renamed(change: Change) -> None:
    change.waive("accepted.yaml")
    change.write("audit.yaml", {"waivers": "accepted.yaml"})


def baselined(change: Change) -> None:
    change.write("audit.yaml", {"baseline": "known.json"})
    change.write("plan.json", plan_of("logs"))
    change.accept(change.gate("plan.json", "--config", "audit.yaml"))


def weakened(change: Change) -> None:
    change.write("audit.yaml", {"policies": ["own"]})
    change.write("own/pack.yaml", {"overrides": [CHECK]})
    body = 'deny contains {"msg": "never"} if input.facts.encryption == {}\n'
    write_check(change.folder / "own", "own.block", body, id_=CHECK, resource="s3.bucket", severity="high")


def attributes(change: Change) -> None:
    change.waive()
    change.write(".gitattributes", "* export-ignore export-subst\n")


def committed(change: Change) -> None:
    change.waive()
    change.git("checkout", "-q", "-b", "change")
    change.commit()


@pytest.mark.parametrize("trick", [linked, renamed, baselined, weakened, attributes, committed])
def test_no_trick_of_the_change_makes_it_judge_itself(change: Change, trick: Any) -> None:
    trick(change)
    run = judged(change)
    assert (run.code, blocks(run)) == (1, {LOGS: "open"})
    assert run.report["warnings"] != []


def test_a_named_file_of_the_change_is_no_way_round_either(change: Change, tmp_path: Path) -> None:
    change.waive("mine.yaml")
    around = tmp_path.parent / f"{tmp_path.name}-link"
    around.symlink_to(change.folder)
    for name in ("mine.yaml", str(change.folder / "mine.yaml"), str(around / "mine.yaml")):
        assert judged(change, "--waivers", name).code == 1
    pack = change.folder / "own"
    write_check(pack, "own.block", 'deny contains {"msg": "x"} if false\n', resource="s3.bucket")
    run = judged(change, "--policies", "own")
    assert run.code == 2
    assert "own: does not exist in main" in run.err


def test_rules_outside_of_the_repository_count(change: Change, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-rules"
    outside.mkdir()
    change.waive("w.yaml").rename(outside / "w.yaml")
    run = judged(change, "--waivers", str(outside / "w.yaml"))
    assert (run.code, blocks(run)) == (0, {LOGS: "waived"})


# --- inline waivers and baselines ---------------------------------------------------------------------------

LOGGING = "s3-access-logging"


def dispositions(run: Run, check: str) -> set[str]:
    return {one["disposition"] for one in run.report["findings"] if one["check"] == check}


def test_a_comment_waives_below_high_with_the_flag_and_from_the_base_on(change: Change) -> None:
    text = MAIN.format(name="logs")
    lines = [f"# selfaudit:waive {name} until 2999-12-31: known\n" for name in (LOGGING, CHECK)]
    change.write("main.tf", "".join(lines[:1]) + text.replace("resource", f"{lines[0]}resource", 1))
    change.write("plan.json", plan_of("logs"))
    flags = ("plan.json", "--allow-inline-waivers")
    assert dispositions(change.gate("plan.json"), LOGGING) == {"open"}
    assert dispositions(change.gate(*flags), LOGGING) == {"waived"}
    run = change.gate(*flags, "--base", "main")
    assert dispositions(run, LOGGING) == {"open"}
    change.commit()
    assert dispositions(change.gate(*flags, "--base", "main"), LOGGING) == {"waived"}
    change.write("main.tf", text.replace("resource", f"{lines[1]}resource"))
    assert blocks(change.gate(*flags)) == {LOGS: "open"}


def test_a_baseline_survives_moved_lines_a_renamed_plan_and_a_moved_block(change: Change) -> None:
    change.write("plan.json", plan_of("logs"))
    first = change.gate("plan.json")
    assert first.code == 1
    wrote = change.accept(first)
    assert (wrote.code, "failures; left out" in wrote.out) == (0, True)
    text = (change.folder / "known.json").read_text()
    plan = Plan()
    parts: tuple[tuple[str, dict[str, Any]], ...] = (
        ("", {}),
        ("_public_access_block", OPEN),
        ("_policy", {"policy": policy("acme-logs")}),
    )
    for part, after in parts:
        plan.add(
            f"aws_s3_bucket{part}.archive",
            {"bucket": "acme-logs", **after},
            previous=f"aws_s3_bucket{part}.logs",
            actions=["no-op"],
            before={"bucket": "acme-logs", **after},
        )
    (change.folder / "plan.json").unlink()
    change.write("moved/new.json", json.dumps(plan.document()))
    run = change.gate("moved/new.json", "--baseline", "known.json")
    assert (run.code, blocks(run)) == (0, {"aws_s3_bucket.archive": "baselined"})
    change.write("moved/other.json", plan_of("logs", "second"))
    run = change.gate("moved/other.json", "--baseline", "known.json")
    assert blocks(run) == {LOGS: "baselined", "aws_s3_bucket.second": "open"}
    assert (change.folder / "known.json").read_text() == text


def test_a_baseline_of_one_module_says_nothing_about_another(change: Change) -> None:
    change.write("dev/plan.json", plan_of("logs"))
    change.write("prod/plan.json", plan_of("logs"))
    change.accept(change.gate("dev/plan.json"))
    assert change.gate("dev/plan.json", "--baseline", "known.json").code == 0
    assert change.gate("prod/plan.json", "--baseline", "known.json").code == 1
    run = change.gate("dev/plan.json", "prod/plan.json", "--baseline", "known.json")
    states = {
        one["subject"]["target"]: one["disposition"]
        for one in run.report["findings"]
        if one["check"] == CHECK
    }
    assert states == {"dev/plan.json": "baselined", "prod/plan.json": "open"}


# --- reports ------------------------------------------------------------------------------------------------


def test_every_format_is_written_and_annotations_are_printed(change: Change) -> None:
    change.write("main.tf", MAIN.format(name="logs"))
    change.write("plan.json", plan_of("logs"))
    names = ("sarif", "junit", "github", "gitlab", "markdown", "csv", "json", "html")
    run = change.run("gate", "plan.json", *(word for name in names for word in ("--format", name)))
    assert run.code == 1
    folder = change.folder / "selfaudit-out"
    assert {path.name for path in folder.iterdir()} == {
        "report.sarif",
        "junit.xml",
        "gl-code-quality-report.json",
        "report.md",
        "findings.csv",
        "report.json",
        "report.html",
    }
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in folder.iterdir())
    log = json.loads((folder / "report.sarif").read_text())
    assert list(Draft4Validator(SCHEMA).iter_errors(log)) == []
    where = [
        result["locations"][0]["physicalLocation"]
        for result in log["runs"][0]["results"]
        if result["ruleId"] == CHECK
    ]
    assert where[0]["artifactLocation"]["uri"] == "main.tf"
    assert "::error title=high" in run.out
    assert "file=main.tf,line=7" in run.out


def test_without_files_no_folder_is_made(change: Change) -> None:
    change.write("plan.json", plan_of("logs"))
    assert change.run("gate", "plan.json").code == 1
    assert not (change.folder / "selfaudit-out").exists()
