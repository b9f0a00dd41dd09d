"""Shapes that several resource types share."""

import json
from pathlib import Path

import pytest

from scanner.interfaces import ConfigurationError
from scanner.policy_pack import load_packs
from tests.scanner.packs import write_check, write_schemas

GRANT = {"type": "object", "properties": {"who": {"type": "string"}}}
DENY = 'deny contains {"msg": "no"} if '


def with_reference(folder: Path, reference: str) -> None:
    write_schemas(folder)
    schema = {"type": "object", "properties": {"grant": {"$ref": reference, "description": "Who."}}}
    (folder / "schemas" / "box.thing.json").write_text(json.dumps(schema))
    (folder / "schemas" / "common").mkdir()
    (folder / "schemas" / "common" / "grant.json").write_text(json.dumps(GRANT))
    (folder / "schemas" / "common" / "loop.json").write_text('{"items": {"$ref": "common/loop.json"}}')


def test_paths_below_a_shared_shape_are_checked(tmp_path: Path) -> None:
    with_reference(tmp_path, "common/grant.json")
    write_check(tmp_path, "d.c", DENY + 'input.facts.grant.who == "x"')
    pack = load_packs([("pack", tmp_path)])
    assert set(pack.schemas) == {"box.thing", "roster.person"}
    write_check(tmp_path, "d.c", DENY + 'input.facts.grant.whom == "x"')
    with pytest.raises(ConfigurationError, match="'whom' does not exist; there are who"):
        load_packs([("pack", tmp_path)])


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ("common/none.json", "none.json: No such file"),
        ("common/loop.json", "contains itself"),
        ("common/../box.thing.json", "is none of common/NAME.json"),
        ("https://example.org/x.json", "is none of common/NAME.json"),
    ],
)
def test_a_reference_that_leads_nowhere_is_told(tmp_path: Path, reference: str, problem: str) -> None:
    with_reference(tmp_path, reference)
    write_check(tmp_path, "d.c", DENY + "true")
    with pytest.raises(ConfigurationError, match=rf"pack/schemas/box.thing.json:1: .*{problem}"):
        load_packs([("pack", tmp_path)])
