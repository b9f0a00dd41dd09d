"""A page as Chromium shows it, through Playwright. Runs in the worker process only."""

import base64
import contextlib
import hashlib
import os
import socket
import ssl
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from collectors.web import snapshot
from collectors.web.dom import MAX_NODES, TooLargeError
from collectors.web.fetch import AGENT, NotFetchedError
from collectors.web.page import is_tracker
from collectors.web.proxy import Gate, serving
from collectors.web.settings import bare, origin
from scanner.interfaces import Json
from scanner.model import GapReason

WIDTH, HEIGHT = 1280, 900
QUIET_MILLISECONDS = 3000
SETTLE_MILLISECONDS = 300
MAX_REQUESTS = 2000
_READING = frozenset(("GET", "HEAD", "OPTIONS"))
_SHAPING = frozenset(("script", "stylesheet", "fetch", "xhr"))
"""Kinds of requests whose answer changes what is seen."""
_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-features=IsolateOrigins,site-per-process,Translate,MediaRouter,OptimizationHints",
    "--disable-site-isolation-trials",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--no-first-run",
    "--no-pings",
    "--proxy-bypass-list=<-loopback>",
)


@dataclass
class _Watch:
    """What a page asks for, and what of it was refused."""

    origins: frozenset[str]
    requests: list[dict[str, Json]] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)

    def refuse(self, request: Any) -> bool:
        """Note a request; whether it may not be made."""
        url = request.url
        if not origin(url):
            return False
        ours, kind = origin(url) in self.origins, request.resource_type
        if len(self.requests) < MAX_REQUESTS:
            self.requests.append({"url": url, "kind": kind})
        if ours and request.method in _READING:
            return False
        if kind in _SHAPING and not is_tracker(url):
            why = f"{request.method} to {bare(url)}" if ours else f"{kind} from {origin(url)}"
            self.unsettled.append(f"not loaded: {why}")
        elif request.is_navigation_request() and request.frame.parent_frame is None:
            self.unsettled.append(f"the page wants to go to {bare(url)} ({request.method})")
        return True


def render(question: Json) -> dict[str, Any]:
    """Look at a page. Raises NotFetchedError, TooLargeError."""
    from playwright.sync_api import Error, sync_playwright

    if question["browser"] and not Path(question["browser"]).exists():
        raise NotFetchedError(GapReason.TOOL_ABSENT, f"there is no {question['browser']}; correct browser")
    gate = Gate(frozenset(question["origins"]), question["max_bytes"])
    try:
        with serving(gate) as port, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(
                executable_path=question["browser"],
                chromium_sandbox=os.getuid() != 0,
                args=[*_FLAGS, f"--proxy-server=http://127.0.0.1:{port}", *_pins(question)],
            )
            with contextlib.closing(chromium):
                seen = _look(chromium, question, gate)
    except Error as error:
        raise _trouble(str(error.message), gate) from None
    return seen


def _pins(question: Json) -> list[str]:
    """Keys of certificates that CAs of our own vouch for: Chromium takes no CA on its command line."""
    if not question["ca_file"]:
        return []
    pins = [_pin(url, question["ca_file"]) for url in question["origins"] if url.startswith("https:")]
    found = ",".join(pin for pin in pins if pin)
    return [f"--ignore-certificate-errors-spki-list={found}"] if found else []


def _pin(url: str, ca_file: str) -> str:
    parts = urlsplit(url)
    place = (parts.hostname or "", parts.port or 443)
    context = ssl.create_default_context(cafile=ca_file)
    try:
        with (
            socket.create_connection(place, 5) as raw,
            context.wrap_socket(raw, server_hostname=place[0]) as secured,
        ):
            shown = x509.load_der_x509_certificate(secured.getpeercert(binary_form=True) or b"")
    except (OSError, ValueError):
        return ""  # the browser will say what is wrong with it
    key = shown.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()


def _look(chromium: Any, question: Json, gate: Gate) -> dict[str, Any]:
    from playwright.sync_api import TimeoutError as LateError

    probe = chromium.new_page()
    agent = f"{probe.evaluate('navigator.userAgent')} {AGENT}"
    probe.close()
    context = chromium.new_context(
        accept_downloads=False,
        service_workers="block",
        user_agent=agent,
        viewport={"width": WIDTH, "height": HEIGHT},
    )
    watch = _Watch(frozenset(question["origins"]))
    context.route("**/*", lambda route: route.abort() if watch.refuse(route.request) else route.continue_())
    page = context.new_page()
    context.on("page", lambda other: other.close())
    milliseconds = question["seconds"] * 1000 / 2
    try:
        response = page.goto(question["url"], wait_until="load", timeout=milliseconds)
    except LateError:
        raise NotFetchedError(GapReason.TIMEOUT, "it did not load in time; raise timeout_seconds") from None
    with contextlib.suppress(LateError):
        page.wait_for_load_state("networkidle", timeout=QUIET_MILLISECONDS)
    page.wait_for_timeout(SETTLE_MILLISECONDS)
    _answered(response)
    return _seen(context, page, response, watch, gate)


def _answered(response: Any) -> None:
    if response is None or response.status != 200:
        status = response.status if response else "none"
        raise NotFetchedError(GapReason.UNREACHABLE, f"status {status}")
    kind = response.headers.get("content-type", "")
    if "html" not in kind.lower():
        raise NotFetchedError(GapReason.UNSUPPORTED, f"no HTML but {kind or 'no content type'}")


def _seen(context: Any, page: Any, response: Any, watch: _Watch, gate: Gate) -> dict[str, Any]:
    if gate.full.is_set():
        raise NotFetchedError(GapReason.TRUNCATED, "it loads more than max_bytes; raise that")
    if origin(page.url) not in watch.origins:
        text = f"it leads to {origin(page.url)}; list it under origins if it is yours"
        raise NotFetchedError(GapReason.NOT_IN_SOURCE, text)
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    if metrics.get("Nodes", 0) > 2 * MAX_NODES:
        raise TooLargeError(f"more than {MAX_NODES} elements and texts")
    root = snapshot.tree(session.send("DOMSnapshot.captureSnapshot", snapshot.PARAMETERS))
    hops: list[str] = []
    request = response.request.redirected_from
    while request:
        hops.insert(0, request.url)
        request = request.redirected_from
    hops += [response.url] if bare(response.url) != bare(page.url) else []
    return {
        "url": page.url,
        "hops": hops,
        "root": root,
        "rendered": True,
        "unsettled": "; ".join(dict.fromkeys(watch.unsettled))[:300],
        "styled": True,
        "cookies": [_cookie(one) for one in context.cookies()],
        "requests": watch.requests,
    }


def _cookie(one: dict[str, Any]) -> dict[str, Json]:
    expires = one.get("expires", -1)
    return {
        "name": one["name"],
        "domain": one["domain"],
        "secure": one["secure"],
        "http_only": one["httpOnly"],
        "days": None if expires < 0 else max(0, round((expires - time.time()) / 86400)),
    }


def _trouble(text: str, gate: Gate) -> NotFetchedError:
    if gate.full.is_set():
        return NotFetchedError(GapReason.TRUNCATED, "it loads more than max_bytes; raise that")
    line = text.strip().splitlines()[0] if text.strip() else "the browser failed"
    if "Executable doesn't exist" in line:
        detail = "no Chromium; name it as browser, or run 'playwright install chromium'"
        return NotFetchedError(GapReason.TOOL_ABSENT, detail)
    if "net::ERR" in line:
        return NotFetchedError(GapReason.UNREACHABLE, line)
    return NotFetchedError(GapReason.MALFORMED, line)
