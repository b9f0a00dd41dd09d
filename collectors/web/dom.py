"""A page as a tree of nodes, whether it was parsed or rendered, and what is asked of such a tree."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

MAX_NODES = 60_000
MAX_TEXT = 2_000
TEXT = "#text"
_SPACE = re.compile(r"\s+")
_UNSHOWN = frozenset(("script", "style", "template", "noscript", "head", "title", "meta", "link"))
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)", re.IGNORECASE)


class TooLargeError(Exception):
    """The page has more nodes than are looked at."""


@dataclass(slots=True, eq=False)
class Box:
    """Where a node is drawn, in CSS pixels from the top of the page, and how well it stands out."""

    top: float
    bottom: float
    width: float
    shown: bool
    contrast: float | None = None


@dataclass(slots=True, eq=False)
class Node:
    """An element, or a text (`tag` is `#text`). `box` is None where nothing was drawn by a browser."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Node]" = field(default_factory=list)
    text: str = ""
    parent: "Node | None" = None
    box: Box | None = None
    checked: bool | None = None
    """Of a rendered box to tick: whether it is ticked now."""

    def get(self, name: str) -> str:
        """An attribute, empty when it is not there."""
        return self.attributes.get(name, "")

    def has(self, name: str) -> bool:
        """Whether an attribute is there, with or without a value."""
        return name in self.attributes

    def walk(self) -> "Iterator[Node]":
        """The node and everything below it, in the order of the page."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def above(self) -> "Iterator[Node]":
        """The elements around it, the nearest first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def nearest(self, fits: "Callable[[Node], bool]") -> "Node | None":
        """The nearest element around it that fits."""
        return next((node for node in self.above() if fits(node)), None)

    def words(self) -> str:
        """The text that people read in it, one line of bounded length."""
        found: list[str] = []
        size = 0
        stack = [self]
        while stack and size < MAX_TEXT:
            node = stack.pop()
            if node.tag == TEXT:
                found.append(node.text)
                size += len(node.text)
            elif node.tag == "img":
                found.append(node.get("alt"))
            elif node.tag not in _UNSHOWN:
                stack.extend(reversed(node.children))
        return clean(" ".join(found))[:MAX_TEXT]


def clean(text: str) -> str:
    """One line without invisible characters."""
    spaced = _SPACE.sub(" ", text).strip()
    return "".join(char for char in spaced if char.isprintable())


def parse(content: str) -> Node:
    """HTML as browsers read it, without running anything. Raises TooLargeError."""
    root = LexborHTMLParser(content).root
    top = Node("html")
    if root is None:
        return top
    top.attributes = _attributes(root)
    stack = [(root.child, top)]
    count = 0
    while stack:
        raw, parent = stack.pop()
        if raw is None:
            continue
        count += 1
        if count > MAX_NODES:
            raise TooLargeError(f"more than {MAX_NODES} elements and texts")
        stack.append((raw.next, parent))
        if raw.tag == "-text":
            parent.children.append(Node(TEXT, text=(raw.text_content or "")[:MAX_TEXT], parent=parent))
        elif raw.tag and not raw.tag.startswith(("-", "!")):
            node = Node(raw.tag, _attributes(raw), parent=parent)
            parent.children.append(node)
            stack.append((raw.child, node))
    return top


def _attributes(raw: "object") -> dict[str, str]:
    given = getattr(raw, "attributes", {})
    return {str(name).lower(): str(value or "")[:MAX_TEXT] for name, value in given.items()}


def shown(node: Node, *, styled: bool) -> str:
    """Whether people see it: yes, no, undetermined. `styled`: style sheets or scripts have a say."""
    if node.box is not None:
        return "yes" if node.box.shown else "no"
    for one in (node, *node.above()):
        if one.tag in _UNSHOWN or one.has("hidden") or _HIDING.search(one.get("style")):
            return "no"
    return "undetermined" if styled else "yes"
