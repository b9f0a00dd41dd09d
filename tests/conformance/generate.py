"""Resources that the schemas allow, biased to the values that a check and its tests mention."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scanner.model import ROW_KEY, ROW_LINE, Check, Gap, GapReason, Resource
from scanner.policy_pack import Pack

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`([^`]*)`')
NUMBER = re.compile(r"(?<![\w.\"])\d+(?:\.\d+)?(?![\w.\"])")
DAYS = ("2025-12-31", "2026-01-01", "2026-09-30", "2026-10-01", "2026-11-02", "2026-11-22", "2027-01-01")
INSTANTS = tuple(f"{day}T{hour}:00:00Z" for day in DAYS for hour in ("00", "10", "11"))
PLAIN = ("", "root", "客户", 'a "quoted" \\ word', "2026-11-22", "2026-02-31", "0640", "*", "::/0", "Å-ß")


@dataclass(frozen=True, slots=True)
class Bias:
    """Texts and numbers worth trying."""

    words: Sequence[str]
    numbers: Sequence[float]


def bias_of(pack: Pack, check: Check) -> Bias:
    """What the check, its tests and the thresholds mention."""
    name = check.file.removesuffix(".rego")
    sources = [module.source for module in (*pack.modules, *pack.tests) if module.name.startswith(name)]
    code = "\n".join(line for source in sources for line in source.splitlines() if not line.startswith("#"))
    words = [plain or raw for plain, raw in STRING.findall(code)]
    numbers = [float(number) if "." in number else int(number) for number in NUMBER.findall(code)]
    for value in _leaves([pack.parameters[name] for name in sorted(check.reads.parameters)]):
        (words if isinstance(value, str) else numbers).append(value)
    near = {value + step for value in numbers for step in (-1, 0, 1)} | {0, 1}
    return Bias(sorted({*words, *PLAIN}), sorted(near))


def resources(pack: Pack, each: int, seed: int, missing: float = 0) -> Iterator[Resource]:
    """Some resources for each check; `missing` is the share of facts and labels that are not there."""
    for check in pack.checks.values():
        maker = _Maker(random.Random(f"{seed} {check.id}"), bias_of(pack, check), missing)
        for number in range(each):
            yield maker.resource(check, pack.schemas[check.resource], f"{check.id}-{number}")


def gaps(found: Sequence[Resource], pack: Pack) -> Iterator[Gap]:
    """A gap for every other fact that is missing."""
    for number, resource in enumerate(found):
        for fact in sorted(pack.schemas[resource.type]["properties"].keys() - resource.facts.keys()):
            if number % 2:
                yield Gap(
                    resource.target, resource.type, GapReason.DENIED, "no", resource=resource.id, fact=fact
                )


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from _leaves([*value.keys(), *value.values()])
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield value


@dataclass(frozen=True, slots=True)
class _Maker:
    random: random.Random
    bias: Bias
    missing: float

    def resource(self, check: Check, schema: Mapping[str, Any], name: str) -> Resource:
        made = self._table(schema) if ROW_KEY in schema["properties"] else self._facts(schema)
        facts = {
            fact: value
            for fact, value in made.items()
            if self.random.random() >= self.missing or fact in (ROW_KEY, ROW_LINE)
        }
        labels = {
            label: self._word()
            for label in sorted(check.reads.labels)
            if self.random.random() >= self.missing
        }
        return Resource(
            f"gen:{name}", check.resource, self._word(), "target", facts, NOW, labels, self._dataset()
        )

    def _facts(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        return {fact: self._value(of) for fact, of in schema["properties"].items()}

    def _table(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Columns of one length."""
        rows = range(self.random.choice([0, 1, 1, 2, 3]))
        made = {
            column: [self._value(of["items"]) for _ in rows] for column, of in schema["properties"].items()
        }
        return made | {ROW_KEY: [f"row-{row}" for row in rows], ROW_LINE: [row + 2 for row in rows]}

    def _dataset(self) -> dict[str, Any] | None:
        if self.random.random() < 0.25:
            return None
        classification = self.random.choice(["general", "sensitive", "highly_sensitive"])
        days = abs(int(self.random.choice(self.bias.numbers)))
        return {"ids": ["crm"], "classification": classification, "retention_days": days, "owner": "sales"}

    def _value(self, schema: Mapping[str, Any]) -> Any:
        kinds = schema.get("type", "string")
        kind = self.random.choice(kinds) if isinstance(kinds, list) else kinds
        if "enum" in schema and kind != "null":
            return self.random.choice(schema["enum"])
        return getattr(self, f"_{kind}")(schema)

    def _word(self) -> str:
        return self.random.choice(self.bias.words)

    def _string(self, schema: Mapping[str, Any]) -> str:
        times = {"date": DAYS, "date-time": INSTANTS}.get(schema.get("format", ""))
        return self.random.choice(times) if times else self._word()

    def _integer(self, _: Mapping[str, Any]) -> int:
        return int(self.random.choice(self.bias.numbers))

    def _number(self, _: Mapping[str, Any]) -> float:
        return self.random.choice(self.bias.numbers)

    def _boolean(self, _: Mapping[str, Any]) -> bool:
        return self.random.random() < 0.5

    def _null(self, _: Mapping[str, Any]) -> None:
        return None

    def _array(self, schema: Mapping[str, Any]) -> list[Any]:
        return [self._value(schema["items"]) for _ in range(self.random.choice([0, 1, 1, 2, 3]))]

    def _object(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        fixed = {key: self._value(of) for key, of in schema.get("properties", {}).items()}
        free = schema.get("additionalProperties")
        if not isinstance(free, Mapping):
            return fixed
        return fixed | {self._word(): self._value(free) for _ in range(self.random.choice([0, 1, 2]))}
