"""Turn resources into verdicts, with unknown as a verdict of its own.

A check passes only when every fact that it reads was delivered and none of its rules objects. With
something missing it is unknown, except that a `deny` stands when its own rule read nothing that is missing.
"""

import json
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scanner.interfaces import Answer, PolicyEngine, Query
from scanner.joins import JoinState
from scanner.model import (
    Check,
    EntryPoint,
    Enumerated,
    Evaluation,
    Gap,
    Message,
    Outcome,
    Reads,
    Reason,
    Resource,
    Severity,
    Subject,
)
from scanner.snapshot import TargetInfo

Missing = Mapping[tuple[str, str], tuple[Reason, ...]]
"""What a check reads but was not delivered: (`fact`, `label` or `join`, name) to the reasons."""


@dataclass(slots=True)
class GapIndex:
    """The gaps and complete listings of a snapshot, by what they concern."""

    gaps: list[Gap] = field(default_factory=list)
    listed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(target, type) to the number of resources in its complete listings."""
    _by_type: dict[tuple[str, str], list[Gap]] = field(default_factory=dict)
    _by_resource: dict[tuple[str, str, str], list[Gap]] = field(default_factory=dict)

    def add(self, event: Gap | Enumerated) -> None:
        """Take note of one event."""
        key = (event.target, event.type)
        if isinstance(event, Enumerated):
            self.listed[key] += event.count
            return
        self.gaps.append(event)
        if event.resource is None:
            self._by_type.setdefault(key, []).append(event)
        else:
            self._by_resource.setdefault((*key, event.resource), []).append(event)

    def listing(self, target: str, type_: str) -> list[Gap]:
        """The gaps in the listing of a type."""
        return [gap for gap in self._by_type.get((target, type_), []) if gap.fact is None]

    def of_resource(self, resource: Resource) -> list[Gap]:
        """The gaps that concern facts of this resource."""
        key = (resource.target, resource.type)
        shared = [gap for gap in self._by_type.get(key, []) if gap.fact is not None]
        return self._by_resource.get((*key, resource.id), []) + shared


def _reason(gap: Gap) -> Reason:
    return Reason(f"{gap.reason.value}: {gap.detail}", gap.reason, gap.fact)


def evaluate(
    engine: PolicyEngine,
    checks: Sequence[Check],
    resources: Iterator[Resource],
    gaps: GapIndex,
    joins: Mapping[str, JoinState],
) -> Iterator[Evaluation]:
    """Evaluate every check on every resource of its type, in order."""
    by_type: dict[str, list[Check]] = {}
    for check in checks:
        by_type.setdefault(check.resource, []).append(check)
    waiting: deque[_Plan] = deque()

    def queries() -> Iterator[Query]:
        for resource in resources:
            if resource.type in by_type:
                plan = _plan(resource, by_type[resource.type], gaps, joins)
                waiting.append(plan)
                yield plan.query

    for answers in engine.evaluate(queries()):
        plan = waiting.popleft()
        for check, missing in plan.checks:
            yield _decide(check, plan.resource, missing, answers)


def evaluate_listings(
    checks: Sequence[Check], targets: Sequence[TargetInfo], gaps: GapIndex
) -> Iterator[Evaluation]:
    """What can be said without a resource: nothing to check there, or the listing could not be made."""
    for target in targets:
        for check in checks:
            if target.evaluated and check.resource in target.types:
                yield from _listing(check, target, gaps)


def _listing(check: Check, target: TargetInfo, gaps: GapIndex) -> Iterator[Evaluation]:
    found = gaps.listing(target.id, check.resource)
    for scope in sorted({gap.scope for gap in found}):
        subject = Subject(check.resource, target.id, scope=scope, labels=target.labels)
        reasons = tuple(_reason(gap) for gap in found if gap.scope == scope)
        yield Evaluation(check.id, subject, Outcome.UNKNOWN, reasons=reasons)
    if found:
        return
    subject = Subject(check.resource, target.id, labels=target.labels)
    if (target.id, check.resource) not in gaps.listed:
        reason = Reason("not collected: the snapshot holds no listing of this resource type")
        yield Evaluation(check.id, subject, Outcome.UNKNOWN, reasons=(reason,))
    elif gaps.listed[target.id, check.resource] == 0:
        yield Evaluation(check.id, subject, Outcome.NOT_APPLICABLE)


# --- what to ask ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Plan:
    resource: Resource
    checks: tuple[tuple[Check, Missing], ...]
    query: Query


def _plan(
    resource: Resource, checks: Sequence[Check], gaps: GapIndex, joins: Mapping[str, JoinState]
) -> _Plan:
    known = gaps.of_resource(resource)
    gapped = {gap.fact for gap in known}
    usable = {} if None in gapped else {k: v for k, v in resource.facts.items() if k not in gapped}
    pairs = tuple((check, _missing(check, resource, usable, known, joins)) for check in checks)
    refs = tuple(dict.fromkeys(ref for check, missing in pairs for ref in _refs(check, missing)))
    return _Plan(resource, pairs, Query(_document(resource, usable), refs))


def _document(resource: Resource, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": resource.id,
        "type": resource.type,
        "name": resource.name,
        "target": resource.target,
        "labels": dict(resource.labels),
        "dataset": resource.dataset,
        "facts": facts,
    }


def _missing(
    check: Check,
    resource: Resource,
    usable: Mapping[str, Any],
    known: Sequence[Gap],
    joins: Mapping[str, JoinState],
) -> Missing:
    missing: dict[tuple[str, str], tuple[Reason, ...]] = {}
    for fact in sorted(check.reads.facts - usable.keys()):
        reasons = tuple(_reason(gap) for gap in known if gap.fact in (fact, None))
        missing["fact", fact] = reasons or (Reason(f"the fact '{fact}' was not collected", fact=fact),)
    for label in sorted(check.reads.labels - resource.labels.keys()):
        text = f"the label '{label}' is not set; set it on target '{resource.target}'"
        missing["label", label] = (Reason(text),)
    for type_ in sorted(check.reads.joins):
        if joins[type_].problems:
            missing["join", type_] = joins[type_].problems
    return missing


def _clear(reads: Reads, missing: Missing) -> bool:
    """Whether nothing that is read is missing."""
    names = [("fact", name) for name in reads.facts]
    names += [("label", name) for name in reads.labels]
    names += [("join", name) for name in reads.joins]
    return not any(name in missing for name in names)


def _decidable_denies(check: Check, missing: Missing) -> tuple[EntryPoint, ...]:
    """The deny entry points that read nothing missing; none where applicability itself is in doubt."""
    if _clear(check.reads, missing):
        return (check.deny,)
    if check.not_applicable and not _clear(check.not_applicable.reads, missing):
        return ()
    if _clear(check.deny.reads, missing):
        return (check.deny,)
    return tuple(part for part in check.deny_parts if _clear(part.reads, missing))


def _refs(check: Check, missing: Missing) -> Iterator[str]:
    if check.not_applicable and _clear(check.not_applicable.reads, missing):
        yield check.not_applicable.ref
    for point in _decidable_denies(check, missing):
        yield point.ref
    if check.unknown and _clear(check.unknown.reads, missing):
        yield check.unknown.ref


# --- what the answers mean --------------------------------------------------------------------------


class _BrokenCheckError(Exception):
    """The check did not give an answer of the agreed shape."""


def _decide(check: Check, resource: Resource, missing: Missing, answers: Mapping[str, Answer]) -> Evaluation:
    try:
        outcome, messages, reasons = _verdict(check, missing, answers)
    except _BrokenCheckError as error:
        outcome, messages = Outcome.UNKNOWN, ()
        reasons = (Reason(f"the check is broken: {error}", broken=True),)
    subject = Subject(
        resource.type, resource.target, resource.id, resource.name, "", resource.labels, resource.dataset
    )
    return Evaluation(check.id, subject, outcome, messages, reasons, _evidence(check, resource, missing))


def _verdict(
    check: Check, missing: Missing, answers: Mapping[str, Answer]
) -> tuple[Outcome, tuple[Message, ...], tuple[Reason, ...]]:
    point = check.not_applicable
    if point and _clear(point.reads, missing) and _is_true(answers[point.ref]):
        return Outcome.NOT_APPLICABLE, (), ()
    messages = _messages(check, [answers[p.ref] for p in _decidable_denies(check, missing)])
    reasons = tuple(dict.fromkeys(reason for group in missing.values() for reason in group))
    if check.unknown and _clear(check.unknown.reads, missing):
        texts = [_text(item) for item in _items(answers[check.unknown.ref])]
        reasons += tuple(Reason(text) for text in sorted(texts))
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


def _text(item: Mapping[str, Any]) -> str:
    text = item.get("msg")
    if not isinstance(text, str) or not text:
        raise _BrokenCheckError('a rule gave something without a "msg" text')
    return text


def _messages(check: Check, answers: Sequence[Answer]) -> tuple[Message, ...]:
    items = {json.dumps(item, sort_keys=True): item for answer in answers for item in _items(answer)}
    found = sorted((_message(check, item) for item in items.values()), key=lambda m: (m.path, m.text))
    for path, count in Counter(message.path for message in found).items():
        if count > 1:
            raise _BrokenCheckError(f"two denies with the same path '{path}'; give each its own \"path\"")
    return tuple(found)


def _message(check: Check, item: Mapping[str, Any]) -> Message:
    extra = item.keys() - {"msg", "path", "args", "severity"}
    if extra:
        raise _BrokenCheckError(f"a deny has an unknown key '{min(extra)}'")
    path, args = item.get("path", ""), item.get("args", {})
    if not isinstance(path, str) or not isinstance(args, Mapping):
        raise _BrokenCheckError('"path" must be text and "args" an object')
    return Message(_text(item), _severity(check, item.get("severity", check.severity)), path, args)


def _severity(check: Check, value: object) -> Severity:
    if value not in [severity.value for severity in Severity]:
        raise _BrokenCheckError(f"'{value}' is not a severity")
    severity = Severity(value)
    if severity.rank < check.severity.rank:
        raise _BrokenCheckError(f"a deny may raise the severity of its check, not lower it to {severity}")
    return severity


def _evidence(check: Check, resource: Resource, missing: Missing) -> dict[str, Any]:
    facts = {
        fact: resource.facts[fact] for fact in sorted(check.reads.facts) if ("fact", fact) not in missing
    }
    labels = {label: resource.labels[label] for label in check.reads.labels & resource.labels.keys()}
    evidence = dict(facts)
    if labels:
        evidence["labels"] = dict(sorted(labels.items()))
    if check.reads.dataset:
        evidence["dataset"] = resource.dataset
    return evidence
