"""One page, read in a process of its own: a question comes in, facts go out, as JSON."""

import json
import sys
import time
from typing import Any

from collectors.web import forms, page
from collectors.web.context import Context, base_of, place, secure
from collectors.web.dom import Node, TooLargeError, clean, parse
from collectors.web.fetch import Fetched, Fetcher, NotFetchedError
from collectors.web.words import PERSONAL
from scanner.interfaces import Json
from scanner.model import GapReason

MIN_POLICY_BYTES = 200
"""A page with less than that holds no policy."""
MIN_WORDS = 20
"""A page with scripts and less text than that is built by them."""


def main() -> None:
    """Answer the question."""
    question = json.load(sys.stdin)
    try:
        reply = look(question)
    except NotFetchedError as error:
        reply = {"trouble": [error.reason, error.detail]}
    except TooLargeError as error:
        reply = {"trouble": [GapReason.TRUNCATED, str(error)]}
    json.dump(reply, sys.stdout)


def look(question: Json) -> Json:
    """The facts of a page and its forms, or trouble. Raises NotFetchedError, TooLargeError."""
    fetcher = Fetcher(
        frozenset(question["origins"]),
        question["ca_file"],
        question["delay_seconds"],
        question["max_bytes"],
        time.monotonic() + question["seconds"] - 2,
    )
    if question["render"]:
        from collectors.web import browser

        fetcher.permitted(question["url"])
        seen = browser.render(question)
    else:
        seen = read(fetcher.page(question["url"]))
    return facts(question, fetcher, seen)


def read(fetched: Fetched) -> dict[str, Any]:
    """A page as its HTML has it, without scripts. Raises NotFetchedError."""
    if fetched.status != 200:
        raise NotFetchedError(GapReason.UNREACHABLE, f"status {fetched.status}")
    if "html" not in fetched.content_type.lower():
        kind = fetched.content_type or "no content type"
        raise NotFetchedError(GapReason.UNSUPPORTED, f"no HTML but {kind}")
    root = parse(fetched.text())
    away = next((node.get("content") for node in root.walk() if _goes_on(node)), "")
    if away:
        text = f"the page goes on by itself ({clean(away)[:100]}); name the page that it goes to"
        raise NotFetchedError(GapReason.NOT_IN_SOURCE, text)
    scripts = any(_runs(node) for node in root.walk())
    if scripts and _built_by_scripts(root):
        text = "the page is built by scripts; set render: true"
        raise NotFetchedError(GapReason.UNSUPPORTED, text)
    return {
        "url": fetched.url,
        "hops": list(fetched.hops),
        "root": root,
        "rendered": False,
        "unsettled": "scripts may change what is seen; set render: true" if scripts else "",
        "styled": scripts or any(_styles(node) for node in root.walk()),
        "cookies": [_cookie(one) for one in fetched.cookies],
        "requests": None,
    }


def _goes_on(node: Node) -> bool:
    """Whether an element sends browsers to another page (HTML, refresh state)."""
    refreshes = node.tag == "meta" and node.get("http-equiv").lower() == "refresh"
    return refreshes and "url" in node.get("content").lower()


def _runs(node: Node) -> bool:
    """Whether an element runs a script."""
    if node.tag == "script":
        kind = node.get("type").lower()
        return kind in ("", "module") or "javascript" in kind
    return any(name.startswith("on") for name in node.attributes) or node.has("shadowrootmode")


def _styles(node: Node) -> bool:
    return node.tag == "style" or (node.tag == "link" and "stylesheet" in node.get("rel").lower())


def _built_by_scripts(root: Node) -> bool:
    inputs = any(node.tag in ("input", "textarea", "select") for node in root.walk())
    body = next((node for node in root.walk() if node.tag == "body"), root)
    return not inputs and len(body.words()) < MIN_WORDS * 5


def _frames(root: Node) -> list[str]:
    return [node.get("src") for node in root.walk() if node.tag in ("iframe", "frame") and node.get("src")]


def _cookie(one: Any) -> dict[str, Json]:
    return {
        "name": one.name,
        "domain": one.domain,
        "secure": one.secure,
        "http_only": one.has_nonstandard_attr("HttpOnly"),
        "days": None if one.expires is None else max(0, round((one.expires - time.time()) / 86400)),
    }


# --- facts ------------------------------------------------------------------------------------------


def facts(question: Json, fetcher: Fetcher, seen: dict[str, Any]) -> Json:
    """What was seen, in the words of the schemas."""
    root = seen["root"]
    context = Context(
        seen["url"],
        root,
        frozenset(question["origins"]),
        question["fields"],
        seen["styled"],
        base_of(seen["url"], root),
    )
    found = list(forms.forms(context))
    reading = {
        "rendered": seen["rendered"],
        "scripts": any(_runs(node) for node in root.walk()),
        "unsettled": seen["unsettled"],
    }
    resources = page.resources(context)
    requests = seen["requests"]
    return {
        "page": {
            "reading": reading,
            "transport": _transport(seen),
            "policy_links": [_tried(link, context, fetcher) for link in page.policy_links(context, found)],
            "resources": resources,
            "requests": resources if requests is None else _requests(context, requests),
            "cookies": [
                page.cookie(context, one, tuple(question["necessary_cookies"])) for one in seen["cookies"]
            ],
            "data_in_urls": page.data_in_links(context),
            "collects": any(_collects(form) for form in found),
        },
        "contacts": page.contacts(context),
        "forms": [{"key": form.key, "reading": reading, **form.facts()} for form in found],
        "foreign_frames": sorted(
            {place(context.absolute(src)) for src in _frames(root) if _foreign(context, src, seen)}
        ),
    }


def _collects(form: forms.Form) -> bool:
    return any(field["kind"] in PERSONAL for field in form.facts()["fields"])


def _foreign(context: Context, src: str, seen: dict[str, Any]) -> bool:
    """A frame whose fields were not read: of another origin, or any when nothing was rendered."""
    url = context.absolute(src)
    if not url.lower().startswith(("http:", "https:")) or page.is_tracker(url):
        return False
    return not (seen["rendered"] and context.ours(url))


def _transport(seen: dict[str, Any]) -> Json:
    way = [*seen["hops"], seen["url"]]
    return {"tls": all(secure(url) for url in way), "way": [place(url) for url in way]}


def _requests(context: Context, requests: list[dict[str, Json]]) -> list[dict[str, Json]]:
    made = {
        (one["kind"], place(one["url"])): page.resource(context, one["url"], one["kind"]) for one in requests
    }
    return page.worst_first(made.values())


def _tried(link: dict[str, Json], context: Context, fetcher: Fetcher) -> dict[str, Json]:
    """A link to the policy, followed."""
    works, detail = _works(link["address"], context, fetcher)
    kept = {key: value for key, value in link.items() if key != "address"}
    return {**kept, "url": place(link["address"]), "works": works, "detail": detail}


def _works(address: str, context: Context, fetcher: Fetcher) -> tuple[str, str]:
    if not address or address.lower().startswith("javascript:"):
        return "undetermined", "a script opens it"
    before, _, fragment = address.partition("#")
    if before == context.url.partition("#")[0]:
        part = next(
            (n for n in context.root.walk() if fragment in (n.get("id"), n.get("name")) and fragment), None
        )
        good = part is not None and len(part.words()) >= MIN_POLICY_BYTES
        return ("yes", "") if good else ("no", "nothing of that length is at that place of the page")
    if not address.lower().startswith(("http:", "https:")):
        return "no", "it leads to no page"
    try:
        fetched = fetcher.page(address)
    except NotFetchedError as error:
        known_bad = error.reason == GapReason.TRUNCATED and "redirects" in error.detail
        return ("no" if known_bad else "undetermined"), error.detail
    if fetched.status in (401, 403, 429) or fetched.status >= 500:
        return "undetermined", f"status {fetched.status}"
    if fetched.status != 200:
        return "no", f"status {fetched.status}"
    if len(fetched.body) < MIN_POLICY_BYTES:
        return "no", f"only {len(fetched.body)} bytes are there"
    return "yes", ""


if __name__ == "__main__":
    main()
