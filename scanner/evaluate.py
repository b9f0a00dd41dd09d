"""Turn resources into verdicts, with unknown as a verdict of its own.

A check passes only when every fact that it reads was delivered and none of its rules objects. With
something missing it is unknown, except that a `deny` stands when its own rule read nothing that is missing.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scanner.gaps import GapIndex, reason_of
from scanner.interfaces import PolicyEngine, Query
from scanner.joins import JoinState
from scanner.model import Check, Columns, Evaluation, Gap, Outcome, Reason, Resource, Subject
from scanner.snapshot import TargetInfo
from scanner.tables import chosen
from scanner.verdict import Missing, decidable_denies, decide, is_clear


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
            for together in _at_once(resource, by_type.get(resource.type, [])):
                plan = _plan(resource, together, gaps, joins)
                waiting.append(plan)
                yield plan.query

    for answers in engine.evaluate(queries()):
        plan = waiting.popleft()
        for check, missing in plan.checks:
            yield decide(check, plan.resource, missing, answers)


def evaluate_listings(
    checks: Sequence[Check], targets: Sequence[TargetInfo], gaps: GapIndex
) -> Iterator[Evaluation]:
    """What can be said without a resource: nothing to check there, or the listing could not be made."""
    for target in targets:
        for check in checks:
            if check.resource in target.types:
                yield from _listing(check, target, gaps)


def _listing(check: Check, target: TargetInfo, gaps: GapIndex) -> Iterator[Evaluation]:
    found = gaps.listing(target.id, check.resource)
    for scope in sorted({gap.scope for gap in found}):
        subject = Subject(check.resource, target.id, scope=scope, labels=target.labels)
        reasons = tuple(reason_of(gap) for gap in found if gap.scope == scope)
        yield Evaluation(check.id, subject, Outcome.UNKNOWN, reasons=reasons)
    if found:
        return
    subject = Subject(check.resource, target.id, labels=target.labels)
    if (target.id, check.resource) not in gaps.listed:
        text = "not collected: the snapshot holds no listing of this resource type"
        reason = Reason(text, zh="未采集：快照中没有该资源类型的清单")
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
    usable = chosen(resource.facts, () if None in gapped else [k for k in resource.facts if k not in gapped])
    pairs = tuple((check, _missing(check, resource, usable, known, joins)) for check in checks)
    refs = tuple(dict.fromkeys(ref for check, missing in pairs for ref in _refs(check, missing)))
    read = frozenset().union(*(check.reads.facts for check in checks))
    facts = usable.only(sorted(read)) if isinstance(usable, Columns) else usable
    return _Plan(resource, pairs, Query(_document(resource, facts), refs))


def _at_once(resource: Resource, checks: Sequence[Check]) -> Iterator[Sequence[Check]]:
    """The checks of one query. Of a register, an engine holds only the columns that one check reads."""
    if not isinstance(resource.facts, Columns):
        yield from [checks] if checks else []
        return
    for check in checks:
        yield [check]


def _document(resource: Resource, facts: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": resource.native_id or resource.id,
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
        missing["fact", fact] = _why_missing(fact, known)
    if check.reads.dataset and resource.dataset_fact and resource.dataset_fact not in usable:
        missing["dataset", ""] = _why_missing(resource.dataset_fact, known)
    for label in sorted(check.reads.labels - resource.labels.keys()):
        text = f"the label '{label}' is not set; set it on target '{resource.target}'"
        zh = f"未设置标签“{label}”；请在目标 {resource.target} 上设置"
        missing["label", label] = (Reason(text, zh=zh),)
    for type_ in sorted(check.reads.joins):
        reasons = joins[type_].missing(type_, check.needs[type_], resource.target)
        if reasons:
            missing["join", type_] = reasons
    return missing


def _why_missing(fact: str, known: Sequence[Gap]) -> tuple[Reason, ...]:
    reasons = tuple(reason_of(gap) for gap in known if gap.fact in (fact, None))
    text, zh = f"the fact '{fact}' was not collected", f"未采集事实“{fact}”"
    return reasons or (Reason(text, fact=fact, zh=zh),)


def _refs(check: Check, missing: Missing) -> Iterator[str]:
    if check.not_applicable and is_clear(check.not_applicable.reads, missing):
        yield check.not_applicable.ref
    for point in decidable_denies(check, missing):
        yield point.ref
    if check.unknown and is_clear(check.unknown.reads, missing):
        yield check.unknown.ref
