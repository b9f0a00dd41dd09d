"""Lines on a terminal, and the progress of a scan on it."""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Lock, Thread
from time import monotonic

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from reports.text import visible

_WORD = re.compile(r"\s*\S+\s*")
_HANGING = 10
"""Indent of every line after the first."""
_PLAIN_WIDTH = 10_000
"""Columns when nobody looks: nothing is wrapped."""
_ENDS = frozenset({"done", "incomplete"})
_BAR_WIDTH = 16
_NAMED = 3
"""Targets that are named while they are waited for."""
_FEW = 10
"""Up to so many targets, each has lines of its own where there is no terminal."""
_FIRST_PAUSE_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 120.0


def put(console: Console, text: Text, indent: int = 0) -> None:
    """Print without ever breaking a word, so that ids stay whole."""
    text = _encodable(text, console.encoding)
    if not console.is_terminal:
        _put_plain(console, _no_command(text), indent)
        return
    for number, line in enumerate(_wrapped(text, max(console.width - max(indent, _HANGING), 20))):
        line.rstrip()
        margin = indent if number == 0 else max(indent, _HANGING)
        console.print(Text(" " * margin).append_text(line), highlight=False, soft_wrap=True)


def _put_plain(console: Console, text: Text, indent: int) -> None:
    """One line without style, as Rich would print it; Rich itself takes a while over thousands of them."""
    plain = text.plain.rstrip()
    if "\t" in plain or "\n" in plain:
        console.print(Text(" " * indent + plain), highlight=False, soft_wrap=True)
    else:
        console.file.write(f"{' ' * indent}{plain}\n")
        console.file.flush()


def paragraph(console: Console, text: Text, indent: int) -> None:
    """Wrapped with an even margin on a terminal, one line elsewhere."""
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, indent)))
    else:
        put(console, text, indent)


def put_table(console: Console, table: Table) -> None:
    """On a terminal as wide as it is; elsewhere each row on one line, for grep."""
    if console.is_terminal:
        console.print(table)
        return
    wide = Console(file=io.StringIO(), width=_PLAIN_WIDTH)
    with wide.capture() as text:
        wide.print(table)
    for line in text.get().splitlines():
        console.print(line.rstrip(), soft_wrap=True, highlight=False, markup=False)


def _wrapped(text: Text, width: int) -> Iterable[Text]:
    """Lines of at most `width` cells, broken between words only (Rich itself would fold long ids)."""
    breaks, used = [], 0
    for word in _WORD.finditer(text.plain):
        if used and used + cell_len(word[0].rstrip()) > width:
            breaks.append(word.start())
            used = 0
        used += cell_len(word[0])
    return text.divide(breaks)


def _no_command(text: Text) -> Text:
    """What a runner of GitHub Actions would obey is written out: a log holds text of audited systems."""
    plain = text.plain
    if plain.lstrip().startswith("::"):
        plain = plain.replace(":", "\\x3a", 1)
    plain = plain.replace("##[", "#\\x23[")
    return text if plain == text.plain else Text(plain)


def _encodable(text: Text, encoding: str) -> Text:
    plain = text.plain.encode(encoding, "backslashreplace").decode(encoding)
    return text if plain == text.plain else Text(plain)


@contextmanager
def progress(console: Console, total: int) -> Iterator[Callable[[str, str], None]]:
    """Show what happens to each of `total` targets until the block ends.

    The callable takes a target and what happens to it, and may be called from any thread. Where the console
    is no terminal, it is a plain line on stderr now and then.
    """
    targets = _Targets(total)
    if console.is_terminal:
        with _Bars(targets, console) as bars:
            yield bars.show
        return
    log = _Log(console if console.stderr else Console(stderr=True), targets)
    with log.heartbeat():
        yield log


@contextmanager
def evaluation(console: Console) -> Iterator[Callable[[int, int], None]]:
    """Show how many of all resources are evaluated until the block ends; the callable takes the two numbers.

    Where the console is no terminal, it is a plain line on stderr now and then.
    """
    if not console.is_terminal:
        seldom, error = _Seldom(), console if console.stderr else Console(stderr=True)

        def log(done: int, total: int) -> None:
            if seldom.due():
                put(error, Text(f"selfaudit: {seldom.elapsed()} {done:,}/{total:,} resources evaluated"))

        yield log
        return
    text = TextColumn("{task.completed:,.0f}/{task.total:,.0f} resources evaluated")
    columns = (SpinnerColumn(), BarColumn(_BAR_WIDTH), text, TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task("", total=0)
        yield lambda done, total: bars.update(task, completed=done, total=total)


class _Targets:
    """How far the targets are. Safe to use from several threads."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self._incomplete = 0
        self._running: dict[str, float] = {}
        """Since when, in monotonic seconds; the oldest first."""
        self._lock = Lock()

    def take(self, target: str, state: str) -> int:
        """Take note of one change; how many targets are done then."""
        with self._lock:
            if state in _ENDS:
                self._running.pop(target, None)
                self.done += 1
                self._incomplete += state == "incomplete"
            else:
                self._running.setdefault(target, monotonic())
            return self.done

    def counts(self) -> str:
        """How many are done, how many of these incomplete, and how many are left."""
        with self._lock:
            incomplete = f", {self._incomplete:,} incomplete" if self._incomplete else ""
            return f"{self.done:,}/{self.total:,} targets done{incomplete}, {self.total - self.done:,} left"

    def awaited(self) -> str:
        """Which targets are waited for, the slowest first; empty when there is none."""
        with self._lock:
            running = list(self._running.items())
        now = monotonic()
        named = ", ".join(f"{visible(name)} ({now - since:.0f} s)" for name, since in running[:_NAMED])
        count = f"{len(running):,}, the longest " if len(running) > _NAMED else ""
        return f"waiting for {count}{named}" if running else ""


class _Bars(Progress):
    """A bar with counts, and below it what is waited for."""

    def __init__(self, targets: _Targets, console: Console) -> None:
        self._targets = targets
        text = TextColumn("{task.description}", markup=False)
        columns = (SpinnerColumn(), BarColumn(_BAR_WIDTH), text, TimeElapsedColumn())
        super().__init__(*columns, console=console, transient=True)
        self._task = self.add_task(targets.counts(), total=targets.total)

    def show(self, target: str, state: str) -> None:
        """Show a change."""
        done = self._targets.take(target, state)
        self.update(self._task, description=self._targets.counts(), completed=done)

    def get_renderables(self) -> Iterable[RenderableType]:
        """The lines to draw; called by Rich several times a second."""
        yield from super().get_renderables()
        yield Text(f"  {self._targets.awaited()}", no_wrap=True, overflow="ellipsis")


class _Seldom:
    """Says when it is time for another line: the longer it takes, the more seldom."""

    def __init__(self) -> None:
        self._start = self._last = monotonic()
        self._pause = _FIRST_PAUSE_SECONDS

    def due(self) -> bool:
        """Whether it is time; from then on until the next line."""
        if monotonic() - self._last < self._pause:
            return False
        self._last = monotonic()
        self._pause = min(2 * self._pause, _LONGEST_PAUSE_SECONDS)
        return True

    def elapsed(self) -> str:
        """Hours, minutes and seconds since the start."""
        return str(timedelta(seconds=int(monotonic() - self._start)))


class _Log:
    """Plain lines: one per change where there are few targets, else one per tenth of them."""

    def __init__(self, console: Console, targets: _Targets) -> None:
        self._console = console
        self._targets = targets
        self._seldom = _Seldom()
        self._in_order = Lock()

    def __call__(self, target: str, state: str) -> None:
        total = self._targets.total
        with self._in_order:
            done = self._targets.take(target, state)
            if total <= _FEW:
                self._line(f"{visible(target)}: {visible(state)}")
            elif state in _ENDS and (done * 10 // total > (done - 1) * 10 // total):
                self._line(f"{self._seldom.elapsed()} {self._targets.counts()}")

    @contextmanager
    def heartbeat(self) -> Iterator[None]:
        """Tell now and then that the scan is alive, and what it waits for, until the block ends."""
        finished = Event()

        def beat() -> None:
            while not finished.wait(1):
                if self._seldom.due():
                    self._line(
                        f"{self._seldom.elapsed()} {self._targets.counts()}; {self._targets.awaited()}"
                    )

        thread = Thread(target=beat, name="progress", daemon=True)
        thread.start()
        try:
            yield
        finally:
            finished.set()
            thread.join()

    def _line(self, text: str) -> None:
        put(self._console, Text(f"selfaudit: {text}"))
