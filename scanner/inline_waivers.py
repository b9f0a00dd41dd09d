"""Waivers in comments of the files under test.

    # selfaudit:waive s3-access-logging until 2027-03-31: logs go to the same bucket
    resource "aws_s3_bucket" "logs" {

They hold for findings of the block that they stand in or right above. Whoever writes the file writes them, so
they never concern what is high or critical.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date

from scanner.interfaces import ConfigurationError
from scanner.model import Acceptance, Finding
from scanner.waiver_scopes import InlineScope
from scanner.waivers import FOUR_EYES, Waiver

_MARK = re.compile(r"(?:^|\s)(?:#|//)\s*selfaudit:waive\b(.*)")
_FORM = re.compile(r"\s+([a-z0-9][a-z0-9-]*)\s+until\s+([0-9]{4}-[0-9]{2}-[0-9]{2})\s*:\s*(\S.*)")
_MAX_LINE = 2_000

Lines = Callable[[str], Sequence[str]]
"""The lines of a file, by the path of a location; none when it cannot be read as text."""


def inline_waivers(path: str, lines: Sequence[str]) -> tuple[Waiver, ...]:
    """The waivers in the comments of a file. Raises ConfigurationError for one that is not whole."""
    found, problems = [], []
    for number, line in enumerate(lines, 1):
        mark = _MARK.search(line[:_MAX_LINE])
        if not mark:
            continue
        waiver = _waiver(path, number, mark[1])
        if waiver:
            found.append(waiver)
        else:
            form = "selfaudit:waive CHECK until YYYY-MM-DD: REASON"
            problems.append(f"{path}:{number}: not a waiver; write '{form}'")
    if problems:
        raise ConfigurationError(*problems)
    return tuple(found)


def _waiver(path: str, number: int, text: str) -> Waiver | None:
    form = _FORM.fullmatch(text.rstrip())
    if not form:
        return None
    try:
        expires = date.fromisoformat(form[2])
    except ValueError:
        return None
    acceptance = Acceptance(f"{path}:{number}", form[3].strip(), expires=expires)
    return Waiver(InlineScope(form[1], path, number), acceptance, expires)


class InlineWaivers:
    """The waivers of each file, read when a finding lies in it.

    `before` gives the lines of the file in the revision that a change is judged by: what the change itself
    adds does not count.
    """

    def __init__(self, lines: Lines, before: Lines | None = None) -> None:
        self._lines = lines
        self._before = before
        self._known: dict[str, tuple[Waiver, ...]] = {}
        self.proposed: list[Waiver] = []
        """Those that do not count."""

    def near(self, finding: Finding) -> tuple[Waiver, ...]:
        """Waivers that concern the finding, if it is one that they can concern."""
        where = finding.location
        if where is None or not where.line or finding.severity.rank >= FOUR_EYES.rank:
            return ()
        if where.path not in self._known:
            self._known[where.path] = self._read(where.path)
        return tuple(waiver for waiver in self._known[where.path] if _covers(waiver, finding))

    def _read(self, path: str) -> tuple[Waiver, ...]:
        waivers = inline_waivers(path, self._lines(path))
        if self._before is None:
            return waivers
        old = {_content(waiver) for waiver in inline_waivers(path, self._before(path))}
        self.proposed += (waiver for waiver in waivers if _content(waiver) not in old)
        return tuple(waiver for waiver in waivers if _content(waiver) in old)


def _covers(waiver: Waiver, finding: Finding) -> bool:
    return isinstance(waiver.scope, InlineScope) and waiver.scope.covers(finding)


def _content(waiver: Waiver) -> tuple[object, ...]:
    """A waiver without its line."""
    check = waiver.scope.check if isinstance(waiver.scope, InlineScope) else ""
    return check, waiver.expires, waiver.acceptance.reason
