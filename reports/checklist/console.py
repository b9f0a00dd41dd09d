"""The checklist in the terminal: what is not in order, worst first, then totals and the verdict."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reports.checklist.words import MARK, STATUS, domain_name, only_for, unit
from reports.language import Translate, chosen, translator
from reports.progress import put
from reports.text import visible
from scanner.model import Audit, ChecklistItem, ExitCode, Report, Status

_STYLE = {
    Status.FAIL: "bold red",
    Status.OVERDUE: "red",
    Status.UNKNOWN: "magenta",
    Status.NOT_ASSESSED: "yellow",
    Status.WAIVED: "cyan",
    Status.PASS: "green",
    Status.NOT_APPLICABLE: "dim",
}
_QUIET = (Status.WAIVED, Status.PASS, Status.NOT_APPLICABLE)
_MAX_ITEMS = 40
_EXIT_STYLE = {ExitCode.CLEAN: "bold green", ExitCode.FINDINGS: "bold red"}

Line = tuple[int, Text]


def print_checklist(report: Report, console: Console, outputs: Sequence[Path]) -> None:
    """Print a finished audit; `outputs` are the files already written. Long lists are cut, and say so."""
    audit = report.audit
    if audit is None:
        raise ValueError("a scan has no checklist")
    t = translator(report.language)
    open_items = sorted((item for item in audit.items if item.status not in _QUIET), key=_worst_first)
    shown = open_items[:_MAX_ITEMS] if outputs else open_items
    for item in shown:
        for indent, text in _item_lines(item, report.language, t):
            put(console, text, indent)
    if len(shown) < len(open_items):
        more = len(open_items) - len(shown)
        put(console, Text(f"… {more} {t('more in')} {outputs[0].parent / 'checklist.html'}\n", "bold"))
    console.print(_domains(audit, t))
    for text in _closing(report, audit, outputs, t):
        put(console, text)


def _worst_first(item: ChecklistItem) -> tuple[object, ...]:
    return item.status.rank, -item.control.severity.rank, item.control.domain, item.control.id


def _item_lines(item: ChecklistItem, language: str, t: Translate) -> Iterator[Line]:
    control = item.control
    title = chosen(language, control.title, control.title_zh)
    word = f"{MARK[item.status]} {t(STATUS[item.status])}"
    yield 0, Text.assemble((f"{word}  ", _STYLE[item.status]), (visible(title), "bold"), f"  {control.id}")
    owner = chosen(language, item.owner, control.owner_zh) or t("unassigned")
    due = f", {t('Next due')} {item.next_due:%Y-%m-%d}" if item.next_due else ""
    yield 4, Text(visible(f"{t(control.severity.value)}, {owner}{due}"), "dim")
    if item.because:
        more = f" (+{len(item.because) - 1})" if len(item.because) > 1 else ""
        yield 4, Text(visible(chosen(language, item.because[0].text, item.because[0].zh)) + more)


def _domains(audit: Audit, t: Translate) -> Table:
    """Totals per domain; a zero is a dot, so that numbers stand out."""
    table = Table(box=None, pad_edge=False, header_style="bold", show_footer=True)
    table.add_column(t("Domain"), footer=t("all"))
    for status in Status:
        table.add_column(
            MARK[status],
            justify="right",
            style=_STYLE[status],
            footer=str(audit.counts[status]),
            no_wrap=True,
        )
    table.add_column(t("all"), justify="right", footer=str(len(audit.items)))
    for domain, counts in audit.domains.items():
        numbers = [str(counts[status]) if counts[status] else "·" for status in Status]
        table.add_row(domain_name(domain, t), *numbers, str(sum(counts.values())))
    return table


def _closing(report: Report, audit: Audit, outputs: Sequence[Path], t: Translate) -> Iterator[Text]:
    legend = "  ".join(f"{MARK[status]} {t(word)}" for status, word in STATUS.items())
    yield Text(legend, "dim")
    yield Text()
    for one in audit.documents:
        title = visible(chosen(report.language, one.title, one.title_zh))
        counts = ", ".join(f"{n} {t(STATUS[status])}" for status, n in one.counts.items() if n)
        yield Text.assemble((f"{title}: ", "bold"), counts)
    since = audit.since_last
    if since:
        lists = {"fixed": since.fixed, "still open": since.still_open, "not rechecked": since.not_rechecked}
        counts = ", ".join(f"{len(found)} {t(word)}" for word, found in {**lists, "new": since.new}.items())
        yield Text.assemble((f"{t('Since the last audit')} ({visible(since.period)}): ", "bold"), counts)
    for parameter in report.parameters:
        default = f"{t('Default')} {parameter.default} {unit(parameter, report.language)}"
        only = f"{only_for(parameter, t)} {parameter.only_id}: " if parameter.only_for else ""
        text = visible(f"{only}{parameter.name} = {parameter.value} ({default})")
        loose = t("Looser than the documents; what rests on it does not pass.") if parameter.looser else ""
        yield Text.assemble((f"{t('Parameter')}: ", "bold"), text, (f"  {loose}", "yellow"))
    told = {parameter.warning for parameter in report.parameters}
    for line in (line for line in report.warnings if line not in told):
        yield Text.assemble((f"{t('Warnings')}: ", "yellow"), visible(line))
    for path in outputs:
        yield Text.assemble(("→ ", "bold"), visible(str(path)))
    style = _EXIT_STYLE.get(report.exit_code, "bold magenta")
    yield Text(visible(chosen(report.language, report.verdict, report.verdict_zh)), style)
