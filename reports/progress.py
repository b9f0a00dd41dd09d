"""Lines on a terminal, and the progress of a scan on it."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock

from rich.cells import cell_len
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from reports.text import visible

_WORD = re.compile(r"\s*\S+\s*")
_HANGING = 10
"""Indent of every line after the first."""
_ENDS = frozenset({"done", "incomplete"})


def put(console: Console, text: Text, indent: int = 0) -> None:
    """Print without ever breaking a word, so that ids stay whole."""
    text = _encodable(text, console.encoding)
    lines: Iterable[Text] = [text]
    if console.is_terminal:
        lines = _wrapped(text, max(console.width - max(indent, _HANGING), 20))
    for number, line in enumerate(lines):
        line.rstrip()
        margin = indent if number == 0 else max(indent, _HANGING)
        console.print(Text(" " * margin).append_text(line), highlight=False, soft_wrap=True)


def _wrapped(text: Text, width: int) -> Iterable[Text]:
    """Lines of at most `width` cells, broken between words only (Rich itself would fold long ids)."""
    breaks, used = [], 0
    for word in _WORD.finditer(text.plain):
        if used and used + cell_len(word[0].rstrip()) > width:
            breaks.append(word.start())
            used = 0
        used += cell_len(word[0])
    return text.divide(breaks)


def _encodable(text: Text, encoding: str) -> Text:
    plain = text.plain.encode(encoding, "backslashreplace").decode(encoding)
    return text if plain == text.plain else Text(plain)


@contextmanager
def progress(console: Console, total: int | None = None) -> Iterator[Callable[[str, str], None]]:
    """Show what happens to each target until the block ends; the callable may be called from any thread.

    `total` is the number of targets; without it, those seen so far are counted. Where the console is no
    terminal, each change is one plain line on stderr.
    """
    if not console.is_terminal:
        yield _Log(console if console.stderr else Console(stderr=True))
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        yield _Live(bars, total)


class _Log:
    """One line per change."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def __call__(self, target: str, state: str) -> None:
        put(self._console, Text(f"selfaudit: {visible(target)}: {visible(state)}"))


class _Live:
    """A line of counts, and below it one line per target that is being worked on."""

    def __init__(self, bars: Progress, total: int | None) -> None:
        self._bars = bars
        self._total = total
        self._lock = Lock()
        self._running: dict[str, TaskID] = {}
        self._ended: dict[str, str] = {}
        self._counts = bars.add_task(self._summary(), total=None)

    def __call__(self, target: str, state: str) -> None:
        with self._lock:
            if state in _ENDS:
                self._ended[target] = state
                self._stop(target)
            else:
                self._show(target, f"  {visible(target)}: {visible(state)}")
            self._bars.update(self._counts, description=self._summary())

    def _show(self, target: str, line: str) -> None:
        if target in self._running:
            self._bars.update(self._running[target], description=line)
        else:
            self._running[target] = self._bars.add_task(line, total=None)

    def _stop(self, target: str) -> None:
        task = self._running.pop(target, None)
        if task is not None:
            self._bars.remove_task(task)

    def _summary(self) -> str:
        total = self._total or len(self._ended.keys() | self._running.keys())
        incomplete = sum(state == "incomplete" for state in self._ended.values())
        return f"{len(self._ended):,}/{total:,} targets done" + (
            f", {incomplete:,} incomplete" if incomplete else ""
        )
