"""The Rego module of one rule about records, as it is put together."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scanner.model import Need
from scanner.policy_pack.records.conditions import Subject, Translator
from scanner.policy_pack.records.world import ROW_KEYS, Problem, World, kind_of

ALL_ROWS = "numbers"
"""The array of all row numbers."""
KEY = "row_key"
LINE = "row_line"
COMPLETENESS = "attestation.completeness"
_STATEMENT = frozenset({"register", "valid", "problem", "period_start", "period_end"})
_IMPORTS = (
    "condition",
    "when",
    "report",
    "each",
    "deadline",
    "recorded",
    "rate",
    "items",
    "approval",
    "exists",
)


@dataclass(slots=True)
class Writer:
    """Collects rules, and what they read, while an entry is rendered."""

    world: World
    type: str
    what: tuple[str, str]
    """What the control asks, in English and Chinese, for messages about the register as a whole."""
    facts: set[str] = field(default_factory=lambda: {KEY, LINE})
    joined: dict[str, set[str]] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    parameters: set[str] = field(default_factory=set)

    # --- what is read -----------------------------------------------------------------------------

    def column(self, name: str) -> str:
        """A column of the judged register, as an array. Raises Problem when there is none."""
        self.world.column(self.type, name)
        self.facts.add(name)
        return f"input.facts.{name}"

    def field(self, name: str) -> str:
        """A column in row `i` of the judged register."""
        return f"{self.column(name)}[i]"

    def foreign(self, type_: str, name: str) -> str:
        """A column of `row`, which is of another type."""
        self.world.column(type_, name)
        facts = self.joined.setdefault(type_, set())
        if self.world.is_record(type_) or name not in ROW_KEYS:
            facts.add(name)
        return f"row.{name}"

    def time_column(self, name: str) -> str:
        """A column of days or instants, as an array."""
        if kind_of(self.world.column(self.type, name)) != "time":
            raise Problem(f"'{name}' is no date or time")
        return self.column(name)

    def is_day(self, name: str) -> bool:
        """Whether a column holds days, not instants."""
        return self.world.column(self.type, name).get("format") == "date"

    def is_list(self, name: str) -> bool:
        """Whether each row has a list in a column."""
        return kind_of(self.world.column(self.type, name)) == "list"

    def parameter(self, name: str) -> str:
        """A parameter."""
        self.world.parameter(name)
        self.parameters.add(name)
        return f"data.parameters.{name}"

    def length(self, name: str) -> tuple[str, str]:
        """A parameter that is a length of time: its reference and its unit, quoted."""
        return self.parameter(name), json.dumps(self.world.unit(name))

    def bound(self, given: Any) -> str:
        """A number or `{parameter: name}`."""
        return self.parameter(given["parameter"]) if isinstance(given, Mapping) else json.dumps(given)

    @property
    def own(self) -> Subject:
        """Row `i` of the judged register."""
        return Subject(self.type, self.field)

    def other(self, type_: str) -> Subject:
        """A `row` of another type."""
        return Subject(type_, lambda name: self.foreign(type_, name))

    def statements(self, given: Mapping[str, Any], subject: Subject | None = None) -> list[str]:
        """Conditions as statements."""
        lines = Translator(self.world, self.own).statements(given, subject or self.own)
        self.parameters.update(_parameters(given))
        return lines

    # --- what is written --------------------------------------------------------------------------

    def add(self, text: str) -> None:
        """A rule."""
        self.parts.append(text)

    def rows(self, name: str, source: str, lines: list[str]) -> str:
        """A rule for those rows of another array of row numbers of which all statements hold."""
        if not lines:
            self.add(f"{name} := {source}")
        else:
            self.add(f"{name} := [i |\n{block(_each_row(source, lines))}]")
        return name

    def row_set(self, name: str, source: str, lines: list[str]) -> str:
        """A rule for the same rows as a set, to ask whether one is among them."""
        self.add(f"{name} := {{i |\n{block(_each_row(source, lines))}}}")
        return name

    def pairs(self, name: str, source: str, lines: list[str]) -> str:
        """A rule for those rows, each with a `value` that the statements name."""
        self.add(f"{name} := {{[i, value] |\n{block(_each_row(source, lines))}}}")
        return name

    def each_value(self, name: str) -> str:
        """A statement that names a `value` that row `i` has in a column."""
        return f"{'some value in' if self.is_list(name) else 'value :='} {self.field(name)}"

    def others(self, name: str, source: str, lines: list[str]) -> str:
        """A rule for those rows of another array of row numbers of which not all statements hold."""
        if len(lines) == 1 and not lines[0].startswith("not "):
            return self.rows(name, source, [f"not {lines[0]}"])
        among = self.row_set(f"{name}_not", source, lines)
        return self.rows(name, source, [f"not i in {among}"])

    def text(self, index: int) -> str:
        """What the control asks, quoted: 0 English, 1 Chinese."""
        return json.dumps(self.what[index], ensure_ascii=False)

    def source(self, package: str, title: str) -> str:
        """The whole module."""
        lines = [f"package {package}", "", *(f"import data.lib.records.{name}" for name in _IMPORTS)]
        lines += ["import data.lib.records.statement", "", f"# {title}", "clock := when.clock(data.run)"]
        table = f'table := {{"key": input.facts.{KEY}}}'
        rules, names = _named("\n\n".join([table, *self.parts]))
        return "\n\n".join(["\n".join(lines), rules, *names]) + "\n"

    def needs(self) -> dict[str, Need]:
        """The joined types; statements count where there are any."""
        found = {type_: self._need(type_, facts) for type_, facts in self.joined.items()}
        if COMPLETENESS in self.world.schemas:
            found[COMPLETENESS] = Need(_STATEMENT, optional=True)
        return found

    def _need(self, type_: str, facts: set[str]) -> Need:
        return Need(frozenset(facts | ({KEY} if self.world.is_record(type_) else set())))


_SHARED = re.compile(r'\bdata\.(?:(?:run|parameters)(?:\.\w+)+|inventory\["[\w.]+"\])')


def _named(text: str) -> tuple[str, list[str]]:
    """The rules with names for what they read of all data, and rules that give those names.

    A reference that starts at `data` costs a walk over all packages, every time and so for every row.
    """
    paths = sorted(set(_SHARED.findall(text)))
    names = {path: re.sub(r"\W+", "_", path.removeprefix("data.")).strip("_") for path in paths}
    return _SHARED.sub(lambda found: names[found[0]], text), [f"{names[path]} := {path}" for path in paths]


_READ = re.compile(r"\b(?:input\.facts|data\.run|data\.parameters)\.\w+")
_CELL = re.compile(r"\binput\.facts\.\w+\[i\]")
_ROW = re.compile(r"\b(?:i|row)\b")


def _each_row(source: str, lines: list[str]) -> list[str]:
    """Statements about each row `i` of a source, with what is the same for many rows before them.

    A reference costs as much as a comparison, so what is read has names; a function costs five times as much,
    so what it says of the values of a column is worked out once for each value.
    """
    sets: list[str] = []
    lines = [_looked_up(line, source, sets) for line in lines]
    start = f"some i in {source}"
    cells = {cell for line in lines for cell in _CELL.findall(line)}
    if source == ALL_ROWS and len(cells) == 1:
        start = f"some i, cell in {cells.pop().removesuffix('[i]')}"
        lines = [_CELL.sub("cell", line) for line in lines]
    paths = sorted({path for line in (*sets, start, *lines) for path in _READ.findall(line)})
    names = {path: path.replace("input.facts", "column").replace(".", "_") for path in paths}
    named = [_READ.sub(lambda found: names[found[0]], line) for line in (*sets, start, *lines)]
    return [*(f"{name} := {path}" for path, name in names.items()), *named]


def _looked_up(line: str, source: str, sets: list[str]) -> str:
    """A statement that calls a function for one cell as one that looks it up in a set, which is added."""
    cells = set(_CELL.findall(line))
    said = line.removeprefix("not ")
    general = _CELL.sub("value", said)
    if "condition." not in line or len(cells) != 1 or _ROW.search(general):
        return line
    name, cell = f"fitting_{len(sets) + 1}", cells.pop()
    sets.append(f"{name} := {{value | some value in {{{cell} | some i in {source}}}; {general}}}")
    return f"{line[: -len(said)]}{cell} in {name}"


def block(lines: list[str]) -> str:
    """Statements between braces."""
    return "".join(f"\t{line}\n" for line in lines)


def _parameters(given: Any) -> set[str]:
    """Names of the parameters that conditions mention."""
    if isinstance(given, Mapping):
        named = {given["parameter"]} if isinstance(given.get("parameter"), str) else set()
        lengths = {given["within_last"]} if isinstance(given.get("within_last"), str) else set()
        return named.union(lengths, *(_parameters(value) for value in given.values()))
    return set().union(*map(_parameters, given)) if isinstance(given, list) else set()
