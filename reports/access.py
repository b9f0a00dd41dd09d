"""Access lists in the terminal: who gets at a dataset, as whom, and by which chain."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from reports.language import ENGLISH, Phrases, chosen
from reports.progress import paragraph, put, put_table
from reports.text import counted, visible
from scanner.model import AccessEntry, AccessList, chinese

_KIND = {
    "anonymous": "anonymous",
    "conditional": "under conditions",
    "aws_account": "AWS account",
    "iam_user": "IAM user",
    "iam_role": "IAM role",
    "federated": "identity provider",
    "service": "service",
    "server_account": "account",
    "postgres_role": "database role",
}
_ALARMING = frozenset({"anonymous", "conditional"})
_MAX_UNSEEN = 10


def print_list(console: Console, found: AccessList) -> None:
    """One dataset: the table, and what could not be seen."""
    about, unseen = found.about, found.unseen
    told = f" ({about['classification'].replace('_', ' ')}, owner {visible(about['owner'])})" if about else ""
    unused = [entry for entry in found.entries if entry.is_unused]
    entries = [entry for entry in found.entries if not entry.is_unused]
    count = counted(len(entries), "principal")
    state = (f"at least {count}", "bold magenta") if unseen else (count, "bold")
    put(console, Text.assemble((visible(found.dataset), "bold"), told, ": ", state, " can reach it"))
    if entries:
        put_table(console, _table(entries, with_dataset=False))
    if unused:
        _print_unused(console, unused)
    if unseen:
        put(console, Text("Not seen, so that others may reach it too:", "magenta"))
        for line in unseen[:_MAX_UNSEEN]:
            put(console, Text(visible(line)), 2)
        if len(unseen) > _MAX_UNSEEN:
            put(console, Text(f"and {len(unseen) - _MAX_UNSEEN} more"), 2)
    console.print()


def _print_unused(console: Console, entries: Sequence[AccessEntry]) -> None:
    """Accounts of the system that reach what everybody reaches, but as which nobody can act."""
    names = ", ".join(dict.fromkeys(visible(entry.name) for entry in entries))
    count = counted(len(entries), "account")
    paragraph(console, Text(f"And {count} that nobody can use (no login, no service): {names}", "dim"), 0)


def print_person(console: Console, who: str, entries: Sequence[AccessEntry], *, complete: bool) -> None:
    """Everything that somebody can reach, over all datasets."""
    datasets = counted(len({entry.dataset for entry in entries}), "dataset")
    least = "" if complete else "at least "
    put(console, Text.assemble((visible(who), "bold"), f" reaches {least}{datasets}"))
    put_table(console, _table(entries, with_dataset=True))


def print_nothing(console: Console, who: str, similar: Sequence[str], *, complete: bool) -> None:
    """That somebody reaches nothing, and who may have been meant: a misspelt name reaches nothing, too."""
    known = "nothing" if complete else "nothing that could be seen"
    put(console, Text.assemble((visible(who), "bold"), f" reaches {known}"))
    if similar:
        put(console, Text(f"Similar names on the lists: {', '.join(map(visible, similar))}"))


def print_why(console: Console, entry: AccessEntry) -> None:
    """Every way by which a principal gets at a dataset, step by step."""
    name = Text.assemble((visible(entry.name), "bold"), f" ({kind(entry)}, {visible(entry.id)})")
    put(console, Text.assemble(name, " on ", (visible(entry.dataset), "bold")))
    for grant in entry.grants:
        rights = ", ".join(grant["rights"])
        under = ", under conditions" if grant["conditional"] else ""
        put(console, Text.assemble((rights, "bold"), f" of {visible(', '.join(grant['stores']))}{under}:"), 2)
        for number, step in enumerate(grant["chain"], 1):
            paragraph(console, Text(f"{number}. {visible(step)}"), 4)
    console.print()


def _table(entries: Sequence[AccessEntry], *, with_dataset: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in (*(("dataset",) if with_dataset else ()), "who", "is", "staff", "may", "through"):
        table.add_column(title, overflow="fold")
    for entry in entries:
        alarming = "bold red" if entry.kind in _ALARMING else ""
        cells = (
            Text(visible(entry.name), alarming),
            Text(_is(entry)),
            _staff(entry),
            Text(", ".join(entry.rights)),
            Text(_through(entry)),
        )
        table.add_row(*((Text(visible(entry.dataset)),) if with_dataset else ()), *cells)
    return table


def _is(entry: AccessEntry) -> str:
    if entry.use and entry.use["state"] == "service":
        runs = visible(", ".join(entry.use["runs"][:2]))
        return f"service of {visible(entry.system)} ({runs})"
    return kind(entry)


def kind(entry: AccessEntry) -> str:
    """What a principal is, and of which server."""
    return _KIND[entry.kind] + (f" of {visible(entry.system)}" if entry.system else "")


def _staff(entry: AccessEntry) -> Text:
    if entry.people is None:
        return Text("unknown", "magenta")
    if not entry.people:
        return Text("nobody")
    parts = [
        Text(visible(p.id) + (" (left)" if p.left else ""), "red" if p.left else "") for p in entry.people
    ]
    return Text(", ").join(parts)


def _through(entry: AccessEntry) -> str:
    ways = dict.fromkeys(through(grant) for grant in entry.grants)
    return ", ".join(ways)


def through(grant: Mapping[str, Any], t: Phrases = ENGLISH) -> str:
    """By what a right comes, in a word or two."""
    kind, name = way_of(grant)
    return f"{chosen(t.language, kind, chinese.WAY[kind])} {name}".strip()


def way_of(grant: Mapping[str, Any]) -> tuple[str, str]:
    """By what kind of thing a right comes, and what that is called if it has a name."""
    if grant["way"] not in ("group", "role"):
        return grant["way"], ""
    before, _, name = visible(grant["source"]).rpartition("/")
    # Roles of a database are its groups too.
    return "role" if before.endswith("role") else grant["way"], name


def called(entry: AccessEntry, t: Phrases) -> str:
    """The name of somebody; what stands for everybody is no name."""
    zh = chinese.ANYBODY.get(entry.name, "") if entry.kind == "anonymous" else ""
    return chosen(t.language, entry.name, zh)
