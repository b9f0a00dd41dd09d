"""Where the blocks of a .tf file begin and end, without reading what is in them.

Source: "HCL Native Syntax Specification". Strings, templates in them, comments and heredocs are skipped, so
that a brace in a text is not taken for one of a block.
"""

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r'#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z)|<<-?(?P<end>[A-Za-z_][\w.-]*)[ \t]*\r?\n|(?P<mark>["{}])', re.DOTALL
)
_IN_STRING = re.compile(r'\\.|\$\$\{|%%\{|(?P<mark>"|[$%]\{)', re.DOTALL)
_HEADER = re.compile(r'(?:^|\n)[ \t]*([A-Za-z_][\w-]*)((?:[ \t]+(?:"[^"\n]*"|[A-Za-z_][\w-]*))*)[ \t\r]*\Z')
_WORD = re.compile(r'"([^"\n]*)"|([A-Za-z_][\w-]*)')
MAX_HEADER = 1000


@dataclass(slots=True)
class Span:
    """A top-level block: its kind and labels, its lines, and the names of its `dynamic` blocks."""

    kind: str
    labels: tuple[str, ...]
    line: int
    end_line: int = 0
    dynamic: set[str] = field(default_factory=set)


def spans(text: str) -> list[Span]:
    """The top-level blocks of a file, in order; one that is not closed ends with the file."""
    found: list[Span] = []
    position, depth, line, counted = 0, 0, 1, 0
    while (match := _TOKEN.search(text, position)) is not None:
        position = match.end()
        mark = match["mark"]
        if match["end"]:
            position = _after_heredoc(text, position, match["end"])
        elif mark == '"':
            position = _after_string(text, position)
        elif mark == "{":
            line += text.count("\n", counted, match.start())
            counted = match.start()
            _opened(found, text, match.start(), depth, line)
            depth += 1
        elif mark == "}":
            depth = max(0, depth - 1)
            if depth == 0 and found and not found[-1].end_line:
                line += text.count("\n", counted, match.start())
                counted = match.start()
                found[-1].end_line = line
    if found and not found[-1].end_line:
        found[-1].end_line = line + text.count("\n", counted)
    return found


def _opened(found: list[Span], text: str, position: int, depth: int, line: int) -> None:
    header = _HEADER.search(text, max(0, position - MAX_HEADER), position)
    if header is None:
        return
    labels = tuple(quoted or bare for quoted, bare in _WORD.findall(header[2]))
    if depth == 0:
        found.append(Span(header[1], labels, line))
    elif header[1] == "dynamic" and labels and found:
        found[-1].dynamic.add(labels[0])


def _after_heredoc(text: str, position: int, end: str) -> int:
    match = re.compile(rf"^[ \t]*{re.escape(end)}[ \t\r]*$", re.MULTILINE).search(text, position)
    return match.end() if match else len(text)


def _after_string(text: str, position: int) -> int:
    """The position after the closing quote; templates may hold strings of their own."""
    stack = ['"']
    while stack:
        if stack[-1] == '"':
            match = _IN_STRING.search(text, position)
            if match is None:
                return len(text)
            position = match.end()
            if match["mark"] == '"':
                stack.pop()
            elif match["mark"]:
                stack.append("{")
        else:
            match = _TOKEN.search(text, position)
            if match is None:
                return len(text)
            position = match.end()
            if match["mark"] == "}":
                stack.pop()
            elif match["mark"]:
                stack.append(match["mark"])
    return position


def template_pieces(text: str) -> list[tuple[str, str | None]]:
    """A template as literal texts, each with the expression that follows it; a directive begins with `%`."""
    found: list[tuple[str, str | None]] = []
    position = start = 0
    while (match := _TEMPLATE.search(text, position)) is not None:
        position = match.end()
        if match["mark"] is None:
            continue
        end = _after_interpolation(text, position)
        inside = text[position : end - 1].strip("~ \t\r\n")
        found.append((text[start : match.start()], inside if match["mark"] == "$" else f"%{inside}"))
        position = start = end
    found.append((text[start:], None))
    return found


_TEMPLATE = re.compile(r"\$\$\{|%%\{|(?P<mark>[$%])\{")


def _after_interpolation(text: str, position: int) -> int:
    depth = 1
    while depth and (match := _TOKEN.search(text, position)) is not None:
        position = match.end()
        if match["mark"] == '"':
            position = _after_string(text, position)
        elif match["mark"]:
            depth += 1 if match["mark"] == "{" else -1
    return len(text) + 1 if depth else position
