"""Complaints about YAML name the line and the way out."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.interfaces import ConfigurationError
from scanner.yaml_source import parse_yaml, read_yaml, schema_problems

SCHEMA = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "port": {"type": "integer"},
        "mode": {"enum": ["on", "off"]},
        "items": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "boolean"}}}},
    },
}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name: x\nprot: 3\n", "f.yaml:2: prot: unknown key; did you mean 'port'?"),
        ("name: x\nzzz: 3\n", "f.yaml:2: zzz: unknown key; allowed are items, mode, name, port"),
        ("port: 3\n", "f.yaml:1: the key 'name' is missing; add it"),
        ("name: 3\n", "f.yaml:1: name: must be text (quote it if it looks like a number)"),
        ("name: x\nport: '3'\n", "f.yaml:2: port: must be a whole number"),
        ("name: x\nmode: up\n", "f.yaml:2: mode: must be one of on, off"),
        ("name: x\nitems:\n  - a: true\n  - a: 3\n", "f.yaml:4: items[1].a: must be true or false"),
    ],
)
def test_schema_problems_point_at_the_line(text: str, problem: str) -> None:
    assert schema_problems(parse_yaml(text, "f.yaml"), SCHEMA) == [problem]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: [\n", "f.yaml:3: not valid YAML"),
        ("a: 1\na: 2\n", "f.yaml:2: the key 'a' is given twice"),
        ("? [1]\n: 2\n", "f.yaml:1: a key must be text"),
        ("a: !!python/object:os.system x\n", "not valid YAML"),
        ("a: 1\n---\nb: 2\n", "not valid YAML"),
    ],
)
def test_broken_yaml_is_refused(text: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_yaml(text, "f.yaml")
    assert message in str(caught.value)


def test_anchors_that_explode_are_refused_quickly() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(ConfigurationError, match="expands to more than"):
        parse_yaml("\n".join(levels), "f.yaml")


def test_a_date_stays_text() -> None:
    assert parse_yaml("on_day: 2026-11-01\n", "f.yaml").data == {"on_day": "2026-11-01"}


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read: No such file"):
        read_yaml(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"a: 1\nb: \xe9\n")
    with pytest.raises(ConfigurationError, match=r"latin\.yaml:2: not UTF-8"):
        read_yaml(tmp_path / "latin.yaml")


@given(st.text(max_size=200))
def test_any_text_is_parsed_or_refused_never_a_crash(text: str) -> None:
    try:
        source = parse_yaml(text, "f.yaml")
    except ConfigurationError:
        return
    schema_problems(source, SCHEMA)
