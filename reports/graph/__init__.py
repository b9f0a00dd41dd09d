"""Access lists as pictures: SVG that needs no script, for a page and as a file of its own."""

import html
from functools import cache
from importlib import resources

from markupsafe import Markup
from rich.cells import cell_len, set_cell_size

from reports.graph.layout import COLUMNS, LETTERS, WIDTH, WIDTHS, Edge, Node, picture
from reports.language import ENGLISH, Phrases
from reports.text import visible
from scanner.model import AccessList

_HALF = 15
"""Half the height of a box."""
_LINE = 14
_LETTER = (7, 6.1)
"""Width of a letter of the first and the second line, at most; wide ones count twice."""


@cache
def style() -> str:
    """Rules for the classes of the pictures; colours are the page's when it has them."""
    return resources.files(__name__).joinpath("graph.css").read_text(encoding="utf-8")


def drawing(found: AccessList, t: Phrases = ENGLISH) -> Markup:
    """The picture for a page that has `style` in it."""
    return _svg(found, Markup(""), t)


def file(found: AccessList) -> str:
    """The picture as a file of its own, with its headline."""
    sheet = Markup("<style>{}</style>").format(Markup(style()))  # noqa: S704 - a file of this package
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + str(_svg(found, sheet, ENGLISH, headline(found))) + "\n"
    )


def headline(found: AccessList, t: Phrases = ENGLISH) -> str:
    """One sentence about a list."""
    count = sum(not entry.is_unused for entry in found.entries) + found.left_out
    given = {"dataset": found.dataset, "principals": t.number(count, "principal")}
    if found.unseen:
        return html.unescape(t("{dataset}: at least {principals} can reach it", **given))
    return html.unescape(t("{dataset}: {principals} can reach it", **given))


def legend(t: Phrases = ENGLISH) -> str:
    """What the letters stand for."""
    return ", ".join(f"{letter} {t(right)}" for right, letter in LETTERS.items())


def _svg(found: AccessList, sheet: Markup, t: Phrases, title: str = "") -> Markup:
    drawn = picture(found, t)
    parts = [_edge(edge) for edge in drawn.edges] + [_node(node) for node in drawn.nodes]
    more = str(t("and {principals}", principals=t.number(found.left_out, "more principal")))
    below = [line for line in (title, more if found.left_out else "", legend(t)) if line]
    parts += [_line(line, drawn.height + number * _LINE) for number, line in enumerate(below, 1)]
    height = drawn.height + len(below) * _LINE + 4
    return Markup(
        '<svg class="access" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" '
        'aria-label="{}">{}<title>{}</title>{}</svg>'
    ).format(WIDTH, height, headline(found, t), sheet, headline(found, t), Markup("").join(parts))


def _edge(edge: Edge) -> Markup:
    start = COLUMNS[edge.start.column] + WIDTHS[edge.start.column]
    end = COLUMNS[edge.end.column]
    middle, above, below = (start + end) / 2, f"{edge.start.y:.1f}", f"{edge.end.y:.1f}"
    path = f"M{start} {above}C{middle} {above} {middle} {below} {end} {below}"
    return Markup('<path class="line {}" d="{}"/>').format(edge.look, path)


def _line(text: str, y: float) -> Markup:
    return Markup('<text class="below" x="6" y="{}">{}</text>').format(y, text)


def _node(node: Node) -> Markup:
    left, width = COLUMNS[node.column], WIDTHS[node.column]
    first = node.y + (-1.5 if node.below else 4)
    text = Markup('<text x="{}" y="{}">{}</text>').format(
        left + 6, f"{first:.1f}", _cut(node.title, width - 10, _LETTER[0])
    )
    if node.below:
        text += Markup('<text class="below" x="{}" y="{}">{}</text>').format(
            left + 6, f"{node.y + 10.5:.1f}", _cut(node.below, width - 10, _LETTER[1])
        )
    return Markup(
        '<g class="box {}"><title>{}</title><rect x="{}" y="{}" width="{}" height="{}" rx="4"/>{}</g>'
    ).format(node.look, visible(node.full), left, f"{node.y - _HALF:.1f}", width, 2 * _HALF, text)


def _cut(text: str, width: float, letter: float) -> str:
    """As much as there is room for; the end of a name tells more than its middle."""
    text, cells = visible(text), int(width / letter)
    if cell_len(text) <= cells:
        return text
    head = set_cell_size(text, cells // 3).rstrip()
    room = cells - cell_len(head) - 1
    tail = text[-room:]
    while cell_len(tail) > room:
        tail = tail[1:]
    return f"{head}…{tail}"
