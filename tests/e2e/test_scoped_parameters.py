"""Parameters of single datasets and targets, on real files and by real registers."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Workspace

DAY = 86400


def dataset(name: str, path: Path, **more: Any) -> dict[str, Any]:
    store = {"target": "here", "path": str(path)}
    return {
        "id": name,
        "classification": "sensitive",
        "retention_days": 30,
        "owner": name,
        "stores": [store],
        **more,
    }


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three datasets with a file of 50 days each, 20 more than it may be kept; two registers of one flaw."""
    folder = tmp_path_factory.mktemp("scoped")
    for name in ("lenient", "strict", "shared"):
        (folder / name).mkdir()
        (folder / name / "file").write_text("x")
        os.utime(folder / name / "file", times=(time.time() - 50 * DAY,) * 2)
    return Workspace(folder)


def configure(workspace: Workspace, strict: dict[str, Any], **target: Any) -> None:
    folder = workspace.folder
    workspace.configure(
        targets=[{"id": "here", "kind": "local", **target}],
        parameters={"destruction_grace_days": 25},
        datasets=[
            dataset("lenient", folder / "lenient"),
            dataset("strict", folder / "strict", parameters=strict),
            dataset("shared-lenient", folder / "shared", parameters={"destruction_grace_days": 60}),
            dataset("shared-strict", folder / "shared", parameters={"destruction_grace_days": 5}),
        ],
    )


def test_each_dataset_is_judged_by_its_own_and_the_report_shows_them(workspace: Workspace) -> None:
    configure(workspace, {"destruction_grace_days": 10}, parameters={"umask_wanted": "077"})
    run = workspace.scan("--check", "path-retention", "--check", "host-umask")
    failed = {Path(name).name for check, name in run.checks("fail") if check == "path-retention"}
    assert failed == {"strict", "shared"}
    assert not [one for one in run.report["findings"] if one["outcome"] == "unknown"]
    shown = {
        (one["only_for"], one["only_id"], one["name"], one["value"], one["default"])
        for one in run.report["parameters"]
    }
    grace = "destruction_grace_days"
    assert shown == {
        ("", "", grace, 25, 30),
        ("dataset", "strict", grace, 10, 30),
        ("dataset", "shared-lenient", grace, 60, 30),
        ("dataset", "shared-strict", grace, 5, 30),
        ("target", "here", "umask_wanted", "077", "027"),
    }


@pytest.mark.parametrize(
    ("strict", "target", "problem"),
    [
        ({"destruction_days": 10}, {}, "parameters.destruction_days of the dataset 'strict': there is no"),
        ({"destruction_grace_days": "10"}, {}, "of the dataset 'strict': must be a number"),
        (
            {"trusted_aws_accounts": ["1"]},
            {},
            "'strict': only a number that is stricter one way",
        ),
        ({"iam_key_max_days": 30}, {}, "of the dataset 'strict': no check of stores of a dataset reads it"),
        ({}, {"iam_key_max_days": 30}, "of the target 'here': no check of what this target has reads it"),
    ],
)
def test_what_would_change_nothing_is_refused_in_one_line(
    workspace: Workspace, strict: dict[str, Any], target: dict[str, Any], problem: str
) -> None:
    configure(workspace, strict, **({"parameters": target} if target else {}))
    run = workspace.scan()
    assert run.code == 2
    (line,) = run.err.strip().splitlines()
    assert "audit.yaml:" in line
    assert problem in line
