"""The syntax of nginx configuration files: directives, blocks, quotes, and Lua blocks.

Source: ngx_conf_file.c, https://nginx.org/en/docs/beginners_guide.html#conf_structure
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from collectors.server.facts.tls.model import malformed
from collectors.server.reply import NotSeenError
from scanner.model import GapReason

_SPACE = " \t\r\n"
_BETWEEN = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)+")
_PLAIN = re.compile(r"[^ \t\r\n;{\\]+")
_LUA = "_by_lua_block"
ABSENT = "include, absent"
"""Stands in a block for what an include would bring, were it in the source."""
MAX_DEPTH = 50
"""Blocks within blocks; nginx itself has no use for more than ten."""


@dataclass(slots=True)
class Directive:
    """One directive; `block` is None for one that ends with a semicolon."""

    name: str
    args: list[str]
    file: str
    line: int
    block: "list[Directive] | None" = None


def demand_whole(scope: Iterable[Directive]) -> None:
    """Raises NotSeenError when a block includes something that is not in the source."""
    for directive in scope:
        if directive.name == ABSENT:
            raise not_in_source(directive)


def not_in_source(directive: Directive) -> NotSeenError:
    """Why it is not known what an include brings."""
    if directive.args[0] == directive.file:
        what = f"nginx: what stands around {directive.file} in the file that includes it is not in the source"
    else:
        where = f"{directive.file}:{directive.line}"
        what = f"nginx: {where} includes {directive.args[0]}, which is not in the source; put it there"
    return NotSeenError(GapReason.NOT_IN_SOURCE, what)


@dataclass(slots=True)
class _Scanner:
    text: str
    file: str
    at: int = 0
    line: int = 1
    words: list[str] = field(default_factory=list)

    def step(self) -> str:
        """The character here; moves on."""
        char = self.text[self.at]
        self.at += 1
        if char == "\n":
            self.line += 1
        return char

    def skip(self) -> None:
        """Past blanks and comments."""
        if passed := _BETWEEN.match(self.text, self.at):
            self.line += passed[0].count("\n")
            self.at = passed.end()

    def word(self) -> str:
        """A word, quoted or bare, with its escapes undone as nginx does."""
        if self.text[self.at] in "\"'":
            return self._quoted()
        found = ""
        while self.at < len(self.text):
            if plain := _PLAIN.match(self.text, self.at):
                found += plain[0]
                self.at = plain.end()
                continue
            char = self.text[self.at]
            if char == "{" and found.endswith("$"):
                # ${name} is a variable, not a block.
                found += self._until("}")
                continue
            if char in _SPACE or char in ";{":
                break
            found += self._escaped()
        return found

    def _quoted(self) -> str:
        quote = self.step()
        found = ""
        while self.at < len(self.text):
            if self.text[self.at] == quote:
                self.step()
                if self.text[self.at : self.at + 1] not in ("", *_SPACE, ";", "{", ")"):
                    raise malformed(f"{self.file}:{self.line}: unexpected text after a closing quote")
                return found
            found += self._escaped() if self.text[self.at] == "\\" else self.step()
        raise malformed(f"{self.file}: a quote does not end")

    def _escaped(self) -> str:
        self.step()
        if self.at >= len(self.text):
            return "\\"
        char = self.step()
        return {"t": "\t", "r": "\r", "n": "\n"}.get(char, char if char in "\"'\\" else f"\\{char}")

    def _until(self, end: str) -> str:
        found = ""
        while self.at < len(self.text):
            found += self.step()
            if found.endswith(end):
                return found
        raise malformed(f"{self.file}: a variable does not end")

    def lua(self) -> None:
        """Past the closing brace of a Lua block; strings and comments may hold braces."""
        depth = 1
        while self.at < len(self.text):
            if self._lua_opaque():
                continue
            depth += {"{": 1, "}": -1}.get(self.step(), 0)
            if depth == 0:
                return
        raise malformed(f"{self.file}: a Lua block does not end")

    def _lua_opaque(self) -> bool:
        """Past one Lua string or comment, if one begins here."""
        rest = self.text[self.at : self.at + 4]
        for start, end in (("--[[", "]]"), ("[[", "]]"), ("--", "\n")):
            if rest.startswith(start):
                self._jump(self.text.find(end, self.at + len(start)), len(end))
                return True
        if rest[:1] not in ("'", '"'):
            return False
        quote = self.step()
        while self.at < len(self.text):
            char = self.step()
            if char == "\\" and self.at < len(self.text):
                self.step()
            elif char == quote:
                break
        return True

    def _jump(self, end: int, length: int) -> None:
        target = len(self.text) if end < 0 else end + length
        self.line += self.text.count("\n", self.at, target)
        self.at = target


def parse(lines: Sequence[str], file: str) -> list[Directive]:
    """All directives of one file, nested; raises NotSeenError for what is no nginx configuration."""
    scanner = _Scanner("\n".join(lines), file)
    found = list(_directives(scanner, 0))
    scanner.skip()
    if scanner.at < len(scanner.text):
        raise malformed(f"{file}:{scanner.line}: unexpected }}")
    return found


def _directives(scanner: _Scanner, depth: int) -> Iterator[Directive]:
    """Directives up to the end of the block, whose brace is taken, or of the file."""
    if depth > MAX_DEPTH:
        raise malformed(f"{scanner.file}: blocks are nested too deep")
    while True:
        scanner.skip()
        if scanner.at >= len(scanner.text):
            if depth:
                raise malformed(f"{scanner.file}: a block does not end")
            return
        if scanner.text[scanner.at] == "}":
            if depth:
                scanner.step()
            return
        yield _directive(scanner, depth)


def _directive(scanner: _Scanner, depth: int) -> Directive:
    line = scanner.line
    words: list[str] = []
    while True:
        scanner.skip()
        char = scanner.text[scanner.at : scanner.at + 1]
        if char in ("", "}") or (char in (";", "{") and not words):
            raise malformed(f"{scanner.file}:{scanner.line}: unexpected {char or 'end of file'}")
        if char not in (";", "{"):
            words.append(scanner.word())
            continue
        scanner.step()
        made = Directive(words[0], words[1:], scanner.file, line)
        if char == "{":
            made.block = []
            if made.name.endswith(_LUA):
                scanner.lua()
            else:
                made.block = list(_directives(scanner, depth + 1))
        return made
