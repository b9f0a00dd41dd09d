"""The checklist: what an audit says about each control."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from scanner.model import chinese
from scanner.model.past import PastFinding
from scanner.model.policy import Control


class Status(StrEnum):
    """What is known about a control, worst first."""

    FAIL = "fail"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    NOT_ASSESSED = "not_assessed"
    WAIVED = "waived"
    PASS = "pass"  # noqa: S105 (a status, not a password)
    NOT_APPLICABLE = "not_applicable"

    @property
    def rank(self) -> int:
        """Position in the order of statuses; lower is worse."""
        return list(Status).index(self)

    @property
    def zh(self) -> str:
        """The word in Chinese."""
        return chinese.STATUS[self.value]


class Basis(StrEnum):
    """What a status rests on."""

    AUTOMATED = "automated"
    EVIDENCE = "evidence"
    ATTESTATION = "attestation"


@dataclass(frozen=True, slots=True)
class Occurrences:
    """What a control demands once per interval: names of the intervals of the period.

    `missing` ended without it, `open` have not ended.
    """

    done: tuple[str, ...]
    missing: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Because:
    """Why a control has its status, in English and Chinese."""

    text: str
    zh: str


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One control. `findings` are fingerprints, `evidence` says where to look, with numbers.

    `last_verified` is when somebody or something last looked; `next_due` the day by which it has to be shown
    again. `severity` is that of the control.
    """

    control: Control
    status: Status
    basis: tuple[Basis, ...]
    checks: tuple[str, ...]
    findings: tuple[str, ...]
    evidence: tuple[str, ...]
    last_verified: datetime | None
    next_due: date | None
    owner: str
    occurrences: Occurrences | None
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class AuditPeriod:
    """The period that was audited; `over` tells whether it had ended by then."""

    name: str
    start: datetime
    end: datetime
    first: date
    last: date
    time_zone: str
    grace_days: int
    over: bool


@dataclass(frozen=True, slots=True)
class Followed:
    """A finding that audits follow until it is fixed: what was found, who has to act, and by when.

    `message_zh` is what was found in Chinese, as far as its check knows it.
    """

    finding: PastFinding
    owner: str
    controls: tuple[str, ...]
    first_seen: datetime
    due: datetime | None
    overdue: bool
    message_zh: str = ""


@dataclass(frozen=True, slots=True)
class SinceLast:
    """The failures of this audit against those of the last one, worst first in each list.

    Fixed is what the same check found in order, or what a complete listing no longer has; what could not be
    looked at again is `not_rechecked`, and its due dates go on running.
    """

    period: str
    finished_at: datetime
    fixed: tuple[Followed, ...]
    still_open: tuple[Followed, ...]
    not_rechecked: tuple[Followed, ...]
    new: tuple[Followed, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """A parameter that audit.yaml sets, beside its default.

    `looser`: it asks less than the documents do, or cannot be compared with what they name.
    """

    name: str
    title: str
    title_zh: str
    unit: str
    basis: str
    default: Any
    value: Any
    looser: bool
    controls: tuple[str, ...]
    only_for: str = ""
    """`dataset` or `target` when it is set for one of them only, which `only_id` names."""
    only_id: str = ""

    @property
    def warning(self) -> str:
        """A line for the reader about a looser one."""
        only = f" for the {self.only_for} {self.only_id}" if self.only_for else ""
        one = len(self.controls) == 1
        so = "1 control that rests on it does" if one else f"{len(self.controls)} controls that rest on it do"
        return (
            f"the parameter {self.name} is {self.value} {self.unit}{only}, looser than the documents "
            f"({self.default}); {so} not pass by it"
        )

    @property
    def warning_zh(self) -> str:
        """The same in Chinese."""
        only = {"dataset": f"数据集 {self.only_id} 的", "target": f"目标 {self.only_id} 的"}.get(
            self.only_for, ""
        )
        unit = chinese.UNIT.get(self.unit, self.unit)
        return (
            f"{only}参数 {self.name} 为 {self.value} {unit}，低于制度要求（{self.default}）；"
            f"依赖该参数的 {len(self.controls)} 项控制不予通过"
        )


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One source document and how its demands stand."""

    id: str
    title: str
    title_zh: str
    controls: tuple[str, ...]
    counts: Mapping[Status, int]


@dataclass(frozen=True, slots=True)
class StatementsHead:
    """How many statements the log held, and the id of the last: the next audit must find it again."""

    entries: int
    last: str


@dataclass(frozen=True, slots=True)
class Audit:
    """The checklist of one period. Every control of the catalogue is one item, in exactly one status."""

    period: AuditPeriod
    items: tuple[ChecklistItem, ...]
    counts: Mapping[Status, int]
    domains: Mapping[str, Mapping[Status, int]]
    documents: tuple[DocumentSummary, ...] = ()
    since_last: SinceLast | None = None
    live: bool = True
    """Whether what was seen live counts for the period."""
    statements: StatementsHead | None = None
