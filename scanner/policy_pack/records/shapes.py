"""The shapes of rules: what each makes of its entry. The judging itself is Rego, in policies/lib/records/."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from scanner.policy_pack.records.conditions import conditions, quoted
from scanner.policy_pack.records.sources import rows_of, type_of, values_of
from scanner.policy_pack.records.world import ROW_KEYS, Problem
from scanner.policy_pack.records.writer import Writer, block

Entry = Mapping[str, Any]
Shape = Callable[[Entry, Writer], str]
"""Renders an entry; names the rows that may be none only with a statement, "" when it does not matter."""


def _deny(call: str) -> str:
    return f"deny contains finding if some finding in {call}"


def _object(**fields: str) -> str:
    """A Rego object with values that are Rego already."""
    # One per line: the engines refuse very long lines.
    return "{\n" + "".join(f'"{name}": {value},\n' for name, value in fields.items()) + "}"


def _array(items: list[str]) -> str:
    return "[" + ",\n".join(items) + "]"


def _what(writer: Writer) -> dict[str, str]:
    return {"what": quoted(writer.what[0]), "what_zh": quoted(writer.what[1])}


def _expectations(given: Mapping[str, Any], writer: Writer) -> str:
    """Rules for the rows that break each expectation; the answer is an array of them."""
    items = []
    for number, one in enumerate(conditions(given), 1):
        lines = writer.statements({one.column: {one.op: one.operand}})
        broken = writer.others(f"broken_{number}", "rows", lines)
        en, zh = one.said(writer.world)
        name = one.column if one.op == "is" else f"{one.column} {one.op}"
        items.append(_object(broken=broken, name=quoted(name), en=en, zh=zh))
    return _array(items)


def _demands(entry: Entry) -> dict[str, Any]:
    """What `present` and `expect` ask of a row."""
    given: dict[str, Any] = {name: {"is": "present"} for name in entry.get("present", ())}
    for column, test in entry.get("expect", {}).items():
        if column in given:
            raise Problem(
                f"'{column}' is under 'present' and 'expect'; what is expected must be filled in anyway"
            )
        given[column] = test
    return given


def each(entry: Entry, writer: Writer) -> str:
    """Each row fulfils expectations."""
    given = _demands(entry)
    if not given:
        raise Problem("'each' needs 'present' or 'expect'")
    writer.add(_deny(f"each.findings(table, {_expectations(given, writer)})"))
    return "in_scope"


def none(_: Entry, writer: Writer) -> str:
    """No row is as described."""
    said = _object(
        broken="rows", name='""', en=quoted("there must be no such record"), zh=quoted("不应有此类记录")
    )
    writer.add(_deny(f"each.findings(table, [{said}])"))
    return "in_scope"


def deadline(entry: Entry, writer: Writer) -> str:
    """Something is done in time."""
    to = {"to": writer.time_column(entry["to"]), "to_name": quoted(entry["to"])}
    if "due" in entry:
        due = {"due": writer.time_column(entry["due"]), "due_name": quoted(entry["due"])}
        rule = _object(rows="rows", name=quoted(entry["to"]), **to, **due)
        writer.add(_deny(f"deadline.overdue(table, {rule}, clock)"))
        return "in_scope"
    if "from" not in entry or "within" not in entry:
        raise Problem("'deadline' needs 'from' and 'within', or 'due'")
    start = {"from": writer.time_column(entry["from"]), "from_name": quoted(entry["from"])}
    grades = entry.get("severity_by")
    severities = {
        "grades": writer.column(grades["column"]) if grades else "[]",
        "severities": json.dumps(grades["values"] if grades else {}),
    }
    rule = _object(
        rows="rows",
        name=quoted(entry["to"]),
        exact=json.dumps(not writer.is_day(entry["from"]) and not writer.is_day(entry["to"])),
        **to,
        **start,
        **_limits(entry["within"], writer),
        **severities,
    )
    writer.add(_deny(f"deadline.findings(table, {rule}, clock)"))
    return "in_scope"


def _limits(within: str | Mapping[str, Any], writer: Writer) -> dict[str, str]:
    """One limit for all rows, or one per value of a column, all in one unit."""
    if isinstance(within, str):
        number, unit = writer.length(within)
        return {"limits": f'{{"": {number}}}', "unit": unit, "kinds": "[]"}
    column, values = within["column"], within["values"]
    known = [value for value in writer.world.column(writer.type, column).get("enum", ()) if value is not None]
    if sorted(known) != sorted(values):
        said = ", ".join(known) or "but it has no fixed values"
        raise Problem(f"'within' needs a parameter for each value of '{column}': {said}")
    lengths = {value: writer.length(name) for value, name in values.items()}
    if len({unit for _, unit in lengths.values()}) != 1:
        raise Problem("the parameters of 'within' must have one unit")
    limits = "{" + ", ".join(f"{quoted(value)}: {number}" for value, (number, _) in lengths.items()) + "}"
    return {"limits": limits, "unit": next(iter(lengths.values()))[1], "kinds": writer.column(column)}


def recorded(entry: Entry, writer: Writer) -> str:
    """Records come again and again."""
    if ("every" in entry) == ("within" in entry):
        raise Problem("'recorded' needs either 'every' or 'within'")
    date = writer.time_column(date_of(entry, writer))
    if "every" in entry:
        intervals = f"recorded.intervals(data.run, {quoted(entry['every'])}, clock)"
    else:
        intervals = "[recorded.last({}, {}, clock)]".format(*writer.length(entry["within"]))
    if ("per" in entry) != ("of" in entry):
        raise Problem(
            "'per' names the column of the groups and 'of' says which groups there must be; give both or none"
        )
    grouped = "per" in entry
    rule = _object(
        rows="rows",
        date=date,
        intervals=intervals,
        at_least=writer.bound(entry.get("at_least", 1)),
        grouped=json.dumps(grouped),
        groups=values_of(entry["of"], writer) if grouped else "[]",
        per=writer.column(entry["per"]) if grouped else "[]",
        **_what(writer),
    )
    writer.add(_deny(f"recorded.findings({rule}, clock)"))
    return ""


def date_of(entry: Entry, writer: Writer) -> str:
    """The column that tells when something happened. Raises Problem."""
    name = entry.get("date") or writer.world.date_of(writer.type)
    if name is None:
        raise Problem(f"{writer.type} has no column that places a row in time; name one as 'date'")
    return str(name)


def rate(entry: Entry, writer: Writer) -> str:
    """A share of the rows, or of distinct values in them, fulfils conditions."""
    lines = writer.statements(entry["matching"])
    writer.rows("matching_rows", "rows", lines)
    writer.others("other_rows", "rows", lines)
    total, matching = "rows", "matching_rows"
    if "distinct" in entry:
        column = writer.column(entry["distinct"])
        for name, rows in (("total", "rows"), ("matching", "matching_rows")):
            writer.add(f"{name} := condition.distinct({column}, {rows})")
        total, matching = "total", "matching"
    if "at_least" not in entry and "at_most" not in entry:
        raise Problem("'rate' needs 'at_least' or 'at_most'")
    rule = _object(
        total=total,
        matching=matching,
        others="other_rows",
        at_least=writer.bound(entry.get("at_least", 0)),
        at_most=writer.bound(entry.get("at_most", 100)),
        **_what(writer),
    )
    writer.add(_deny(f"rate.share({rule})"))
    return "rows"


def covered(entry: Entry, writer: Writer) -> str:
    """All expected values are found in a column of the rows."""
    column = writer.column(entry["column"])
    writer.add(f"expected := {values_of(entry['of'], writer)}")
    writer.add(f"found := condition.distinct({column}, rows)")
    writer.add("missing := [value | some value in expected; not value in found]")
    rule = _object(missing="missing", expected="expected", **_what(writer))
    writer.add(_deny(f"rate.covered({rule})"))
    return ""


def items(entry: Entry, writer: Writer) -> str:
    """All items are found in a column of the rows, in all together."""
    column = writer.column(entry["column"])
    rule = _object(
        rows="rows",
        column=column,
        column_name=quoted(entry["column"]),
        items=values_of(entry["items"], writer),
        **_what(writer),
    )
    writer.add(_deny(f"items.findings({rule})"))
    return ""


def approval(entry: Entry, writer: Writer) -> str:
    """Approved before the deed, by different people who may."""
    given = [
        _object(
            who=writer.column(one["by"]),
            who_name=quoted(one["by"]),
            on=writer.time_column(one["on"]),
            on_name=quoted(one["on"]),
            allowed=values_of(one["allowed"], writer) if "allowed" in one else "null",
        )
        for one in entry["approvals"]
    ]
    rule = _object(
        rows="rows",
        approvals=_array(given),
        requesters=writer.column(entry["requester"]) if "requester" in entry else "[]",
        before=writer.time_column(entry["before"]) if "before" in entry else "[]",
        before_name=quoted(entry.get("before", "")),
    )
    writer.add(_deny(f"approval.findings(table, {rule}, clock)"))
    return "in_scope"


def exists(entry: Entry, writer: Writer) -> str:
    """At least one row, of each name when there are names, fulfils expectations."""
    if ("names" in entry) != ("column" in entry):
        raise Problem(
            "'names' lists what there must be and 'column' says where the names are; give both or none"
        )
    named = "names" in entry
    rule = _object(
        rows="rows",
        named=json.dumps(named),
        names=values_of(entry["names"], writer) if named else "[]",
        column=writer.column(entry["column"]) if named else "[]",
        expectations=_expectations(_demands(entry), writer),
        **_what(writer),
    )
    writer.add(_deny(f"exists.findings({rule})"))
    return ""


def document(entry: Entry, writer: Writer) -> str:
    """A current document: approved, in force, not due for review, with its sections."""
    today = {"at_most": {"run": "today"}}
    expect: dict[str, Any] = {
        entry.get("approved_by", "approver"): {"is": "present"},
        entry.get("approved_on", "approved_on"): today,
        entry.get("effective_on", "effective_on"): today,
        entry.get("review_due", "review_due"): {"at_least": {"run": "today"}},
    }
    expect = {column: test for column, test in expect.items() if column}
    if "reviewed_within" in entry:
        expect[entry.get("last_reviewed", "last_reviewed")] = {"within_last": entry["reviewed_within"]}
    if "sections" in entry:
        expect["sections"] = {"contains_all": entry["sections"]}
    ids = {"names": entry["documents"], "column": entry.get("column", "policy_id")}
    return exists(
        {**ids, "present": entry.get("present", []), "expect": expect | entry.get("expect", {})}, writer
    )


def matched(entry: Entry, writer: Writer) -> str:
    """Each row has a partner elsewhere, or none has one."""
    other = entry["with"]
    type_ = type_of(other, writer)
    name = other["column"]
    key = writer.foreign(type_, name)
    rows = f'data.inventory["{type_}"]'
    indexed = writer.world.is_record(type_) or name not in ROW_KEYS
    found = (
        [f"some row in {rows}.by.{name}[value]"]
        if indexed
        else [f"some row in {rows}.all", f"{key} == value"]
    )
    where = writer.statements(other.get("where", {}), writer.other(type_))
    if "match" in entry:
        match = writer.statements(entry["match"], writer.other(type_))
        met, lacking = _partners_by_row(writer, entry["column"], [*found, *where, *match])
    else:
        met, lacking = _partners_by_value(writer, entry["column"], [*found, *where])
    if entry.get("forbidden"):
        return _unmatched(entry, writer, met, " must not be in {}", " 不应出现在 {} 中")
    return _unmatched(entry, writer, lacking, " has no valid entry in {}", " 在 {} 中没有有效记录")


def _partners_by_value(writer: Writer, name: str, lines: list[str]) -> tuple[str, str]:
    """Statements that some value of row `i` has a partner, and that one has none; each is looked up once."""
    column = writer.column(name)
    cells = f"{{{column}[i] | some i in rows}}"
    listed = writer.is_list(name)
    values = f"condition.distinct({column}, rows)" if listed else cells
    writer.add(f"partners := {{value |\n{block([f'some value in {values}', *lines])}}}")
    if not listed:
        return f"{column}[i] in partners", f"not {column}[i] in partners"
    writer.add(f"meeting := {{cell | some cell in {cells}; some value in cell; value in partners}}")
    complete = "count(cell) > 0; every value in cell { value in partners }"
    writer.add(f"complete := {{cell | some cell in {cells}; {complete}}}")
    return f"{column}[i] in meeting", f"not {column}[i] in complete"


def _partners_by_row(writer: Writer, name: str, lines: list[str]) -> tuple[str, str]:
    """The same where it depends on the row who is a partner."""
    value = writer.each_value(name)
    writer.pairs("met", "rows", [value, *lines])
    writer.add("meeting := {pair[0] | some pair in met}")
    writer.row_set("unmet", "rows", [value, "not [i, value] in met"])
    writer.row_set("empty", "rows", writer.statements({name: {"is": "absent"}}))
    writer.add("lacking := unmet | empty")
    return "i in meeting", "i in lacking"


def _unmatched(entry: Entry, writer: Writer, line: str, en: str, zh: str) -> str:
    other, name = entry["with"], entry["column"]
    shown = f"{other.get('register') or other['type']}.{other['column']}"
    broken = writer.rows("unmatched", "rows", [line])
    said = _object(
        broken=broken,
        name=quoted(name),
        en=quoted(name + en.format(shown)),
        zh=quoted(name + zh.format(shown)),
    )
    writer.add(_deny(f"each.findings(table, [{said}])"))
    return "in_scope"


def number(entry: Entry, writer: Writer) -> str:
    """So many rows."""
    if "at_least" not in entry and "at_most" not in entry:
        raise Problem("'count' needs 'at_least' or 'at_most'")
    bounds = {
        name: writer.bound(entry[name]) if name in entry else "null" for name in ("at_least", "at_most")
    }
    writer.add(_deny(f"rate.number({_object(rows='rows', **bounds, **_what(writer))})"))
    return "" if "at_least" in entry else "in_scope"


def trend(entry: Entry, writer: Writer) -> str:
    """No more rows than in the period before, as written down elsewhere."""
    before = entry["before"]
    value = writer.foreign(type_of(before, writer), before["column"])
    period = writer.foreign(type_of(before, writer), before["period"])
    rows = rows_of(before, writer, [f"{period} == data.run.previous.name"])
    rule = _object(
        rows="rows",
        before=f"[{value} | {'; '.join(rows)}]",
        at_most=writer.bound(entry.get("at_most", 0)),
        **_what(writer),
    )
    writer.add(_deny(f"rate.trend({rule})"))
    return "in_scope"


SHAPES: dict[str, Shape] = {
    "each": each,
    "none": none,
    "deadline": deadline,
    "recorded": recorded,
    "rate": rate,
    "covered": covered,
    "items": items,
    "approval": approval,
    "exists": exists,
    "document": document,
    "matched": matched,
    "count": number,
    "trend": trend,
}
"""By the name that entries have under `rule`."""
