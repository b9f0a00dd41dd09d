"""Forms: where they send what, which fields they have, and how they ask for consent."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from collectors.web import words
from collectors.web.context import Context, place, secure
from collectors.web.dom import TEXT, Node, TooLargeError, clean
from scanner.interfaces import Json

MAX_FIELDS = 300
LOOSE = "fields outside forms"
_CONTROLS = frozenset(("input", "select", "textarea"))
_ROLES = frozenset(
    ("checkbox", "combobox", "listbox", "radio", "searchbox", "spinbutton", "switch", "textbox")
)
"""Roles (WAI-ARIA) of elements that scripts make into controls."""
_BOX_ROLES = frozenset(("checkbox", "radio", "switch"))
_BUTTONS = frozenset(("submit", "image", "button", "reset"))
_BLOCKS = frozenset(("p", "li", "div", "td", "th", "tr", "label", "dd", "dt", "fieldset", "section"))


class Form:
    """One form of a page, or all fields that stand in none."""

    def __init__(self, context: Context, node: Node | None, controls: list[Node], key: str) -> None:
        self.context = context
        self.node = node
        self.controls = controls
        self.key = key

    def facts(self) -> dict[str, Json]:
        """All facts of the form. Raises TooLargeError."""
        if len(self.controls) > MAX_FIELDS:
            raise TooLargeError(f"a form with more than {MAX_FIELDS} fields")
        fields = [self._field(node) for node in self._fields]
        return {
            "method": self._method,
            "action": self._action,
            "fields": fields,
            "consent": [self._consent(node) for node in self._boxes],
            "purpose": bool(words.PURPOSE.search(self._text)),
            "marks_explained": self._legend,
        }

    @property
    def submit(self) -> Node | None:
        """The first control that sends the form."""
        return next((node for node in self._scope if _submits(node)), None)

    @cached_property
    def _scope(self) -> list[Node]:
        """Everything below the form; of loose fields, everything on the page."""
        return list((self.node or self.context.root).walk())

    @cached_property
    def _text(self) -> str:
        return self.node.words() if self.node else ""

    @property
    def _method(self) -> str:
        if self.node is None:
            return "script"
        given = self.node.get("method").lower()
        return given if given in ("post", "dialog") else "get"

    @property
    def _action(self) -> Json:
        """Where it goes; a button can send it elsewhere, and the worst place counts."""
        if self.node is None:
            return None
        given = [self.node.get("action")]
        given += [node.get("formaction") for node in self._scope if node.has("formaction")]
        urls = [self.context.absolute(address) if address.strip() else self.context.url for address in given]
        worst = min(urls, key=lambda url: (secure(url), self.context.ours(url)))
        return {"url": place(worst), "tls": secure(worst), "ours": self.context.ours(worst)}

    @property
    def _legend(self) -> bool:
        """A sentence in the form says what its marks mean."""
        text = self._text
        return bool(words.REQUIRED.search(text) or words.OPTIONAL.search(text))

    # --- fields ---------------------------------------------------------------------------------------

    @cached_property
    def _fields(self) -> list[Node]:
        return [node for node in self.controls if node not in self._boxes and not _is_button(node)]

    @cached_property
    def _boxes(self) -> list[Node]:
        """Boxes to tick by which customers consent."""
        return [node for node in self.controls if _is_box(node) and self._consents(node)]

    def _consents(self, node: Node) -> bool:
        if self.context.names.get(node.get("name").lower()) == "consent":
            return True
        label = self.label(node)
        return bool(words.CONSENT.search(label) or words.POLICY.search(label))

    def _field(self, node: Node) -> dict[str, Json]:
        label = self.label(node)
        hidden = node.get("type").lower() == "hidden"
        return {
            "name": clean(node.get("name") or node.get("id"))[:100],
            "label": label[:100],
            "kind": self._kind(node, label, hidden=hidden),
            "type": clean(node.get("type").lower() or ("text" if node.tag == "input" else node.tag))[:30],
            "required": node.has("required") or node.get("aria-required").lower() == "true",
            "mark": _mark(f"{label} {node.get('placeholder')}"),
            "reason": bool(words.PURPOSE.search(f"{label} {self._described(node)} {node.get('title')}")),
            "shown": "no" if hidden else self.context.shown(node),
        }

    def _kind(self, node: Node, label: str, *, hidden: bool) -> str:
        name = node.get("name") or node.get("id")
        if name.lower() in self.context.names:
            return self.context.names[name.lower()]
        texts = (name, label, node.get("placeholder"), node.get("aria-label"))
        kind = words.kind_of(node.get("autocomplete"), node.get("type").lower(), *texts)
        if kind != words.UNRECOGNISED:
            return kind
        return "hidden" if hidden else kind

    def _consent(self, node: Node) -> dict[str, Json]:
        ticked = node.has("checked") if node.checked is None else node.checked
        ticked = ticked or node.get("aria-checked").lower() == "true"
        return {
            "name": clean(node.get("name") or node.get("id"))[:100],
            "label": self.label(node)[:200],
            "ticked": ticked,
            "required": node.has("required") or node.get("aria-required").lower() == "true",
            "shown": self.context.shown(node) if node.box is None else self._box_shown(node),
        }

    def _box_shown(self, node: Node) -> str:
        """Pages often draw a box of their own over the real one: then its label counts."""
        own = self.context.shown(node)
        label = next((one for one in node.above() if one.tag == "label"), None) or self._label_for(node)
        return own if own == "yes" or label is None else self.context.shown(label)

    # --- labels ---------------------------------------------------------------------------------------

    def label(self, node: Node) -> str:
        """What people read beside a control: its labels, else the words of the block around it."""
        texts = [node.get("aria-label"), self._described(node, "aria-labelledby")]
        around = node.nearest(lambda one: one.tag == "label")
        texts += [one.words() for one in (around, self._label_for(node)) if one]
        texts += [] if node.tag in _CONTROLS else [node.words()]
        found = clean(" ".join(text for text in texts if text))
        return found or self._beside(node)

    def _label_for(self, node: Node) -> Node | None:
        id_ = node.get("id")
        return self._labels.get(id_) if id_ else None

    @cached_property
    def _labels(self) -> Mapping[str, Node]:
        labels = [one for one in self.context.root.walk() if one.tag == "label" and one.get("for")]
        return {one.get("for"): one for one in reversed(labels)}

    @cached_property
    def _by_id(self) -> Mapping[str, Node]:
        return {one.get("id"): one for one in self.context.root.walk() if one.get("id")}

    def _described(self, node: Node, by: str = "aria-describedby") -> str:
        named = (self._by_id.get(id_) for id_ in node.get(by).split())
        return clean(" ".join(one.words() for one in named if one))

    def _beside(self, node: Node) -> str:
        """The nearest block that holds no other control."""
        block = node.nearest(lambda one: one.tag in _BLOCKS)
        if block is None or sum(_is_control(one) and not _is_button(one) for one in block.walk()) > 1:
            return _text_before(node)
        return block.words()


def forms(context: Context) -> Iterator[Form]:
    """Every form of the page that has a field, and the fields that stand in none."""
    owned: dict[Node, list[Node]] = {}
    loose: list[Node] = []
    by_id = {node.get("id"): node for node in context.root.walk() if node.tag == "form" and node.get("id")}
    for node in context.root.walk():
        if not _is_control(node) or _within_unrendered(node):
            continue
        named = by_id.get(node.get("form"))
        owner = named or node.nearest(lambda one: one.tag == "form")
        (owned.setdefault(owner, []) if owner else loose).append(node)
    used: dict[str, int] = {}
    for owner, controls in owned.items():
        if any(not _is_button(node) for node in controls):
            yield Form(context, owner, controls, _key(context, owner, used))
    if any(not _is_button(node) for node in loose):
        yield Form(context, None, loose, LOOSE)


def _key(context: Context, node: Node, used: dict[str, int]) -> str:
    """What tells a form from the others of its page, and stays when others come and go."""
    action = place(context.absolute(node.get("action"))) if node.get("action") else ""
    key = clean(node.get("id") or node.get("name") or action or "form")[:200]
    used[key] = used.get(key, 0) + 1
    return key if used[key] == 1 else f"{key} ({used[key]})"


def _within_unrendered(node: Node) -> bool:
    return any(one.tag in ("template", "noscript") for one in node.above())


def _is_control(node: Node) -> bool:
    """A field of HTML, or an element that scripts make into one."""
    if node.tag in _CONTROLS:
        return True
    edited = node.has("contenteditable") and node.get("contenteditable").lower() != "false"
    return edited or node.get("role").lower() in _ROLES


def _is_button(node: Node) -> bool:
    return node.tag == "input" and node.get("type").lower() in _BUTTONS


def _is_box(node: Node) -> bool:
    if node.tag != "input":
        return node.get("role").lower() in _BOX_ROLES
    return node.get("type").lower() in ("checkbox", "radio")


def _submits(node: Node) -> bool:
    if node.tag == "input":
        return node.get("type").lower() in ("submit", "image")
    return node.tag == "button" and node.get("type").lower() in ("", "submit")


def _mark(text: str) -> str:
    """Whether a label calls its field required or optional."""
    if words.OPTIONAL.search(text):
        return "optional"
    return "required" if words.REQUIRED.search(text) else "none"


def _text_before(node: Node) -> str:
    """The text right before a control."""
    if node.parent is None:
        return ""
    before: list[str] = []
    for one in node.parent.children:
        if one is node:
            break
        if _is_control(one):
            before = []
        else:
            before.append(one.text if one.tag == TEXT else one.words())
    return clean(" ".join(before))[-200:]
