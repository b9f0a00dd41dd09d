"""The examples for CI are what the systems accept, and what they run exists."""

import re
import shlex
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "ci"
PROGRAMS = Path(sys.executable).parent


@pytest.mark.parametrize(
    ("name", "schema"), [("github-actions.yml", "github-workflows"), ("gitlab-ci.yml", "gitlab-ci")]
)
def test_the_examples_fit_the_schemas(name: str, schema: str) -> None:
    done = subprocess.run(
        [PROGRAMS / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", EXAMPLES / name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_pre_commit_takes_the_hook_and_its_configuration() -> None:
    for command, path in (
        ("validate-manifest", ROOT / ".pre-commit-hooks.yaml"),
        ("validate-config", EXAMPLES / "pre-commit-config.yaml"),
    ):
        done = subprocess.run(
            [PROGRAMS / "pre-commit", command, path], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    (repo,) = yaml.safe_load((EXAMPLES / "pre-commit-config.yaml").read_text())["repos"]
    assert [one["id"] for one in repo["hooks"]] == [hook["id"]]


def gates() -> list[str]:
    texts = [(EXAMPLES / name).read_text() for name in ("github-actions.yml", "gitlab-ci.yml")]
    joined = [re.sub(r"\\\n\s*", " ", text) for text in texts]
    return [
        match for text in joined for match in re.findall(r"selfaudit gate [^\n]*(?:\n\s+--[^\n]*)*", text)
    ]


def test_every_option_and_format_of_the_examples_exists() -> None:
    found = gates()
    assert len(found) == 2
    for line in found:
        words = shlex.split(line)
        options = [word for word in words if word.startswith("--")]
        shown = subprocess.run(
            [PROGRAMS / "selfaudit", "gate", "--help"],
            capture_output=True, text=True, check=True, env={"COLUMNS": "200", "PATH": "/usr/bin:/bin"},
        ).stdout  # fmt: skip
        assert [option for option in options if option not in shown] == []
        formats = [after for word, after in pairwise(words) if word == "--format"]
        assert [name for name in formats if name not in shown] == []
