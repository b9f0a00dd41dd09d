"""`selfaudit due`: what falls due, from records and statements alone."""

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.audit import Language, LanguageOption, configured
from scanner.cli.options import PoliciesOption
from scanner.cli.owners import TrustOption
from scanner.cli.policy import load
from scanner.cli.run import DEFAULT_CONFIG, Source, now, taken
from scanner.cli.stop import stop_on_interrupt
from scanner.interfaces import ConfigurationError, Halt
from scanner.model import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.language import Translate
    from scanner.audit import Request
    from scanner.inventory import Inventory
    from scanner.model import Report
    from scanner.policy_pack import Pack
    from scanner.selection import Options
    from scanner.snapshot import Snapshot
    from scanner.upcoming import Due


def due(
    within: Annotated[str, typer.Option(metavar="DAYS", help="How far to look ahead, such as 30d.")] = "30d",
    config: Annotated[Path | None, typer.Option(help="What to audit. Default: audit.yaml here.")] = None,
    policies: PoliciesOption = None,
    trust: TrustOption = None,
    audits: Annotated[
        Path | None, typer.Option(help="Folder of all audits. Default: audits beside the configuration.")
    ] = None,
    lang: LanguageOption = Language.EN,
) -> None:
    """List what falls due: controls, records that go out of date, findings of the last audit.

    Only registers and statements are read. Exit codes: 0 nothing is late, 1 something is, 2 usage or
    configuration error.
    """
    from scanner.last_audit import latest_audit
    from scanner.upcoming import controls_due, findings_due, in_order, records_due

    days = _days(within)
    with stop_on_interrupt() as interrupt:
        inventory = _recorded(configured(config, trust), config)
        calendar = inventory.calendar
        pack = load([*inventory.policies, *(policies or ())])
        folder = audits or (config or DEFAULT_CONFIG).parent / "audits"
        audit = latest_audit(folder, calendar)
        with taken(Source(inventory), pack, _options(), interrupt.halt) as snapshot:
            judge = _Judge(snapshot, pack)
            today = calendar.day_of(snapshot.header.created_at)
            last = today + timedelta(days=days)
            report = judge(today)
            items = report.audit.items if report.audit else ()
            found = in_order(
                [
                    *controls_due(items, last),
                    *records_due(judge, today, last, pack.controls),
                    *findings_due(audit, calendar, last),
                ]
            )
    _print(found, today, last, lang)
    raise typer.Exit(ExitCode.FINDINGS if any(one.day < today for one in found) else ExitCode.CLEAN)


def _days(text: str) -> int:
    match = re.fullmatch(r"(\d{1,3})d?", text.strip())
    if not match:
        raise ConfigurationError(f"--within {text}: must be a number of days such as 30d")
    return int(match[1])


def _recorded(inventory: "Inventory", config: Path | None) -> "Inventory":
    """Only the targets that people write: nothing live is looked at."""
    from scanner.checklist import RECORDED

    kept = tuple(
        target
        for target in inventory.targets
        if all(type_.startswith(RECORDED) for type_ in inventory.collectors[target.kind].types)
    )
    if not kept:
        name = config or DEFAULT_CONFIG
        raise ConfigurationError(
            f"{name}: no target of kind register or attestations, so nothing can fall due"
        )
    return replace(inventory, targets=kept)


def _options() -> "Options":
    from scanner.selection import Options

    return Options(records=True)


class _Judge:
    """Evaluates a snapshot as of a later day."""

    def __init__(self, snapshot: "Snapshot", pack: "Pack") -> None:
        self._snapshot = snapshot
        self._pack = pack
        self._known: dict[date, Report] = {}

    def __call__(self, day: date) -> "Report":
        if day not in self._known:
            self._known[day] = self._judge(day)
        return self._known[day]

    def _judge(self, day: date) -> "Report":
        from scanner.engines.regorus import RegorusEngine
        from scanner.pipeline import evaluate_snapshot

        header = self._snapshot.header
        as_of = max(header.created_at, header.calendar.midnight(day))
        later = replace(self._snapshot, header=replace(header, created_at=as_of))
        request = self._request(day)
        return evaluate_snapshot(
            later, self._pack, RegorusEngine(), _options(), now, Halt(), lambda _, __: None, "", request
        )

    def _request(self, day: date) -> "Request":
        """For the quarter that the day before lies in: what ends with it is due in it."""
        from scanner.audit import Request
        from scanner.period import interval_of

        header = self._snapshot.header
        today = header.calendar.day_of(header.created_at)
        meant = max(today, day - timedelta(days=1))
        return Request(interval_of(meant, "quarter", header.calendar))


def _print(found: "Sequence[Due]", today: date, last: date, language: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from reports.language import chosen, translator
    from reports.text import visible

    t = translator(language)
    if not found:
        typer.echo(t("nothing falls due up to {day}").format(day=last))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("due", "what", "occurrences", "owner"):
        table.add_column(t(title), no_wrap=title == "due", overflow="fold")  # ids are there to be copied
    for (day, _, _), group in groupby(found, key=lambda one: (one.day, one.control, one.kind)):
        one, *others = group
        more = f" ({t('and {number} more').format(number=len(others))})" if others else ""
        title = visible(chosen(language, one.title, one.title_zh))
        text = visible(chosen(language, one.text, one.text_zh))
        what = Text.assemble((title, "bold"), f" {visible(one.control)}\n", f"{text}{more}")
        due = Text(f"{day} {t('late')}", "red") if day < today else Text(str(day))
        owner = visible(chosen(language, one.owner, one.owner_zh))
        table.add_row(due, what, _occurrences(one, t), Text(owner or "–"))
    Console().print(table)


def _occurrences(due: "Due", t: "Translate") -> str:
    known = due.occurrences
    if known is None:
        return "–"
    parts = ((known.done, "done"), (known.missing, "missing"), (known.open, "open"))
    return ", ".join(f"{len(found)} {t(word)}" for found, word in parts)
