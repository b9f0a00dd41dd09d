"""What a control names is looked up when the pack loads."""

from pathlib import Path

import pytest
import yaml

from scanner.interfaces import ConfigurationError
from scanner.model import Source
from scanner.policy_pack.loader import load_packs
from tests.scanner.packs import write_check, write_schemas

CONTROL = {
    "id": "box-closed",
    "title": "Boxes are closed",
    "title_zh": "箱子已关闭",
    "requirement": "Each box is closed at night.",
    "requirement_zh": "每个箱子夜间关闭。",
    "severity": "high",
    "frequency": "weekly",
    "owner": "guards",
    "thresholds": [{"metric": "open_boxes", "operator": "at_most", "parameter": "open_boxes"}],
    "sources": [{"document": "box-rules", "section": "2. Night"}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pack = tmp_path / "pack"
    write_schemas(pack)
    write_check(pack, "d.c", 'deny contains {"msg": "open"} if input.facts.mode == "open"\n')
    (pack / "controls").mkdir(exist_ok=True)
    write(pack, "controls/boxes", {"controls": [CONTROL]})
    write(
        pack, "documents", {"documents": {"box-rules": {"title": "Rules of boxes", "title_zh": "箱子规定"}}}
    )
    write(pack, "roles", {"roles": {"guards": {"title": "The guards", "title_zh": "警卫"}}})
    return pack


def write(folder: Path, name: str, content: object) -> None:
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")


def with_parameter(folder: Path) -> None:
    entry = {"value": 0, "unit": "boxes", "stricter": "lower", "basis": "ours", "title": "Open boxes"}
    path = folder / "parameters.yaml"
    given = yaml.safe_load(path.read_text("utf-8"))["parameters"] if path.exists() else {}
    write(folder, "parameters", {"parameters": {**given, "open_boxes": entry}})


def test_a_control_names_its_owner_and_sources(folder: Path) -> None:
    with_parameter(folder)
    pack = load_packs([("pack", folder)])
    control = pack.controls["box-closed"]
    assert (control.owner, control.owner_zh) == ("The guards", "警卫")
    assert control.sources == (Source("box-rules", "2. Night"),)
    assert pack.documents["box-rules"].title_zh == "箱子规定"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"owner": "nobody"}, "box-closed: no role 'nobody' in roles.yaml"),
        (
            {"sources": [{"document": "lost", "section": "1"}]},
            "box-closed: no document 'lost' in documents.yaml",
        ),
        ({}, "box-closed: no parameter 'open_boxes' in parameters.yaml"),
        ({"thresholds": [{"metric": "open_boxes", "operator": "at_most"}]}, "either a parameter, or a value"),
    ],
)
def test_what_is_not_there_is_said(folder: Path, change: dict[str, object], problem: str) -> None:
    write(folder, "controls/boxes", {"controls": [CONTROL | change]})
    with pytest.raises(ConfigurationError, match=problem):
        load_packs([("pack", folder)])
