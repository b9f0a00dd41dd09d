"""Text from audited systems, made safe to read: nothing in it may act, hide or reorder."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime

from scanner.model import Acceptance, BaselineComparison, ExitCode, GapReason, Outcome

_BREAKS = re.compile(r"([\n\t])")

OUTCOME_LABEL: Mapping[Outcome, str] = {
    Outcome.PASS: "passed",
    Outcome.FAIL: "failed",
    Outcome.UNKNOWN: "unknown",
    Outcome.NOT_APPLICABLE: "not applicable",
}

GAP_LABEL: Mapping[GapReason, str] = {
    GapReason.DENIED: "access denied",
    GapReason.UNREACHABLE: "unreachable",
    GapReason.TIMEOUT: "timed out",
    GapReason.TOOL_ABSENT: "tool not installed",
    GapReason.UNSUPPORTED: "not supported",
    GapReason.MALFORMED: "reply not understood",
    GapReason.TRUNCATED: "cut off at a size limit",
    GapReason.CANCELLED: "cancelled",
    GapReason.UNKNOWN_UNTIL_APPLY: "known only after apply",
    GapReason.NOT_IN_SOURCE: "not in the source",
}

EXIT_LABEL: Mapping[ExitCode, str] = {
    ExitCode.CLEAN: "Clean",
    ExitCode.FINDINGS: "Findings",
    ExitCode.USAGE: "Not run",
    ExitCode.INCOMPLETE: "Incomplete",
}

EXIT_MEANING: Mapping[ExitCode, str] = {
    ExitCode.CLEAN: "the audit is complete and no open finding reaches the threshold",
    ExitCode.FINDINGS: "the audit is complete and open findings reach the threshold",
    ExitCode.USAGE: "usage or configuration error, nothing was audited",
    ExitCode.INCOMPLETE: "undecided or broken checks, or nothing audited: this is not a clean result",
}


def visible(text: str) -> str:
    r"""One line in which every control, bidi, invisible or invalid character is written out, as `\x1b`.

    Spaces of every width stay; the result can always be encoded as UTF-8.
    """
    return text if text.isprintable() else "".join(map(_shown, text))


def visible_block(text: str) -> str:
    """Like `visible`, but line breaks and tabs keep their meaning."""
    parts = _BREAKS.split(text.replace("\r\n", "\n"))
    return "".join(part if part in ("\n", "\t") else visible(part) for part in parts)


def _shown(char: str) -> str:
    if char.isprintable() or unicodedata.category(char) == "Zs":
        return char
    return char.encode("unicode_escape").decode("ascii")


def utc(moment: datetime) -> str:
    """ISO 8601 in UTC, ending in Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """`1 check`, `1,220 checks`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def accepted_by(acceptance: Acceptance) -> str:
    """Why a finding does not count, who answers for that, up to when, and where it stands."""
    who = [
        f"{word} {name}"
        for word, name in (("owner", acceptance.owner), ("approved by", acceptance.approved_by))
        if name
    ]
    until = [f"until {acceptance.expires.isoformat()}"] if acceptance.expires else []
    return f"{acceptance.reason} ({', '.join([*who, *until, acceptance.source])})"


def compared(comparison: BaselineComparison) -> str:
    """What became of the findings known before, in numbers."""
    fixed, others = len(comparison.fixed), len(comparison.not_rechecked)
    numbers = f"{comparison.known:,} still there, {fixed:,} fixed, {others:,} not re-checked"
    return f"{numbers} ({comparison.source})"
