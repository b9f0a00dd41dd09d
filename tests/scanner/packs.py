"""Small policy packs for tests, written into a folder."""

import json
from pathlib import Path
from textwrap import dedent

SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "mode": {"type": "string"},
        "size": {"type": "integer"},
        "tags": {"type": "object", "additionalProperties": {"type": "string"}},
        "grants": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["who", "right"],
                "properties": {"who": {"type": "string"}, "right": {"type": "string"}},
            },
        },
        "limits": {
            "type": "object",
            "additionalProperties": False,
            "required": ["soft", "hard"],
            "properties": {"soft": {"type": "integer"}, "hard": {"type": "integer"}},
        },
    },
}

METADATA = """\
# METADATA
# title: The thing is as it should be
# description: Someone could do harm when the thing is not as it should be.
# related_resources:
#   - ref: https://example.org/thing
# custom:
#   id: {id}
#   resource: {resource}
#   severity: {severity}
#   remediation: Make it as it should be.
"""


def write_check(
    folder: Path,
    package: str,
    body: str,
    *,
    id_: str | None = None,
    resource: str = "box.thing",
    severity: str = "high",
    extra: str = "",
    tests: str = "test_pass_x if true\n\ntest_fail_x if true\n",
) -> Path:
    """Write `<domain>/<name>/<name>.rego` and its test; `extra` is added to the METADATA block."""
    domain, name = package.split(".")
    where = folder / domain / name
    where.mkdir(parents=True, exist_ok=True)
    id_ = id_ or name.replace("_", "-")
    metadata = METADATA.format(id=id_, resource=resource, severity=severity) + extra
    path = where / f"{name}.rego"
    path.write_text(f"{metadata}package {package}\n\n{dedent(body)}", "utf-8")
    (where / f"{name}_test.rego").write_text(f"package {package}_test\n\n{tests}", "utf-8")
    return path


def write_library(folder: Path, name: str, body: str) -> None:
    """Write `lib/<name>/<name>.rego` and a test."""
    where = folder / "lib" / name
    where.mkdir(parents=True)
    (where / f"{name}.rego").write_text(f"package lib.{name}\n\n{dedent(body)}", "utf-8")
    (where / f"{name}_test.rego").write_text(f"package lib.{name}_test\n\ntest_x if true\n", "utf-8")


def write_schemas(folder: Path) -> None:
    """Write the schema of `box.thing`, and of `roster.person` for joins."""
    (folder / "schemas").mkdir(parents=True)
    (folder / "schemas" / "box.thing.json").write_text(json.dumps(SCHEMA))
    person = {"type": "object", "properties": {"who": {"type": "string"}, "left": {"type": "string"}}}
    (folder / "schemas" / "roster.person.json").write_text(json.dumps(person))
