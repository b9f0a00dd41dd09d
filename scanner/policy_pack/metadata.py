"""The METADATA block above a package: what a check says of itself."""

from dataclasses import dataclass
from typing import Any

from scanner.interfaces import ConfigurationError
from scanner.model import Need
from scanner.schemas import load_schema
from scanner.yaml_source import YamlSource, parse_yaml, schema_problems


@dataclass(frozen=True, slots=True)
class Metadata:
    """A valid METADATA block; `source` knows the line of each key."""

    source: YamlSource

    @property
    def custom(self) -> dict[str, Any]:
        """The `custom` section: id, resource, severity, controls, remediation, needs, zh."""
        section: dict[str, Any] = self.source.data["custom"]
        return section

    @property
    def needs(self) -> dict[str, Need]:
        """The joined types: a list of facts, or `{facts: [...], within: target}`."""
        found = {}
        for type_, value in self.custom.get("needs", {}).items():
            within = isinstance(value, dict)
            found[type_] = Need(frozenset(value["facts"] if within else value), within_target=within)
        return found


def read_metadata(name: str, text: str) -> Metadata:
    """Parse and validate the block directly above `package`. Raises ConfigurationError."""
    start, block = _block(name, text.splitlines())
    source = parse_yaml("\n".join(block), name, first_line=start)
    problems = schema_problems(source, load_schema("check"))
    if problems:
        raise ConfigurationError(*problems)
    return Metadata(source)


def _block(name: str, lines: list[str]) -> tuple[int, list[str]]:
    package = next((number for number, line in enumerate(lines) if line.startswith("package ")), len(lines))
    first = package
    while first > 0 and lines[first - 1].startswith("#"):
        first -= 1
    if first == package or lines[first].strip() != "# METADATA":
        text = "a check needs a '# METADATA' comment block directly above its package"
        raise ConfigurationError(f"{name}:{package + 1}: {text}")
    body = [line[2:] if line.startswith("# ") else line[1:] for line in lines[first + 1 : package]]
    return first + 2, body
