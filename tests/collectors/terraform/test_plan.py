"""Plans: what is known, what will be, what is left out, and who belongs to whom."""

import json
from pathlib import Path
from typing import Any

import pytest

from collectors.terraform.collector import TerraformCollector
from scanner.interfaces import ConfigurationError, Recogniser
from scanner.model import Enumerated, Gap, Location, Resource, Target
from tests.collectors.terraform.plans import Plan, collect, everything

Json = Any
BUCKET = "aws_s3_bucket.b"
TO_BUCKET = {"bucket": [f"{BUCKET}.id", BUCKET]}
COMPUTED = {"arn": True, "id": True, "policy": True, "acl": True, "grant": True, "versioning": True}


def a_bucket(plan: Plan, address: str = BUCKET, **after: Json) -> None:
    plan.add(address, after, unknown=COMPUTED)


def enabled() -> Json:
    return {"versioning_configuration": [{"status": "Enabled", "mfa_delete": None}]}


def test_a_new_bucket_has_what_s3_gives_to_new_buckets(tmp_path: Path) -> None:
    plan = Plan()
    a_bucket(plan, bucket="customers")
    found = collect(plan.write(tmp_path))
    facts = found.facts(BUCKET)
    assert facts["encryption"]["algorithm"] == "AES256"
    assert set(facts["public_access_block"].values()) == {True}
    assert facts["ownership"] == "BucketOwnerEnforced"
    assert (facts["policy"], facts["policy_public"], facts["versioning"]["status"]) == (
        None,
        False,
        "Disabled",
    )
    assert found.resource(BUCKET).native_id == "arn:aws:s3:::customers"
    assert found.resource(BUCKET).name == "customers"
    assert found.gaps(BUCKET) == {}


def test_of_a_bucket_that_is_there_already_the_source_does_not_tell_what_has_changed_over_the_years(
    tmp_path: Path,
) -> None:
    plan = Plan()
    standing = {"bucket": "old", "arn": "arn:aws:s3:::old"}
    plan.add(BUCKET, standing, before=standing, actions=("no-op",))
    gaps = collect(plan.write(tmp_path)).gaps(BUCKET)
    assert {fact: reason for fact, (reason, _) in gaps.items()} == {
        "public_access_block": "not_in_source",
        "ownership": "not_in_source",
    }


def test_what_is_unknown_until_apply_is_a_gap_of_the_facts_that_it_decides_and_no_others(
    tmp_path: Path,
) -> None:
    plan = Plan()
    a_bucket(plan, bucket="customers")
    plan.add("aws_s3_bucket_policy.p", {}, refs={**TO_BUCKET, "policy": [f"{BUCKET}.arn", BUCKET]})
    plan.add("aws_s3_bucket_versioning.v", enabled(), refs=TO_BUCKET)
    found = collect(plan.write(tmp_path))
    assert {fact: reason for fact, (reason, _) in found.gaps(BUCKET).items()} == {
        "policy": "unknown_until_apply",
        "policy_public": "unknown_until_apply",
    }
    assert found.facts(BUCKET)["versioning"]["status"] == "Enabled"


def test_unset_and_set_but_unknown_are_told_apart(tmp_path: Path) -> None:
    plan = Plan()
    plan.add("aws_s3_bucket.unset", {"bucket": "a"}, unknown={"policy": True})
    plan.add("aws_s3_bucket.set", {"bucket": "b"}, refs={"policy": ["data.aws_x.y.json", "data.aws_x.y"]})
    found = collect(plan.write(tmp_path))
    assert found.facts("aws_s3_bucket.unset")["policy"] is None
    assert found.gaps("aws_s3_bucket.set")["policy"][0] == "unknown_until_apply"


@pytest.mark.parametrize("key", ['["x"]', "[1]"])
def test_instances_meet_those_of_the_same_key(tmp_path: Path, key: str) -> None:
    other = '["y"]' if key == '["x"]' else "[0]"
    plan = Plan()
    for each in (key, other):
        a_bucket(plan, f"{BUCKET}{each}")
    plan.add(f"aws_s3_bucket_versioning.v{key}", enabled(), refs={"bucket": [BUCKET, "each.key"]})
    found = collect(plan.write(tmp_path))
    assert found.facts(BUCKET + key)["versioning"]["status"] == "Enabled"
    assert found.facts(BUCKET + other)["versioning"]["status"] == "Disabled"


def test_a_part_that_may_be_of_any_bucket_makes_what_it_settles_unknown_on_all_that_have_none(
    tmp_path: Path,
) -> None:
    plan = Plan()
    a_bucket(plan, "aws_s3_bucket.a", bucket="a")
    a_bucket(plan, "aws_s3_bucket.b", bucket="b")
    plan.add(
        "aws_s3_bucket_public_access_block.p", {"block_public_acls": False}, refs={"bucket": ["local.which"]}
    )
    plan.add("aws_s3_bucket_public_access_block.q", {"bucket": "b", "block_public_acls": True})
    found = collect(plan.write(tmp_path))
    assert found.gaps("aws_s3_bucket.a")["public_access_block"][0] == "unknown_until_apply"
    assert "public_access_block" not in found.gaps("aws_s3_bucket.b")


def test_when_two_settle_the_same_thing_nobody_knows_which_stays(tmp_path: Path) -> None:
    plan = Plan()
    a_bucket(plan, bucket="b")
    for name, blocks in (("p", True), ("q", False)):
        plan.add(f"aws_s3_bucket_public_access_block.{name}", {"block_public_acls": blocks}, refs=TO_BUCKET)
    assert collect(plan.write(tmp_path)).gaps(BUCKET)["public_access_block"][0] == "unknown_until_apply"


def test_what_is_set_for_a_bucket_of_another_source_is_judged_by_what_is_known(tmp_path: Path) -> None:
    plan = Plan()
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::else/*",
    }
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    plan.add("aws_s3_bucket_policy.p", {"bucket": "else", "policy": text})
    found = collect(plan.write(tmp_path))
    assert found.facts("aws_s3_bucket_policy.p")["policy_public"] is True
    assert found.resource("aws_s3_bucket_policy.p").name == "else"
    assert found.gaps("aws_s3_bucket_policy.p")["encryption"][0] == "not_in_source"


def test_a_bucket_is_found_through_modules(tmp_path: Path) -> None:
    plan = Plan()
    inner: dict[str, Json] = {"outputs": {"id": {"expression": {"references": [f"{BUCKET}.id", BUCKET]}}}}
    policy: dict[str, Json] = {}
    plan.config["module_calls"] = {
        "store": {"source": "./store", "module": inner},
        "guard": {
            "source": "./guard",
            "expressions": {"bucket": {"references": ["module.store.id", "module.store"]}},
            "module": policy,
        },
    }
    plan.add(f"module.store.{BUCKET}", {"bucket": "customers"}, unknown=COMPUTED, module=inner)
    address = "module.guard.aws_s3_bucket_versioning.v"
    plan.add(address, enabled(), refs={"bucket": ["var.bucket"]}, module=policy)
    found = collect(plan.write(tmp_path))
    assert found.facts(f"module.store.{BUCKET}")["versioning"]["status"] == "Enabled"


def test_references_in_a_circle_come_to_an_end(tmp_path: Path) -> None:
    plan = Plan()
    inner: dict[str, Json] = {"outputs": {"id": {"expression": {"references": ["var.id"]}}}}
    plan.config["module_calls"] = {
        "m": {"expressions": {"id": {"references": ["module.m.id", "module.m"]}}, "module": inner}
    }
    plan.add(f"module.m.{BUCKET}", {"bucket": "b"}, unknown=COMPUTED, module=inner)
    plan.add("aws_s3_bucket_versioning.v", enabled(), refs={"bucket": ["module.m.id", "module.m"]})
    gaps = collect(plan.write(tmp_path)).gaps(f"module.m.{BUCKET}")
    assert gaps["versioning"][0] == "unknown_until_apply"


def test_what_is_deleted_is_gone_and_what_was_moved_knows_its_former_address(tmp_path: Path) -> None:
    plan = Plan()
    plan.add("aws_s3_bucket.gone", None, before={"bucket": "gone"}, actions=("delete",))
    moved = {"bucket": "kept"}
    plan.add("aws_s3_bucket.new", moved, before=moved, actions=("no-op",), previous="aws_s3_bucket.old")
    found = collect(plan.write(tmp_path))
    assert found.resource("aws_s3_bucket.new").former_ids == ("aws_s3_bucket.old",)
    assert [
        event.count for event in found.events if isinstance(event, Enumerated) and event.type == "s3.bucket"
    ] == [1]


def test_before_the_change_things_have_the_same_ids(tmp_path: Path) -> None:
    plan = Plan()
    standing = {"bucket": "customers"}
    plan.add(BUCKET, standing, before=standing, actions=("no-op",))
    was = {"bucket": "customers", "versioning_configuration": [{"status": "Enabled"}]}
    will = {"bucket": "customers", "versioning_configuration": [{"status": "Suspended"}]}
    plan.add("aws_s3_bucket_versioning.v", will, before=was, actions=("update",))
    plan.add("aws_s3_bucket.new", {"bucket": "new"})
    path = plan.write(tmp_path)
    before, after = collect(path, side="before"), collect(path)
    assert before.facts(BUCKET)["versioning"]["status"] == "Enabled"
    assert after.facts(BUCKET)["versioning"]["status"] == "Suspended"
    assert [
        event.id for event in before.events if isinstance(event, Resource) and event.type == "s3.bucket"
    ] == [BUCKET]


def test_lines_of_the_source_beside_the_plan(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(
        '# "{"\nresource "aws_s3_bucket" "b" {\n  tags = { a = "}" }\n}\n\n'
        'resource "aws_s3_bucket_versioning" "v" {\n  x = <<E\n}\nE\n}\n'
    )
    plan = Plan()
    a_bucket(plan, bucket="customers")
    plan.add("aws_s3_bucket_versioning.v", enabled(), refs=TO_BUCKET)
    locations = collect(plan.write(tmp_path)).resource(BUCKET).locations
    file = str(tmp_path / "main.tf")
    assert locations == {"": Location(file, 2, 4), "versioning": Location(file, 6, 10)}


def a_group(plan: Plan) -> str:
    address = "aws_security_group.g"
    plan.add(address, {"name": "g"}, unknown={"ingress": True, "egress": True, "id": True})
    return address


def test_rules_that_may_be_in_a_dynamic_block_are_not_taken_for_none(tmp_path: Path) -> None:
    plan = Plan()
    address = a_group(plan)
    path = plan.write(tmp_path)
    assert collect(path).gaps(address)["inbound"][0] == "unknown_until_apply"
    block = 'resource "aws_security_group" "g" {\n%s}\n'
    (tmp_path / "main.tf").write_text(block % "")
    assert collect(path).facts(address)["inbound"] == []
    (tmp_path / "main.tf").write_text(block % 'dynamic "ingress" {\n content {}\n}\n')
    assert collect(path).gaps(address)["inbound"][0] == "unknown_until_apply"
    assert collect(path).facts(address)["outbound"] == []


def test_the_values_of_a_state_are_there_already(tmp_path: Path) -> None:
    values = {"bucket": "customers", "arn": "arn:aws:s3:::customers"}
    resource = {"address": BUCKET, "mode": "managed", "type": "aws_s3_bucket", "name": "b", "values": values}
    state = {"format_version": "1.0", "values": {"root_module": {"resources": [resource]}}}
    path = tmp_path / "state.json"
    path.write_text(json.dumps(state))
    assert collect(path).facts(BUCKET)["versioning"]["status"] == "Disabled"
    assert collect(path).gaps(BUCKET)["ownership"][0] == "not_in_source"


# --- what is not a plan -----------------------------------------------------------------------------------


def recognised(path: Path) -> Json:
    collector = TerraformCollector()
    assert isinstance(collector, Recogniser)
    return collector.recognise(path)


def test_a_plan_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    path = Plan().write(tmp_path).rename(tmp_path / "anything")
    assert recognised(path) == {"path": str(path)}
    other = tmp_path / "other.json"
    other.write_text('{"Resources": {}}')
    assert recognised(other) is None
    (tmp_path / "x.txt").write_text("text")
    assert recognised(tmp_path / "x.txt") is None


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('{"format_version": "1.2", "resource_changes": [', "not JSON"),
        ('{"format_version": "1.2", "resource_changes": ' + DEEP, "nested too deep"),
        ('{"format_version": "7", "resource_changes": []}', "format_version '7' of this plan is not known"),
    ],
)
def test_a_broken_plan_is_refused_in_one_line(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=complaint) as refused:
        recognised(path)
    assert len(refused.value.problems) == 1
    collector = TerraformCollector()
    events = list(collector.collect(Target("t", "terraform", {"path": str(path)}), everything()))
    assert {type(event) for event in events} == {Gap}
    assert {event.type for event in events} == TerraformCollector.types


def test_a_plan_of_50_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    with path.open("wb") as handle:
        handle.write(b'{"format_version": "1.2", "resource_changes": [], "x": "')
        handle.truncate(50_000_000)
    with pytest.raises(ConfigurationError, match="larger than 40 MiB"):
        recognised(path)


@pytest.mark.parametrize(
    "changes", [{}, [1], [{}], [{"address": "a.b", "type": "a"}], [{"address": 1, "type": "a", "change": {}}]]
)
def test_a_plan_of_another_shape_is_a_gap_of_every_type(tmp_path: Path, changes: Json) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"format_version": "1.2", "resource_changes": changes}))
    assert collect(path).gaps()["s3.bucket"][0] == "malformed"
