"""Conditions on the columns of a row, as Rego statements and as text for readers."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scanner.policy_pack.records.world import Problem, Property, World, kind_of

MOMENTS = ("now", "today", "period", "period_start", "period_end", "period_first", "period_last")
"""What an operand `{run: …}` can name."""
_MOMENT_FORMATS = {
    "today": "date",
    "period_first": "date",
    "period_last": "date",
    "period_start": "date-time",
    "period_end": "date-time",
}
LIST_OPERANDS = ("one_of", "none_of", "contains_all", "only")
_NEEDS_KIND = {
    "above": ("number", "time"),
    "at_least": ("number", "time"),
    "below": ("number", "time"),
    "at_most": ("number", "time"),
    "contains": ("list", "text"),
    "contains_all": ("list", "text"),
    "within_last": ("time",),
    "in_period": ("time",),
}
_WORDS = {
    "equals": ("must be {}", "应为 {}"),
    "not": ("must not be {}", "不得为 {}"),
    "one_of": ("must be one of {}", "应为以下之一：{}"),
    "none_of": ("must be none of {}", "不得为以下之一：{}"),
    "above": ("must be above {}", "应大于（晚于）{}"),
    "at_least": ("must be at least {}", "不得小于（早于）{}"),
    "below": ("must be below {}", "应小于（早于）{}"),
    "at_most": ("must be at most {}", "不得大于（晚于）{}"),
    "contains": ("must contain {}", "应含 {}"),
    "contains_all": ("must contain all of {}", "应全部包含：{}"),
    "only": ("must be filled in with nothing but {}", "应填写且仅限：{}"),
}
_MOMENT_WORDS = {
    "now": ("now", "现在"),
    "today": ("today", "今天"),
    "period": ("the period", "本期"),
    "period_start": ("the start of the period", "本期开始"),
    "period_end": ("the end of the period", "本期结束"),
    "period_first": ("the first day of the period", "本期首日"),
    "period_last": ("the last day of the period", "本期末日"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one column; `operand` is as the entry has it."""

    column: str
    op: str
    operand: Any

    def said(self, world: World) -> tuple[str, str]:
        """What it demands, in English and Chinese: Rego, for what a parameter says is known in a run only."""
        name = self.column
        if self.op == "is":
            filled = self.operand == "present"
            en, zh = ("must be filled in", "应填写") if filled else ("must be empty", "应为空")
            return quoted(f"{name} {en}"), quoted(f"{name} {zh}")
        if self.op == "in_period":
            return quoted(f"{name} must lie in the period"), quoted(f"{name} 应在本期内")
        if self.op == "within_last":
            length = f"data.parameters.{self.operand}"
            unit = world.unit(self.operand)
            en = f'sprintf("{name} must lie within the last %v {unit}", [{length}])'
            return en, f'sprintf("{name} 应在最近 %v %s之内", [{length}, when.units.{unit}])'
        en, zh = _WORDS[self.op]
        if isinstance(self.operand, Mapping) and "parameter" in self.operand:
            value = _listed(self.operand["parameter"], world)
            return _formatted(name, en, value), _formatted(name, zh, value)
        en, zh = en.format(_shown(self.operand, 0)), zh.format(_shown(self.operand, 1))
        return quoted(f"{name} {en}"), quoted(f"{name} {zh}")


def _listed(parameter: str, world: World) -> str:
    """The value of a parameter for a message."""
    value = f"data.parameters.{parameter}"
    return f'concat(", ", {value})' if isinstance(world.parameter(parameter)["value"], list) else value


def _formatted(name: str, words: str, value: str) -> str:
    text = f"{name} {words.format('%v')}"
    return f"sprintf({quoted(text)}, [{value}])"


def quoted(text: str) -> str:
    """A text as Rego."""
    return json.dumps(text, ensure_ascii=False)


def _shown(operand: Any, language: int) -> str:
    if isinstance(operand, Mapping):
        kind, name = next(iter(operand.items()))
        return _MOMENT_WORDS[name][language] if kind == "run" else str(name)
    if isinstance(operand, list):
        return ", ".join(_shown(item, language) for item in operand)
    return ("empty", "空")[language] if operand is None else str(operand)


def conditions(given: Mapping[str, Any]) -> Iterator[Condition]:
    """The conditions of `where`, `unless` or `expect`; all of them must hold."""
    for column, test in given.items():
        if isinstance(test, Mapping):
            for op, operand in test.items():
                yield Condition(column, op, operand)
        else:
            yield Condition(column, "one_of" if isinstance(test, list) else "equals", test)


@dataclass(frozen=True, slots=True)
class Subject:
    """A row that conditions are about: its type, and how Rego names a column of it."""

    type: str
    name: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Translator:
    """Makes Rego of conditions. `this` is the judged row, when another one is the subject."""

    world: World
    this: Subject

    def statements(self, given: Mapping[str, Any], subject: Subject) -> list[str]:
        """One or more statements per condition, in the order given. Raises Problem."""
        return [line for one in conditions(given) for line in self.statement(one, subject)]

    def statement(self, condition: Condition, subject: Subject) -> list[str]:
        """The statements of one condition."""
        column = self.world.column(subject.type, condition.column)
        kind, op = kind_of(column), condition.op
        if kind == "dropped" and op != "is":
            raise Problem(
                f"'{condition.column}' never leaves the file; ask only for 'is: present' or 'is: absent'"
            )
        if kind == "list" and op in ("equals", "not", "one_of", "none_of"):
            raise Problem(f"'{condition.column}' holds a list; ask with contains, contains_all or only")
        wanted = _NEEDS_KIND.get(op)
        if wanted and kind not in wanted:
            raise Problem(f"'{op}' does not fit the column '{condition.column}'")
        value = subject.name(condition.column)
        if op == "is":
            return [_filled(kind, value, present=condition.operand == "present")]
        if op == "in_period":
            return _in_period(value, column, inside=condition.operand)
        if op == "within_last":
            return [f"condition.time_within({value}, {self._length(condition.operand)}, clock)"]
        operand = self._operand(condition, column, subject)
        if kind == "time" and self._alike(condition, column, subject):
            # Written alike, so that texts compare as times do; null comes before every text.
            left, right = (operand, value) if op in ("below", "at_most") else (value, operand)
            sign = ">" if op in ("above", "below") else ">="
            return [f"{left} {sign} {right}", f"{right} != null"]
        return [_compared(op, kind, value, operand)]

    def _alike(self, condition: Condition, column: Property, subject: Subject) -> bool:
        """Whether both sides of a comparison are days, or both are instants to the second in UTC."""
        given = condition.operand
        if condition.op not in ("above", "at_least", "below", "at_most") or not isinstance(given, Mapping):
            return False
        kind, name = next(iter(given.items()))
        if kind == "run":
            return bool(column["format"] == _MOMENT_FORMATS.get(name))
        if kind not in ("column", "this"):
            return False
        other = self.world.column((self.this if kind == "this" else subject).type, name)
        return bool(other.get("format") == column["format"])

    def _length(self, name: str) -> str:
        return f'data.parameters.{name}, "{self.world.unit(name)}"'

    def _operand(self, condition: Condition, column: Property, subject: Subject) -> str:
        given = condition.operand
        if isinstance(given, Mapping):
            return self._reference(given, subject)
        if condition.op in LIST_OPERANDS and not isinstance(given, list):
            raise Problem(f"'{condition.op}' of '{condition.column}' takes a list or a parameter")
        for item in given if isinstance(given, list) else [given]:
            _known_value(condition.column, column, item)
        # One item per line: the engines refuse very long lines.
        return json.dumps(given, ensure_ascii=False, indent=0 if isinstance(given, list) else None)

    def _reference(self, given: Mapping[str, Any], subject: Subject) -> str:
        kind, name = next(iter(given.items()))
        if kind == "parameter":
            self.world.parameter(name)
            return f"data.parameters.{name}"
        if kind == "run":
            return f"data.run.{name}"
        if kind == "previous":
            return f"data.run.previous.{name}"
        row = self.this if kind == "this" else subject
        self.world.column(row.type, name)
        return row.name(name)


def _known_value(name: str, column: Property, value: Any) -> None:
    """A misspelt value would select nothing, which would look like nothing wrong."""
    allowed = column.get("enum") or column.get("items", {}).get("enum")
    if allowed and value not in allowed:
        raise Problem(
            f"'{value}' is no value of the column '{name}'; there are {', '.join(map(str, allowed))}"
        )
    types = column.get("type", ())
    if value is None and types != "null" and "null" not in types:
        raise Problem(f"the column '{name}' is never empty")


def _filled(kind: str, value: str, *, present: bool) -> str:
    """Lists are never null, and what is dropped is true where it was filled in."""
    if kind == "list":
        return f"count({value}) > 0" if present else f"count({value}) == 0"
    return f"{value} != null" if present else f"{value} == null"


def _in_period(value: str, column: Property, *, inside: bool) -> list[str]:
    if not inside:
        raise Problem("'in_period' takes true")
    if column.get("format") == "date":
        return [f"{value} >= data.run.period_first", f"{value} <= data.run.period_last"]
    return [f"{value} >= data.run.period_start", f"{value} < data.run.period_end"]


def _compared(op: str, kind: str, value: str, operand: str) -> str:
    clock = ", clock" if kind == "time" else ""
    match op:
        case "equals":
            return f"{value} == {operand}"
        case "not":
            return f"{value} != {operand}"
        case "one_of":
            return f"{value} in {operand}"
        case "none_of":
            return f"not {value} in {operand}"
        case "above" | "at_least":
            return f"condition.{kind}_{op}({value}, {operand}{clock})"
        case "below" | "at_most":
            # The same comparison the other way round.
            mirrored = {"below": "above", "at_most": "at_least"}[op]
            return f"condition.{kind}_{mirrored}({operand}, {value}{clock})"
        case "contains":
            return f"{operand} in condition.values({value})"
        case "contains_all" | "only":
            return f"condition.{op}({value}, {operand})"
        case _:
            raise Problem(f"there is no comparison '{op}'")
