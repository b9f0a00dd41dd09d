"""Inputs made to break the gate: exit 2 or 3, one line that says what and where, within bounds of memory."""

import json
import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import COMMAND, Workspace

BUCKET = 'resource "aws_s3_bucket" "b" {\n  bucket = "b"\n}\n'
TEMPLATE = "AWSTemplateFormatVersion: '2010-09-09'\n"
PLAN = '{"format_version": "1.2", "planned_values": {}, "resource_changes": '
MEMORY = 3 * 1024 * 1024 * 1024
"""Address space of a process; much of it is never touched."""
DEEP = 9999


def text(name: str, content: str) -> Callable[[Path], str]:
    def write(folder: Path) -> str:
        (folder / name).write_text(content)
        return name

    return write


def raw(name: str) -> Callable[[Path], str]:
    def write(folder: Path) -> str:
        (folder / name).write_bytes(bytes(range(256)) * 4000)
        return name

    return write


def pipe(folder: Path) -> str:
    os.mkfifo(folder / "plan.json")
    return "plan.json"


def bomb() -> str:
    levels = (f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    return f"{TEMPLATE}a0: &a0 [x]\n{''.join(levels)}Resources: {{B: {{Type: 'AWS::S3::Bucket', X: *a11}}}}\n"


HOSTILE: dict[str, tuple[Callable[[Path], str], int, str]] = {
    "plan of 50 MB": (
        text("plan.json", f'{PLAN}"{"x" * 50_000_000}"}}'),
        2,
        "plan.json: larger than 40 MiB",
    ),
    "plan of millions of values": (
        text("plan.json", f"{PLAN}[{','.join(['{}'] * 1_600_000)}]}}"),
        2,
        "plan.json: more than 3,000,000 values",
    ),
    "deep plan": (
        text("plan.json", f"{PLAN}{'[' * DEEP * 10}{']' * DEEP * 10}}}"),
        2,
        "plan.json: nested too deep",
    ),
    "configuration of 2 MB": (
        text("main.tf", BUCKET * 40_000),
        3,
        "main.tf: more than 1 MiB of configuration",
    ),
    "deep expression": (
        text("main.tf", f"locals {{\n  a = {'(' * DEEP}1{')' * DEEP}\n}}\n"),
        3,
        "main.tf: nested",
    ),
    "broken configuration": (text("main.tf", BUCKET + "resource {{{\n"), 3, "main.tf:4: not HCL"),
    "aliases": (text("t.yaml", bomb()), 2, "t.yaml:2: YAML aliases are not allowed"),
    "deep template": (
        text("t.yaml", f"{TEMPLATE}a: 'A::B'\nb: {'[' * DEEP}{']' * DEEP}\n"),
        2,
        "t.yaml:3: ",
    ),
    "bytes as plan": (raw("plan.json"), 2, "plan.json: of no known kind"),
    "bytes as configuration": (raw("main.tf"), 3, "main.tf: not UTF-8"),
    "bytes as nginx.conf": (raw("nginx.conf"), 2, "nginx.conf: of no known kind"),
    "deep nginx.conf": (
        text("nginx.conf", f"http {{{'server {' * DEEP}"),
        3,
        "nginx.conf: blocks are nested too deep",
    ),
    "sudoers that is none": (text("sudoers", "a ALL=ALL\nb ALL=(\n"), 3, "sudoers:2: cvtsudoers says"),
    "pipe": (pipe, 2, "plan.json: neither a file nor a folder"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_ends_with_one_line_that_says_what_and_where(workspace: Workspace, name: str) -> None:
    make, code, said = HOSTILE[name]
    done = subprocess.run(
        [str(COMMAND), "gate", make(workspace.folder), "--format", "json"],
        cwd=workspace.folder,
        env=workspace.env,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    lines = [line for line in done.stderr.splitlines() if not line.endswith((": collecting", ": incomplete"))]
    assert (done.returncode, len(lines)) == (code, 1), done.stderr
    assert said in lines[0]


def with_locals(name: str, *lines: str) -> str:
    """A bucket with the name of a local value."""
    body = "".join(f"  {line}\n" for line in lines)
    return f'locals {{\n{body}}}\nresource "aws_s3_bucket" "b" {{\n  bucket = local.{name}\n}}\n'


def doubled() -> list[str]:
    return [f'a{i} = "${{local.a{i - 1}}}${{local.a{i - 1}}}${{local.a{i - 1}}}"' for i in range(1, 40)]


CIRCLES = {
    "modules": {
        "main.tf": f'module "a" {{\n  source = "./m"\n}}\n{BUCKET}',
        "m/main.tf": 'module "b" {\n  source = "../"\n}\n',
    },
    "values": {"main.tf": with_locals("a", "a = local.b", "b = local.a")},
    "doubling": {"main.tf": with_locals("a39", 'a0 = "x"', *doubled())},
    "references": {
        "t.json": json.dumps(
            {
                "Resources": {
                    "B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "C"}}},
                    "C": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "B"}}},
                },
            }
        )
    },
}


@pytest.mark.parametrize("name", CIRCLES)
def test_what_goes_round_in_circles_is_unknown(workspace: Workspace, name: str) -> None:
    for path, content in CIRCLES[name].items():
        (workspace.folder / path).parent.mkdir(exist_ok=True)
        (workspace.folder / path).write_text(content)
    run = workspace.run("gate", "t.json" if name == "references" else ".", "--format", "json")
    assert run.code == 1
    assert "s3.bucket" in {finding["subject"]["type"] for finding in run.report["findings"]}
    assert {gap["reason"] for gap in run.report["gaps"]} <= {
        "not_in_source",
        "unknown_until_apply",
        "malformed",
    }
