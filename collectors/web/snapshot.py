"""A rendered page as a tree: Chrome DevTools Protocol, DOMSnapshot.captureSnapshot.

The browser itself hands out the tree with what is inside shadow roots and frames, where everything is drawn,
and which boxes are ticked. No script runs in the page for that, so the page cannot lie about it.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from collectors.web.dom import MAX_NODES, MAX_TEXT, TEXT, Box, Node, TooLargeError

STYLES = ("display", "visibility", "opacity", "color", "font-size", "overflow-x", "overflow-y")
PARAMETERS = {"computedStyles": list(STYLES), "includeBlendedBackgroundColors": True}
MIN_OPACITY = 0.1
MIN_FONT = 6.0
_ELEMENT, _TEXT = 1, 3
_NUMBER = re.compile(r"[0-9.]+")


def tree(snapshot: Mapping[str, Any]) -> Node:
    """The page with its frames in it. Raises TooLargeError."""
    return _Reader(snapshot).root()


class _Reader:
    def __init__(self, snapshot: Mapping[str, Any]) -> None:
        self._strings: Sequence[str] = snapshot["strings"]
        self._documents: Sequence[Mapping[str, Any]] = snapshot["documents"]
        self._count = 0

    def root(self) -> Node:
        return self._document(0, 0.0, 0.0, depth=0)

    def _text(self, index: int) -> str:
        return self._strings[index] if 0 <= index < len(self._strings) else ""

    def _document(self, number: int, left: float, top: float, *, depth: int) -> Node:
        document = self._documents[number]
        raw = document["nodes"]
        self._count += len(raw["nodeType"])
        if self._count > MAX_NODES:
            raise TooLargeError(f"more than {MAX_NODES} elements and texts")
        nodes = [self._node(raw, index) for index in range(len(raw["nodeType"]))]
        for index, parent in enumerate(raw["parentIndex"]):
            if parent >= 0:
                nodes[index].parent = nodes[parent]
                nodes[parent].children.append(nodes[index])
        self._draw(document["layout"], nodes, left, top)
        for index in raw.get("inputChecked", {}).get("index", ()):
            nodes[index].checked = True
        frames = raw.get("contentDocumentIndex", {"index": (), "value": ()})
        for index, inner in zip(frames["index"], frames["value"], strict=True):
            box = nodes[index].box
            if depth < 5 and box is not None:
                below = self._document(inner, 0.0, box.top, depth=depth + 1)
                below.parent = nodes[index]
                nodes[index].children.append(below)
        return nodes[0] if nodes else Node("html")

    def _node(self, raw: Mapping[str, Any], index: int) -> Node:
        kind = raw["nodeType"][index]
        if kind == _TEXT:
            return Node(TEXT, text=self._text(raw["nodeValue"][index])[:MAX_TEXT])
        if kind != _ELEMENT:
            return Node("#other")
        given = raw["attributes"][index]
        pairs = zip(given[::2], given[1::2], strict=True)
        attributes = {self._text(key).lower(): self._text(value)[:MAX_TEXT] for key, value in pairs}
        node = Node(self._text(raw["nodeName"][index]).lower(), attributes)
        node.checked = False if node.tag == "input" else None
        # What was never laid out is not seen.
        node.box = Box(0, 0, 0, shown=False)
        return node

    # --- where things are drawn -----------------------------------------------------------------------

    def _draw(self, layout: Mapping[str, Any], nodes: Sequence[Node], left: float, top: float) -> None:
        styles: dict[Node, dict[str, str]] = {}
        lefts: dict[Node, float] = {}
        backgrounds = layout.get("blendedBackgroundColors") or [-1] * len(layout["nodeIndex"])
        for at, index in enumerate(layout["nodeIndex"]):
            node, (x, y, width, height) = nodes[index], layout["bounds"][at]
            drawn = self._text(layout["text"][at])
            if node.tag.startswith("::") and drawn:
                # What a style sheet writes before or after an element.
                node.children.append(Node(TEXT, text=drawn[:MAX_TEXT], parent=node))
            if node in styles:
                continue
            names = zip(STYLES, layout["styles"][at], strict=False)
            style = {name: self._text(value) for name, value in names}
            styles[node], lefts[node] = style, x + left
            box = Box(y + top, y + top + height, width, shown=False)
            box.contrast = _contrast(style.get("color", ""), self._text(backgrounds[at]))
            node.box = box
        for node in styles:
            if node.box and node.tag != TEXT:
                node.box.shown = _is_shown(node, styles, lefts)
        for node in styles:
            if node.tag == TEXT:
                # Texts are seen where the element around them is.
                if node.parent and node.parent.box and node.box and node.box.contrast is not None:
                    node.parent.box.contrast = node.box.contrast
                node.box = None


def _is_shown(node: Node, styles: Mapping[Node, Mapping[str, str]], lefts: Mapping[Node, float]) -> bool:
    box, style = node.box, styles[node]
    if box is None or box.width < 1 or box.bottom - box.top < 1:
        return _has_drawn_child(node, styles, lefts) if box and style.get("display") == "inline" else False
    if style.get("visibility", "visible") != "visible" or _number(style.get("font-size", "")) < MIN_FONT:
        return False
    if box.bottom <= 0 or lefts[node] + box.width <= 0:
        return False
    opacity = 1.0
    for one in (node, *node.above()):
        around = styles.get(one)
        if around is None:
            continue
        opacity *= _number(around.get("opacity", "1"), 1.0)
        if one is not node and _clips(around) and one.box and not _overlap(node, one, lefts):
            return False
    return opacity >= MIN_OPACITY


def _has_drawn_child(
    node: Node, styles: Mapping[Node, Mapping[str, str]], lefts: Mapping[Node, float]
) -> bool:
    """An inline element around a block has no size of its own."""
    return any(
        child.box is not None and child.tag != TEXT and child in styles and _is_shown(child, styles, lefts)
        for child in node.children
    )


def _clips(style: Mapping[str, str]) -> bool:
    return bool({style.get("overflow-x"), style.get("overflow-y")} & {"hidden", "clip"})


def _overlap(node: Node, around: Node, lefts: Mapping[Node, float]) -> bool:
    if node.box is None or around.box is None:
        return False
    down = min(node.box.bottom, around.box.bottom) - max(node.box.top, around.box.top)
    mine, other = lefts[node], lefts[around]
    across = min(mine + node.box.width, other + around.box.width) - max(mine, other)
    return down >= 1 and across >= 1


def _number(text: str, default: float = 0.0) -> float:
    found = _NUMBER.search(text)
    try:
        return float(found[0]) if found else default
    except ValueError:
        return default


def _contrast(color: str, background: str) -> float | None:
    """Contrast ratio of WCAG 2, from 1 (none) to 21; None where a colour cannot be told."""
    first, second = _rgb(color), _rgb(background)
    if first is None or second is None:
        return None
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 2)


def _rgb(text: str) -> tuple[float, float, float] | None:
    if re.fullmatch(r"#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?", text):
        red, green, blue = (int(text[at : at + 2], 16) for at in (1, 3, 5))
        return red, green, blue
    numbers = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", text)] if text.startswith("rgb") else []
    if len(numbers) < 3:
        return None
    if len(numbers) > 3 and numbers[3] == 0:
        return None
    return numbers[0], numbers[1], numbers[2]


def _luminance(color: tuple[float, float, float]) -> float:
    parts = [c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
