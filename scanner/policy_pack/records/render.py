"""One entry of `verify` as a check: its Rego module, and what it reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scanner import interfaces
from scanner.model import Check, Control, EntryPoint, Reads, Severity
from scanner.policy_pack.records.shapes import SHAPES, date_of
from scanner.policy_pack.records.world import Problem, World
from scanner.policy_pack.records.writer import ALL_ROWS, COMPLETENESS, LINE, Writer


@dataclass(frozen=True, slots=True)
class Rendered:
    """A check and the module that it is evaluated with."""

    check: Check
    module: interfaces.Module


def rendered(control: Control, name: str, entry: Mapping[str, Any], world: World, file: str) -> Rendered:
    """Render an entry; `name` tells it from the control's others. Raises Problem."""
    type_ = f"register.{entry['register']}"
    if not world.is_record(type_):
        raise Problem(f"there is no record type '{entry['register']}'; see policies/schemas/register.*.json")
    writer = Writer(world, type_, (control.title, control.title_zh))
    _rows(entry, writer)
    nonempty = SHAPES[entry["rule"]](entry, writer)
    if nonempty:
        _unproven(entry["register"], nonempty, writer)
    package = f"controls.{control.id.replace('-', '_')}.{name.replace('-', '_')}"
    source = writer.source(
        package if not name.isdigit() else f"{package[: -len(name)]}rule_{name}", control.title
    )
    package = source.split("\n", 1)[0].removeprefix("package ")
    check = _check(control, f"{control.id}.{name}", package, entry, writer, file)
    return Rendered(check, interfaces.Module(f"{file}#{check.id}", package, source))


# --- which rows -------------------------------------------------------------------------------------


def _rows(entry: Mapping[str, Any], writer: Writer) -> None:
    """The rows in scope, and those of them that the rule is about."""
    writer.rows("in_scope", ALL_ROWS, _scope(entry, writer))
    writer.add(f"{ALL_ROWS} := [i | some i, _ in input.facts.{LINE}]")
    lines = writer.statements(entry.get("where", {}))
    if "unless" in entry:
        writer.rows("chosen", "in_scope", lines)
        writer.others("rows", "chosen", writer.statements(entry["unless"]))
    else:
        writer.rows("rows", "in_scope", lines)


def _scope(entry: Mapping[str, Any], writer: Writer) -> list[str]:
    given = entry.get("rows", _default(entry, writer))
    if given == "all":
        return []
    if given == "open":
        return _open(entry, writer)
    date = date_of(entry, writer)
    writer.time_column(date)
    test = {"in_period": True} if given == "period" else {"within_last": given["last"]}
    return writer.statements({date: test})


def _default(entry: Mapping[str, Any], writer: Writer) -> str:
    """Deadlines concern what was open at some time of the period, most shapes what happened in it."""
    if entry["rule"] == "deadline":
        return "open"
    if entry["rule"] in ("recorded", "exists", "document"):
        return "all"
    return "period" if entry.get("date") or writer.world.date_of(writer.type) else "all"


def _open(entry: Mapping[str, Any], writer: Writer) -> list[str]:
    """Begun before the end of the period (or nobody knows when), and not done before its start."""
    begun = entry.get("from") or entry.get("date") or writer.world.date_of(writer.type)
    if "to" not in entry or begun is None:
        raise Problem("'rows: open' needs 'to', and 'from' or 'date'")
    # In the terms of the column, so that texts compare as times do; null comes before every text.
    last, sign = ("period_last", "<=") if writer.is_day(begun) else ("period_end", "<")
    first = "period_first" if writer.is_day(entry["to"]) else "period_start"
    writer.row_set("done_before", ALL_ROWS, writer.statements({entry["to"]: {"below": {"run": first}}}))
    return [f"{writer.time_column(begun)}[i] {sign} data.run.{last}", "not i in done_before"]


def _unproven(register: str, rows: str, writer: Writer) -> None:
    """Without rows to judge, only a statement tells that there were none."""
    statements = f'data.inventory["{COMPLETENESS}"].all' if COMPLETENESS in writer.world.schemas else "[]"
    call = f'statement.unproven({rows}, {statements}, "{register}", data.run)'
    writer.add(f"unknown contains item if some item in {call}")


# --- the check --------------------------------------------------------------------------------------


def _check(
    control: Control, id_: str, package: str, entry: Mapping[str, Any], writer: Writer, file: str
) -> Check:
    facts, needs = frozenset(writer.facts), writer.needs()
    judging = Reads(facts, frozenset(), frozenset(writer.joined), frozenset(writer.parameters))
    asking = Reads(
        facts,
        frozenset(),
        frozenset({*writer.joined} | needs.keys() - writer.joined.keys()),
        judging.parameters,
    )
    unproven = any(part.startswith("unknown ") for part in writer.parts)
    if not unproven:
        needs = {type_: need for type_, need in needs.items() if type_ in writer.joined}
    return Check(
        id=id_,
        package=package,
        file=file,
        resource=writer.type,
        severity=Severity(entry.get("severity", control.severity)),
        controls=(control.id,),
        title=control.title,
        description=control.requirement,
        remediation=_remediation(entry, writer),
        references=(),
        reads=asking if unproven else judging,
        deny=EntryPoint(f"{package}.deny", judging),
        unknown=EntryPoint(f"{package}.unknown", asking) if unproven else None,
        needs=needs,
        zh={
            "title": control.title_zh,
            "description": control.requirement_zh,
            "message": "{text}",
            "remediation": f"完成该控制要求的工作，再如实登记于 {_file(writer)}；补全其中缺失的记录。",
        },
        dated=True,
    )


def _remediation(entry: Mapping[str, Any], writer: Writer) -> str:
    given: str | None = entry.get("remediation")
    return (
        given
        or f"Do what the control asks, then record it in {_file(writer)}; complete what is missing there."
    )


def _file(writer: Writer) -> str:
    name: str = writer.world.schemas[writer.type]["x-row"]["x-file"]
    return name
