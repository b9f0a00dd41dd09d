"""Pieces of markup made from foreign values: facts as a tree, prose with code, link fragments."""

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import dedent
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from reports.language import Phrases
from reports.text import visible, visible_block

_MAX_TEXT = 2000
"""Characters of one value that the page shows."""
_MAX_VALUES = 300
"""Values of one finding's facts that the page shows."""
_MAX_DEPTH = 12

_CODE_LINE = re.compile(r"^(?: {2,}|\t|\$ )")
_INLINE_CODE = re.compile(r"`([^`\n]+)`")


def fragment(name: str) -> str:
    """A link to the element whose id is `name` as the page prints it."""
    return "#" + quote(visible(name), safe="")


def facts(value: Mapping[str, Any], t: Phrases) -> Markup:
    """Facts as nested definition lists; what is too much says how much and where to find it.

    End tags that HTML lets one leave out are left out: there are very many of them.
    """
    return Markup("").join(_Tree(t).render(value, 0)) if value else _aside(t("none could be read"))


def pairs(value: Mapping[str, Any]) -> str:
    """A small mapping on one line: `owner: care, environment: production`."""
    return ", ".join(f"{key}: {_inline(value[key])}" for key in sorted(value))


def _inline(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


class _Tree:
    """Renders one tree within a budget of values."""

    def __init__(self, t: Phrases) -> None:
        self._t = t
        self._left = _MAX_VALUES

    def render(self, value: Any, depth: int) -> Iterator[Markup]:
        if depth > _MAX_DEPTH and isinstance(value, Mapping | list | tuple):
            yield _aside(self._t("deeper levels are in the JSON report"))
        elif isinstance(value, Mapping) and value:
            yield from self._mapping(value, depth)
        elif isinstance(value, list | tuple) and value:
            yield from self._sequence(value, depth)
        else:
            self._left -= 1
            yield self._scalar(value)

    def _mapping(self, value: Mapping[str, Any], depth: int) -> Iterator[Markup]:
        yield Markup("<dl>")
        for done, key in enumerate(sorted(value)):
            if self._left <= 0:
                yield Markup("<dt>…<dd>") + self._more(len(value) - done)
                break
            yield Markup("<dt>{}<dd>").format(visible(str(key)))
            yield from self.render(value[key], depth + 1)
        yield Markup("</dl>")

    def _sequence(self, value: Sequence[Any], depth: int) -> Iterator[Markup]:
        plain = not any(isinstance(item, Mapping | list | tuple) for item in value)
        yield Markup("<ul>") if plain else Markup("<ol>")
        for done, item in enumerate(value):
            if self._left <= 0:
                yield Markup("<li>") + self._more(len(value) - done)
                break
            yield Markup("<li>")
            yield from self.render(item, depth + 1)
        yield Markup("</ul>") if plain else Markup("</ol>")

    def _more(self, number: int) -> Markup:
        return _aside(self._t("… {number} more in the JSON report", number=number))

    def _scalar(self, value: Any) -> Markup:
        if value is None or isinstance(value, bool):
            return _aside({None: "null", True: "true", False: "false"}[value])
        if isinstance(value, Mapping | list | tuple):
            return _aside(self._t("empty: none there"))
        text = str(value)
        if not text:
            return _aside(self._t("empty text"))
        cut = len(text) - _MAX_TEXT
        shown = escape(visible(text[:_MAX_TEXT]))
        if cut <= 0:
            return shown
        more = self._t("… {more} in the JSON report", more=self._t.number(cut, "more character"))
        return shown + " " + _aside(more)


def _aside(text: str) -> Markup:
    """A remark of ours between foreign values."""
    return Markup("<i>{}</i>").format(text)


def bold(value: object) -> Markup:
    """A value that stands out in a sentence."""
    return Markup("<b>{}</b>").format(value)


def code(text: str) -> Markup:
    """A name in a sentence."""
    return Markup("<code>{}</code>").format(visible(text))


def prose(text: str) -> Markup:
    """Paragraphs, `inline code`, and code blocks: fenced lines, indented lines, and lines after `$ `."""
    blocks: list[tuple[bool, list[str]]] = []
    fenced = False
    for line in visible_block(text.strip("\n")).split("\n"):
        if line.startswith("```"):
            fenced = not fenced
            blocks.append((fenced, []))
            continue
        code = fenced or bool(_CODE_LINE.match(line))
        if not blocks or not (fenced or line == "" or blocks[-1][0] == code):
            blocks.append((code, []))
        elif line == "" and not blocks[-1][0]:
            blocks.append((False, []))
        blocks[-1][1].append(line)
    return Markup("").join(_block(code, lines) for code, lines in blocks if any(map(str.strip, lines)))


def _block(code: bool, lines: list[str]) -> Markup:
    if not code:
        escaped = str(escape("\n".join(lines).strip()))
        return Markup("<p>{}</p>").format(Markup(_INLINE_CODE.sub(r"<code>\1</code>", escaped)))  # noqa: S704
    body = dedent("\n".join(line.removeprefix("$ ") for line in lines)).strip("\n")
    return Markup('<div class="paste"><pre tabindex="0"><code>{}</code></pre></div>').format(body)
