"""What the answers of an engine mean: one verdict per check and resource."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scanner.interfaces import Answer
from scanner.model import (
    ROW_KEY,
    ROW_LINE,
    Check,
    EntryPoint,
    Evaluation,
    Location,
    Message,
    Outcome,
    Reads,
    Reason,
    Resource,
    Severity,
    Subject,
    path_order,
)
from scanner.tables import MAX_ROWS_SHOWN, Excerpt, is_table

Missing = Mapping[tuple[str, str], tuple[Reason, ...]]
"""What a check reads but was not delivered: (`fact`, `label` or `join`, name) to the reasons.

`("dataset", "")` is there while nobody knows which dataset the resource holds.
"""


def is_clear(reads: Reads, missing: Missing) -> bool:
    """Whether nothing that is read is missing."""
    if not missing:
        return True
    names = [("fact", name) for name in reads.facts]
    names += [("label", name) for name in reads.labels]
    names += [("join", name) for name in reads.joins]
    names += [("dataset", "")] if reads.dataset else []
    return not any(name in missing for name in names)


def decidable_denies(check: Check, missing: Missing) -> tuple[EntryPoint, ...]:
    """The deny entry points that read nothing missing; none where applicability itself is in doubt."""
    if is_clear(check.reads, missing):
        return (check.deny,)
    if check.not_applicable and not is_clear(check.not_applicable.reads, missing):
        return ()
    if is_clear(check.deny.reads, missing):
        return (check.deny,)
    return tuple(part for part in check.deny_parts if is_clear(part.reads, missing))


class _BrokenCheckError(Exception):
    """The check did not give an answer of the agreed shape."""


def decide(check: Check, resource: Resource, missing: Missing, answers: Mapping[str, Answer]) -> Evaluation:
    """Judge a check on a resource; an answer that is not of the agreed shape makes it unknown."""
    try:
        outcome, messages, reasons = _verdict(check, resource, missing, answers)
    except _BrokenCheckError as error:
        outcome, messages = Outcome.UNKNOWN, ()
        reasons = (Reason(f"the check is broken: {error}", broken=True, zh=f"检查本身出错：{error}"),)
    subject = Subject.of(resource)
    evidence = _evidence(check, resource, missing)
    return Evaluation(check.id, subject, outcome, messages, reasons, evidence, _location(check, resource))


def _verdict(
    check: Check, resource: Resource, missing: Missing, answers: Mapping[str, Answer]
) -> tuple[Outcome, tuple[Message, ...], tuple[Reason, ...]]:
    point = check.not_applicable
    if point and is_clear(point.reads, missing) and _is_true(answers[point.ref]):
        return Outcome.NOT_APPLICABLE, (), ()
    messages = _messages(check, resource, [answers[p.ref] for p in decidable_denies(check, missing)])
    reasons = tuple(dict.fromkeys(reason for group in missing.values() for reason in group))
    if check.unknown and is_clear(check.unknown.reads, missing):
        items = sorted(_items(answers[check.unknown.ref]), key=_text)
        reasons += tuple(map(_reason, items))
    if messages:
        return Outcome.FAIL, messages, reasons
    return (Outcome.UNKNOWN if reasons or missing else Outcome.PASS), (), reasons


def _is_true(answer: Answer) -> bool:
    if answer.error:
        raise _BrokenCheckError(answer.error)
    if answer.defined and not isinstance(answer.value, bool):
        raise _BrokenCheckError("'not_applicable' must be true or undefined")
    return answer.defined and answer.value is True


def _items(answer: Answer) -> list[Mapping[str, Any]]:
    if answer.error:
        raise _BrokenCheckError(answer.error)
    if not answer.defined or not isinstance(answer.value, list):
        raise _BrokenCheckError("a rule that must be a set gave none")
    for item in answer.value:
        if not isinstance(item, Mapping):
            raise _BrokenCheckError('a rule gave something other than {"msg": …}')
    return answer.value


def _reason(item: Mapping[str, Any]) -> Reason:
    """Why a check does not decide, in its own words; the Chinese ones are optional."""
    zh = item.get("zh", "")
    if not isinstance(zh, str):
        raise _BrokenCheckError('"zh" must be text')
    return Reason(_text(item), not_assessed=_flag(item, "not_assessed"), zh=zh)


def _text(item: Mapping[str, Any]) -> str:
    text = item.get("msg")
    if not isinstance(text, str) or not text:
        raise _BrokenCheckError('a rule gave something without a "msg" text')
    return text


def _messages(check: Check, resource: Resource, answers: Sequence[Answer]) -> tuple[Message, ...]:
    items = {json.dumps(item, sort_keys=True): item for answer in answers for item in _items(answer)}
    excerpt = _excerpt(check, resource, items.values())
    found = sorted(
        (_message(check, resource, item, excerpt) for item in items.values()),
        key=lambda m: (path_order(m.path), m.text),
    )
    for path, count in Counter(message.path for message in found).items():
        if count > 1:
            raise _BrokenCheckError(f"two denies with the same path '{path}'; give each its own \"path\"")
    return tuple(found)


def _excerpt(check: Check, resource: Resource, items: Iterable[Mapping[str, Any]]) -> Excerpt:
    """The rows of a table that messages are about."""
    numbers = {
        number for item in items if "rows" in item for number in _row_numbers(item["rows"])[:MAX_ROWS_SHOWN]
    }
    return Excerpt.of(resource, sorted(check.reads.facts - {ROW_KEY, ROW_LINE}), numbers)


def _message(check: Check, resource: Resource, item: Mapping[str, Any], excerpt: Excerpt) -> Message:
    extra = item.keys() - {"msg", "path", "args", "severity", "rows"}
    if extra:
        raise _BrokenCheckError(f"a deny has an unknown key '{min(extra)}'")
    path, args = item.get("path", ""), item.get("args", {})
    if not isinstance(path, str) or not isinstance(args, Mapping):
        raise _BrokenCheckError('"path" must be text and "args" an object')
    severity = _severity(check, item.get("severity", check.severity))
    if "rows" not in item:
        return Message(_text(item), severity, path, args, location=_location(check, resource, path))
    rows = _row_numbers(item["rows"])
    return Message(_text(item), severity, path, args, excerpt.evidence(rows), excerpt.location(rows))


def _row_numbers(value: object) -> list[int]:
    if not isinstance(value, list) or not all(type(row) is int for row in value):
        raise _BrokenCheckError('"rows" must be an array of row numbers')
    return value


def _flag(item: Mapping[str, Any], name: str) -> bool:
    return item.get(name, False) is True


def _severity(check: Check, value: object) -> Severity:
    if value not in [severity.value for severity in Severity]:
        raise _BrokenCheckError(f"'{value}' is not a severity")
    severity = Severity(value)
    if severity.rank < check.severity.rank:
        raise _BrokenCheckError(f"a deny may raise the severity of its check, not lower it to {severity}")
    return severity


def _location(check: Check, resource: Resource, path: str = "") -> Location | None:
    """Where what the check objects to is written down; the resource's own place when that is several.

    A message with a path is about a part of a fact, or about one of several facts, if these have places.
    """
    known = resource.locations
    if path:
        for fact in sorted(check.reads.facts):
            if f"{fact}/{path}" in known:
                return known[f"{fact}/{path}"]
    for read in (check.reads.facts, check.deny.reads.facts):
        facts = read & known.keys()
        named = {fact for fact in facts if path and path in fact}
        places = {known[fact] for fact in (named if len(named) == 1 else facts)}
        if len(places) == 1:
            return places.pop()
    return known.get("")


def _evidence(check: Check, resource: Resource, missing: Missing) -> dict[str, Any]:
    if is_table(resource):
        return Excerpt.of(resource, (), ()).evidence()
    facts = {
        fact: resource.facts[fact] for fact in sorted(check.reads.facts) if ("fact", fact) not in missing
    }
    labels = {label: resource.labels[label] for label in check.reads.labels & resource.labels.keys()}
    evidence = dict(facts)
    if labels:
        evidence["labels"] = dict(sorted(labels.items()))
    if check.reads.dataset and ("dataset", "") not in missing:
        evidence["dataset"] = resource.dataset
    return evidence
