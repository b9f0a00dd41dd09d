"""A finished audit as a reader meets it: the sample scan, with a checklist of all statuses."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from scanner.checklist import tallied
from scanner.model import (
    Audit,
    AuditPeriod,
    Basis,
    Because,
    ChecklistItem,
    Control,
    DocumentSummary,
    Followed,
    Occurrences,
    Override,
    PastFinding,
    Report,
    Severity,
    SinceLast,
    Source,
    StatementsHead,
    Status,
)
from tests.reports.sample import FINISHED, STARTED, sample_report

PERIOD = AuditPeriod(
    "2026-Q4",
    datetime(2026, 9, 30, 16, tzinfo=UTC),
    datetime(2026, 12, 31, 16, tzinfo=UTC),
    date(2026, 10, 1),
    date(2026, 12, 31),
    "Asia/Shanghai",
    14,
    over=False,
)
OCCURRENCES = Occurrences(("2026-W40", "2026-W42"), ("2026-W41",), ("2026-W47", "2026-W48"))
LOOSE = Override(
    "security_update_grace_hours",
    "Hours within which a patch must be installed",
    "安全补丁发布后的安装时限",
    "hours",
    "documents",
    24,
    48,
    looser=True,
    controls=("vul-patches",),
)


def item(number: int, status: Status, domain: str, **more: object) -> ChecklistItem:
    """A control with this status."""
    control = Control(
        f"{domain.replace('_', '-')}-{number}",
        domain,
        f"Demand {number} of {domain}",
        f"{domain} 的第 {number} 项要求",
        f"What demand {number} asks for is done, and it shows.",
        list(Severity)[number % 4],
        "weekly" if number % 2 else "continuous",
        f"第 {number} 项要求已落实。",
        owner="IT department",
        owner_zh="信息技术部门",
        sources=(Source("plan", f"chapter {number}"),),
    )
    values: dict[str, object] = {
        "control": control,
        "status": status,
        "basis": (Basis.AUTOMATED, Basis.EVIDENCE),
        "checks": ("s3-default-encryption",),
        "findings": (),
        "evidence": ("s3-default-encryption: 2 fail, 1 pass",),
        "last_verified": STARTED,
        "next_due": date(2027, 3, 31),
        "owner": control.owner,
        "occurrences": OCCURRENCES if number % 2 else None,
        "because": (Because(f"reason {number}", f"原因 {number}"), Because("another", "另一个")),
    }
    return ChecklistItem(**{**values, **more})  # type: ignore[arg-type]


def followed(number: int) -> Followed:
    """A finding of the last audit."""
    past = PastFinding(
        f"{number:032}",
        "s3-default-encryption",
        sample_report().findings[0].outcome,
        Severity.HIGH,
        "s3.bucket",
        f"arn:aws:s3:::old-{number}",
        f"old-{number}",
        "prod-aws",
        "",
        "",
        f"old-{number} has no default encryption",
    )
    return Followed(
        past,
        "客服部",
        ("encryption-1",),
        STARTED - timedelta(days=80),
        STARTED - timedelta(days=73),
        overdue=True,
    )


def audited(report: Report, items: Iterable[ChecklistItem], **more: object) -> Report:
    """The report with a checklist of these items."""
    found = tuple(items)
    domains = sorted({one.control.domain for one in found})
    counts = tallied(found)
    controls = tuple(one.control.id for one in found)
    audit = Audit(
        period=PERIOD,
        items=found,
        counts=counts,
        domains={d: tallied(one for one in found if one.control.domain == d) for d in domains},
        documents=(DocumentSummary("plan", "Plan of security measures", "安保措施计划", controls, counts),),
        since_last=SinceLast(
            "2026-Q3", FINISHED, (followed(1),), (followed(2),), (followed(3),), (followed(4),)
        ),
        statements=StatementsHead(3, "statement:x"),
    )
    controls_of = {one.control.id: one.control for one in found}
    return replace(
        report,
        audit=audit,
        controls={**report.controls, **controls_of},
        parameters=(LOOSE,),
        **more,  # type: ignore[arg-type]
    )


def sample_audit(language: str = "en") -> Report:
    """Two domains with every status, findings on the worst control."""
    report = sample_report()
    findings = tuple(
        replace(
            finding, message_zh="中文说明", owner="ops", first_seen=STARTED, due=STARTED + timedelta(days=7)
        )
        for finding in report.findings
    )
    fingerprints = tuple(finding.fingerprint for finding in findings)
    items = [
        item(2 * number + extra, status, domain)
        for extra, domain in enumerate(("encryption", "incident_response"))
        for number, status in enumerate(Status)
    ]
    items[0] = replace(items[0], findings=fingerprints)
    return audited(replace(report, findings=findings), items, language=language)


def big_audit() -> Report:
    """As many controls as the catalogue has."""
    statuses = list(Status)
    return audited(sample_report(), [item(n, statuses[n % 7], f"domain_{n % 22:02}") for n in range(273)])
