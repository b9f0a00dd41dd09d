"""A page around its forms: links to the privacy policy, contact details, what it loads, data in URLs."""

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from urllib.parse import parse_qsl, urlsplit

from collectors.web import words
from collectors.web.context import Context, place, secure
from collectors.web.dom import TEXT, Node, clean
from collectors.web.forms import Form
from scanner.interfaces import Json

MAX_LINKS = 20
MAX_ITEMS = 200
_LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "frame": "src",
    "embed": "src",
    "object": "data",
    "audio": "src",
    "video": "src",
    "source": "src",
    "track": "src",
    "input": "src",
}
_LOADING_LINKS = frozenset(
    ("stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "apple-touch-icon")
)
_TRACKERS = re.compile(
    r"(^|\.)(google-analytics|googletagmanager|googleadservices|googlesyndication|doubleclick|facebook|connect\.facebook"
    r"|hotjar|clarity|segment|mixpanel|amplitude|fullstory|criteo|adnxs|quantserve|scorecardresearch|taboola|outbrain"
    r"|cnzz|umeng|growingio|sensorsdata|51\.la|analytics\.tiktok|mc\.yandex)\.(com|net|io|ms|cn|ru)$|(^|\.)hm\.baidu\.com$"
    r"|(^|\.)51\.la$|(^|\.)analytics\.tiktok\.com$|(^|\.)tajs\.qq\.com$"
)


def policy_links(context: Context, forms: list[Form]) -> list[dict[str, Json]]:
    """Links to the privacy policy; `address` is where each leads, for whoever tries it out."""
    found = []
    for node in _links(context):
        text = node.words() or clean(node.get("aria-label") or node.get("title"))
        if not words.POLICY.search(text) or node.get("href").lower().startswith(("mailto:", "tel:")):
            continue
        found.append(
            {
                "text": text[:100],
                "address": context.absolute(node.get("href")) if node.has("href") else "",
                "shown": context.shown(node),
                "contrast": node.box.contrast if node.box else None,
                "below_submit": _below_submit(node, forms),
            }
        )
    return found[:MAX_LINKS]


def _links(context: Context) -> Iterator[Node]:
    return (node for node in context.root.walk() if node.tag in ("a", "area"))


def _below_submit(node: Node, forms: list[Form]) -> float | None:
    """Pixels from the highest button that sends data down to the link; 0 above it, None when not drawn."""
    if node.box is None:
        return None
    boxes = [form.submit.box for form in forms if form.submit and form.submit.box and form.submit.box.shown]
    if not boxes:
        return 0.0
    return max(0.0, round(node.box.top - min(box.bottom for box in boxes), 1))


def contacts(context: Context) -> list[dict[str, Json]]:
    """Published ways to reach the company: hotline, email, complaint_channel."""
    found = [*_contact_links(context), *_contact_texts(context)]
    return [dict(pairs) for pairs in dict.fromkeys(tuple(one.items()) for one in found)][:MAX_ITEMS]


def _contact_links(context: Context) -> Iterator[dict[str, Json]]:
    for node in _links(context):
        if context.shown(node) == "no":
            continue
        href, text = node.get("href").strip(), node.words()
        if href.lower().startswith("mailto:"):
            yield {"kind": "email", "value": clean(href[7:].partition("?")[0])[:100]}
        elif href.lower().startswith("tel:"):
            yield {"kind": "hotline", "value": clean(href[4:])[:40]}
        if words.COMPLAINT.search(text) and href and not href.lower().startswith(("javascript:", "#")):
            yield {"kind": "complaint_channel", "value": place(context.absolute(href))}


def _contact_texts(context: Context) -> Iterator[dict[str, Json]]:
    for node in context.root.walk():
        if node.tag != TEXT or node.parent is None or context.shown(node.parent) == "no":
            continue
        for address in words.EMAIL.findall(node.text):
            yield {"kind": "email", "value": address[:100]}
        around = node.text if words.HOTLINE.search(node.text) else node.parent.words()[:200]
        for number in words.PHONE.findall(node.text) if words.HOTLINE.search(around) else ():
            yield {"kind": "hotline", "value": clean(number)[:40]}
            if words.COMPLAINT.search(around):
                yield {"kind": "complaint_channel", "value": clean(number)[:40]}


def resources(context: Context) -> list[dict[str, Json]]:
    """What the page names to be loaded by itself, links to click left out."""
    found = {}
    for node in context.root.walk():
        for kind, address in _loads(node):
            url = context.absolute(address)
            if url.lower().startswith(("http:", "https:", "ws:", "wss:")):
                found[kind, place(url)] = resource(context, url, kind)
    return worst_first(found.values())


def worst_first(found: Iterable[dict[str, Json]]) -> list[dict[str, Json]]:
    """What is loaded, cut to a bounded number so that what matters stays."""
    return sorted(found, key=lambda one: (one["tls"], not one["tracker"], one["ours"], one["url"]))[
        :MAX_ITEMS
    ]


def resource(context: Context, url: str, kind: str) -> dict[str, Json]:
    """Something that is loaded from a URL."""
    return {
        "url": place(url),
        "kind": kind,
        "tls": secure(url),
        "ours": context.ours(url),
        "tracker": is_tracker(url),
    }


def is_tracker(url: str) -> bool:
    """Whether a URL lies on a host whose only business is to follow people."""
    return bool(_TRACKERS.search((urlsplit(url).hostname or "").lower()))


def _loads(node: Node) -> Iterator[tuple[str, str]]:
    if any(one.tag in ("template", "noscript") for one in node.above()):
        return
    if node.tag == "link" and set(node.get("rel").lower().split()) & _LOADING_LINKS:
        yield "link", node.get("href")
    elif node.tag in _LOADING and node.get(_LOADING[node.tag]):
        yield node.tag, node.get(_LOADING[node.tag])
    for candidate in node.get("srcset").split(",") if node.has("srcset") else ():
        if candidate.strip():
            yield node.tag, candidate.split()[0]


def data_in_links(context: Context) -> list[dict[str, Json]]:
    """URLs on the page whose query carries something personal: the names of the parameters, never a value."""
    found = {}
    addresses = [node.get("href") for node in _links(context)]
    addresses += [address for node in context.root.walk() for _, address in _loads(node)]
    for address in (context.url, *addresses):
        url = context.absolute(address)
        names = sorted(_personal_parameters(url))
        if names:
            found[place(url), tuple(names)] = {"url": place(url), "parameters": names}
    return list(found.values())[:MAX_ITEMS]


def _personal_parameters(url: str) -> Iterator[str]:
    try:
        pairs = parse_qsl(urlsplit(url).query)
    except ValueError:
        return
    for name, value in pairs:
        # A value behind a name that says nothing can still be an address or a number of somebody.
        if value and (words.personal_parameter(name) or words.EMAIL.fullmatch(value)):
            yield clean(name)[:100]


def cookie(context: Context, raw: dict[str, Json], necessary: tuple[str, ...]) -> dict[str, Json]:
    """A cookie by its name and reach; never its value."""
    domain = str(raw["domain"]).lstrip(".").lower()
    hosts = [urlsplit(one).hostname or "" for one in context.origins]
    return {
        "name": clean(str(raw["name"]))[:100],
        "domain": clean(domain)[:100],
        "ours": any(host == domain or host.endswith(f".{domain}") for host in hosts),
        "secure": bool(raw["secure"]),
        "http_only": bool(raw["http_only"]),
        "days": raw["days"],
        "necessary": any(fnmatchcase(str(raw["name"]), pattern) for pattern in necessary),
    }
