"""What signed statements say about a control in a period."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from scanner.joins import JoinProblem, JoinState
from scanner.model import Because, Control, Reason, StatementsHead, Status
from scanner.period import Period, PeriodError, parse_period
from scanner.snapshot import TargetInfo

CONTROL = "attestation.control"
FACTS = {
    CONTROL: frozenset(
        {"control", "text", "answer", "until", "valid", "problem", "by", "at", "period", "entry"}
    ),
    "attestation.completeness": frozenset({"entry"}),
}
"""What an audit reads of the statements, beside what rules on registers read."""


@dataclass(frozen=True, slots=True)
class Statements:
    """The statements of the snapshot about controls, and what keeps them from being complete.

    `head` is how far the log went, statements about registers included: as it is, or as an audit before knew
    it while it cannot be read; None when nobody ever read it.
    """

    configured: bool
    rows: Sequence[Mapping[str, Any]] = ()
    problems: Sequence[Reason] = ()
    head: StatementsHead | None = None


def statements_of(
    joins: Mapping[str, JoinState], targets: Iterable[TargetInfo], known: StatementsHead | None
) -> Statements:
    """Read them from a snapshot; what an earlier audit saw of the log has to be there still.

    When it is not, the statements about registers cannot be relied on either: their join gets the problem.
    """
    configured = any(CONTROL in target.types for target in targets)
    states = [joins[type_] for type_ in FACTS if type_ in joins]
    problems = [problem.reason for state in states for problem in state.problems]
    found = {int(row["entry"]): str(row["id"]) for state in states for row in state.rows}
    if known and known.entries and not problems and found.get(known.entries) != known.last:
        text = f"the log of statements does not go on from entry {known.entries} of the audit before"
        reason = Reason(text, zh=f"声明日志未从上次审计的第 {known.entries} 条继续")
        problems = [reason]
        for state in states:
            state.problems = (
                *state.problems,
                *(JoinProblem(target, None, reason) for target in state.listed),
            )
    rows = joins[CONTROL].rows if CONTROL in joins else ()
    last = max(found, default=0)
    # What was seen once stays asked for until it is there again.
    head = known if problems or not configured else StatementsHead(last, found.get(last, ""))
    return Statements(configured, rows, tuple(problems), head)


@dataclass(frozen=True, slots=True)
class Attested:
    """What the statements say about a control."""

    status: Status
    because: Because
    evidence: str = ""
    at: datetime | None = None
    until: date | None = None


def text_digest(control: Control) -> str:
    """SHA-256 of what a person attests: a changed demand needs a new statement."""
    texts = [control.id, control.title, control.title_zh, control.requirement, control.requirement_zh]
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def attested(control: Control, statements: Statements, period: Period, now: datetime) -> Attested:
    """Judge a control by the newest statement that is about the period or an earlier one."""
    if not statements.configured:
        text = "no statements are configured; add a target of kind attestations to audit.yaml"
        zh = "未配置声明；请在 audit.yaml 中添加 attestations 类型的目标"
        return Attested(Status.NOT_ASSESSED, Because(text, zh))
    if statements.problems:
        text = "; ".join(dict.fromkeys(reason.text for reason in statements.problems))
        zh = "；".join(dict.fromkeys(reason.zh or reason.text for reason in statements.problems))
        return Attested(Status.UNKNOWN, Because(text, f"声明无法读取：{zh}"))
    mine = [row for row in statements.rows if row["control"] == control.id]
    about = [row for row in mine if _is_about(row["period"], period)]
    newest = max(about, key=_entry, default=None)
    if newest is None:
        return _nothing(mine, period)
    return _judged(control, _counting(about, newest), period, now)


def _counting(about: Iterable[Mapping[str, Any]], newest: Mapping[str, Any]) -> Mapping[str, Any]:
    """The newest valid statement; one that does not count must not push aside one that does."""
    return max((row for row in about if row["valid"]), key=_entry, default=newest)


def _entry(row: Mapping[str, Any]) -> int:
    return int(row["entry"])


def _is_about(name: str, period: Period) -> bool:
    """Whether a statement made for a period of that name can speak about this one: not if it is later."""
    try:
        return parse_period(name, period.calendar).first <= period.first
    except PeriodError:
        return False


def _nothing(others: Sequence[Mapping[str, Any]], period: Period) -> Attested:
    text, zh = f"nobody has made a statement for {period.name}", f"{period.name} 尚无人声明"
    if others:
        last = max(map(_entry, others))
        text += f"; entry {last} is about another period"
        zh += f"；第 {last} 条针对其他期间"
    return Attested(Status.NOT_ASSESSED, Because(text, zh))


def _judged(control: Control, row: Mapping[str, Any], period: Period, now: datetime) -> Attested:
    number, by, until = row["entry"], row["by"], date.fromisoformat(row["until"])
    who, zh = f"entry {number} of {by}", f"{by} 的第 {number} 条声明"

    def answer(status: Status, text: str, text_zh: str, *, counts: bool = True) -> Attested:
        at = datetime.fromisoformat(row["at"]) if counts else None
        because = Because(f"{who} {text}", f"{zh}{text_zh}")
        return Attested(status, because, f"statement {number}", at, until if counts else None)

    if not row["valid"]:
        problem = row["problem"]
        return answer(Status.NOT_ASSESSED, f"does not count: {problem}", f"无效：{problem}", counts=False)
    if row["text"] != text_digest(control):
        text = "is about an earlier text of the control; it has to be made again"
        return answer(Status.NOT_ASSESSED, text, "针对旧的条文，须重新声明", counts=False)
    if until < min(period.last, period.calendar.day_of(now)):
        return answer(Status.OVERDUE, f"ran out on {until}", f"已于 {until} 到期")
    if row["answer"] != "yes":
        return answer(Status.FAIL, "answers no", "声明未达到要求")
    return answer(Status.PASS, f"answers yes, until {until}", f"声明已达到要求，有效期至 {until}")
