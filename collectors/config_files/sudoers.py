"""sudoers as `server.sudo_rule`, by way of cvtsudoers(1) as on a machine, which is given text and no path."""

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from collectors.config_files.facts import Found, sources
from collectors.config_files.tree import Tree
from collectors.planned.drafts import Draft
from collectors.server.facts import sudo
from collectors.server.reply import NotSeenError
from collectors.server.texts import joined_lines
from scanner.interfaces import Json
from scanner.model import GapReason

TYPE = "server.sudo_rule"
_INCLUDE = re.compile(r"\s*[@#](include|includedir)\s+(\S.*?)\s*$")
_OTHER = re.compile(r"\s*(#(?!\d)|$|Defaults\b|(User|Runas|Host|Cmnd|Cmd)_Alias\b)")
"""Lines that are no rule; `#` and digits begin one, for a user by number."""
_ERROR = re.compile(r"stdin:(\d+):\d+:\s*(.*)")
_SECONDS = 20
_MAX_APART = 500
_MAX_DEPTH = 16


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text, continued ones joined, and where it begins."""

    text: str
    file: str
    number: int

    @property
    def is_rule(self) -> bool:
        return not _OTHER.match(self.text)


@dataclass(slots=True)
class _Text:
    """All lines, with those of included files in their place."""

    lines: list[_Line] = field(default_factory=list)
    absent: NotSeenError | None = None


def found(tree: Tree, *, part: bool) -> Found:
    """Each rule once; `part`: one of several files, so that Defaults may stand in the others."""
    try:
        text = _Text()
        _take(tree, tree.place, text, 0)
        rules = _rules(tree, text)
        whole = _convert(tree, text.lines, "-s", "aliases,privileges", "-f", "sudoers")
    except NotSeenError as problem:
        return Found(problems=[(TYPE, problem)])
    unsure = text.absent
    if part and unsure is None:
        shown = tree.shown(tree.place)
        unsure = tree.not_in_source(f"Defaults for {shown} may stand in the files that include it")
    drafts = [_draft(tree, rule, line, _Defaults(whole, unsure)) for rule, line in rules.items()]
    return Found(drafts, [(TYPE, text.absent)] if text.absent else [])


@dataclass(frozen=True, slots=True)
class _Defaults:
    """The text of all Defaults, and why there may be more."""

    text: str
    unsure: NotSeenError | None

    def nopasswd(self, rule: sudo.Rule) -> bool:
        """See collectors.server.facts.sudo.nopasswd; a source does not tell the name of its machine."""
        lines = sudo.defaults_of(self.text)
        if rule.option("authenticate") is None:
            if self.unsure:
                raise self.unsure
            if any(line.binding == "@" for line in lines):
                detail = "sudoers has Defaults for single machines; which one it is for is not in the source"
                raise NotSeenError(GapReason.NOT_IN_SOURCE, detail)
        return sudo.nopasswd(rule, lines, "")

    def password_of(self) -> str:
        """See collectors.server.facts.sudo.password_of."""
        if self.unsure:
            raise self.unsure
        return sudo.password_of_text(self.text)


def _draft(tree: Tree, rule: sudo.Rule, line: _Line | None, defaults: _Defaults) -> Draft:
    facts: dict[str, Callable[[], Json]] = {
        fact: partial(_constant, value) for fact, value in rule.facts().items()
    }
    facts["nopasswd"] = lambda: defaults.nopasswd(rule)
    facts["password_of"] = defaults.password_of
    place = tree.location(line.file, line.number) if line else tree.location(tree.place, 0)
    id_ = f"{tree.shown(tree.place)}/sudo_rule/{rule.key}"
    return Draft(TYPE, id_, rule.name, sources(tree, facts), locations={"": place})


def _constant(value: Json) -> Json:
    return value


def _take(tree: Tree, path: str, text: _Text, depth: int) -> None:
    """The lines of a file, with includes followed in place; those that are not there are remembered."""
    if depth > _MAX_DEPTH:
        raise NotSeenError(GapReason.MALFORMED, f"{path}: includes are nested too deep")
    for number, content in joined_lines(tree.read(path) or ()):
        line = _Line(content, path, number)
        match = _INCLUDE.match(line.text)
        if match is None:
            text.lines.append(line)
            continue
        try:
            paths = _included(tree, path, match[1], match[2].strip('"'))
        except NotSeenError as problem:
            if problem.reason is not GapReason.NOT_IN_SOURCE:
                raise
            text.absent = text.absent or problem
            continue
        for included in paths:
            _take(tree, included, text, depth + 1)


def _included(tree: Tree, path: str, how: str, name: str) -> Sequence[str]:
    """sudoers(5), "Including other files": of a folder, names with a dot or ~ at the end are left out."""
    if "%h" in name:
        raise tree.not_in_source(f"{name} depends on the name of the machine, which is not in the source")
    full = name if name.startswith("/") else f"{path.rpartition('/')[0]}/{name}"
    if how == "include":
        return tree.included(full)
    found = tree.included(f"{full.rstrip('/')}/*")
    return [one for one in found if "." not in one.rpartition("/")[2] and not one.endswith("~")]


def _rules(tree: Tree, text: _Text) -> dict[sudo.Rule, _Line | None]:
    """Every rule with the line that it stands in."""
    specs = sudo.specifications(_convert(tree, text.lines, "-f", "json"))
    lines: list[_Line | None] = [line for line in text.lines if line.is_rule]
    if len(lines) != len(specs):
        lines = _apart(tree, text, len(specs))
    found: dict[sudo.Rule, _Line | None] = {}
    for line, rules in zip(lines, specs, strict=True):
        for rule in rules:
            found.setdefault(rule, line)
    return found


def _apart(tree: Tree, text: _Text, number: int) -> list[_Line | None]:
    """Lines with several specifications, told by reading each line by itself; none when that fails."""
    aliases = [line for line in text.lines if not line.is_rule]
    lines = [line for line in text.lines if line.is_rule]
    if len(lines) > _MAX_APART:
        return [None] * number
    found: list[_Line | None] = []
    for line in lines:
        found += [line] * len(sudo.specifications(_convert(tree, [*aliases, line], "-f", "json")))
    return found if len(found) == number else [None] * number


def _convert(tree: Tree, lines: Sequence[_Line], *arguments: str) -> str:
    """What cvtsudoers makes of lines; raises NotSeenError when it does not understand one."""
    program = shutil.which("cvtsudoers", path="/usr/bin:/usr/sbin:/usr/local/bin:/usr/local/sbin:/bin:/sbin")
    if program is None:
        detail = "sudoers is read by cvtsudoers, which is not installed here; install sudo 1.9"
        raise NotSeenError(GapReason.TOOL_ABSENT, detail)
    text = "".join(f"{line.text}\n" for line in lines)
    try:
        done = subprocess.run(  # noqa: S603 (a program of the system, text on its standard input)
            [program, "-c", "/dev/null", "-e", *arguments],
            input=text,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            env={"LC_ALL": "C.UTF-8"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotSeenError(
            GapReason.TIMEOUT, f"cvtsudoers did not come back: {type(error).__name__}"
        ) from error
    match = _ERROR.search(done.stderr)
    if match and 0 < int(match[1]) <= len(lines):
        line = lines[int(match[1]) - 1]
        where = f"{tree.shown(line.file)}:{line.number}"
        raise NotSeenError(GapReason.MALFORMED, f"{where}: cvtsudoers says {match[2]}; look with visudo -c")
    if done.returncode != 0:
        # Its message could quote a line of a file that is none of the source's.
        detail = f"cvtsudoers ended with status {done.returncode}; look with visudo -c"
        raise NotSeenError(GapReason.MALFORMED, detail)
    return done.stdout
