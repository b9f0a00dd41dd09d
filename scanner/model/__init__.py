"""The data that flows through a scan. Imports nothing of ours."""

from scanner.model.facts import Enumerated, Event, Gap, GapReason, Resource
from scanner.model.policy import Check, Control, EntryPoint, Need, Reads, Severity
from scanner.model.report import (
    CheckSummary,
    Coverage,
    ExitCode,
    PackInfo,
    Report,
    TargetSummary,
)
from scanner.model.result import (
    Disposition,
    Evaluation,
    Finding,
    Message,
    Outcome,
    Reason,
    Subject,
)
from scanner.model.target import Classification, Dataset, Store, Target

__all__ = [
    "Check",
    "CheckSummary",
    "Classification",
    "Control",
    "Coverage",
    "Dataset",
    "Disposition",
    "EntryPoint",
    "Enumerated",
    "Evaluation",
    "Event",
    "ExitCode",
    "Finding",
    "Gap",
    "GapReason",
    "Message",
    "Need",
    "Outcome",
    "PackInfo",
    "Reads",
    "Reason",
    "Report",
    "Resource",
    "Severity",
    "Store",
    "Subject",
    "Target",
    "TargetSummary",
]
