"""What a web server answers to one request for its root, with TLS and without. Redirects are not followed."""

import re
import ssl
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from collectors.endpoints.settings import Settings
from scanner.interfaces import Json
from scanner.model import GapReason

USER_AGENT = "selfaudit (audit of the configuration of this host by its operator)"


PATHS = ("/", "/selfaudit-plain-text")
"""Asked for without TLS: a server may redirect its root and serve the rest."""
_REFUSALS = frozenset((400, 403, 410, 421, 426))
_WORST_FIRST = ("serves", "redirects_plain", "refuses", "redirects")


class NoAnswerError(Exception):
    """There was no answer to read: why, in one line. `closed` when nothing listens there."""

    def __init__(self, reason: GapReason, detail: str, *, closed: bool = False) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.closed = closed


def hsts(settings: Settings) -> Json:
    """Strict-Transport-Security of the root (RFC 6797). Raises NoAnswerError."""
    answer = _get(settings, "https", settings.port)
    values = answer.headers.get_list("strict-transport-security")
    return parse_hsts(values[0] if values else None)


def parse_hsts(header: str | None) -> Json:
    """The header as browsers read it: one that they must ignore promises nothing."""
    promised: dict[str, Json] = {"max_age": None, "include_subdomains": False, "preload": False}
    directives: dict[str, str] = {}
    for part in (header or "").split(";"):
        name, _, value = part.partition("=")
        key = name.strip().lower()
        if key and key in directives:
            return promised  # a directive that is there twice makes the header invalid
        if key:
            directives[key] = value.strip().strip('"')
    if not re.fullmatch(r"[0-9]{1,12}", directives.get("max-age", "")):
        return promised
    return {
        "max_age": int(directives["max-age"]),
        "include_subdomains": "includesubdomains" in directives,
        "preload": "preload" in directives,
    }


def plain_answer(settings: Settings, port: int) -> str:
    """What a port does without TLS, the worst of two requests: serves, redirects_plain, refuses, redirects.

    Raises NoAnswerError.
    """
    answers = [_plain(_get(settings, "http", port, path)) for path in PATHS]
    return min(answers, key=_WORST_FIRST.index)


def _plain(answer: httpx.Response) -> str:
    if answer.has_redirect_location:
        scheme = urlsplit(answer.headers["location"]).scheme.lower()
        return "redirects" if scheme == "https" else "redirects_plain"
    # Whoever says 404 answers in plain text: elsewhere there may be a page.
    return "refuses" if answer.status_code in _REFUSALS else "serves"


def _get(settings: Settings, scheme: str, port: int, path: str = "/") -> httpx.Response:
    """The head of the answer; the body is left alone."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    request = {
        "url": f"{scheme}://{host}:{port}{path}",
        "headers": _headers(settings, scheme, port),
        "extensions": {"sni_hostname": settings.server_name} if scheme == "https" else {},
    }
    deadline = time.monotonic() + settings.connect_seconds * 3
    try:
        with (
            httpx.Client(
                verify=_any_certificate(), timeout=settings.connect_seconds, trust_env=False
            ) as client,
            client.stream("GET", **request) as answer,  # type: ignore[arg-type]
        ):
            return answer
    except httpx.ConnectError as error:
        refused = "refused" in str(error).lower()
        raise NoAnswerError(GapReason.UNREACHABLE, _line(error), closed=refused) from None
    except httpx.TimeoutException:
        late = time.monotonic() > deadline
        detail = "no answer in time" + ("" if late else f" ({settings.connect_seconds} s)")
        raise NoAnswerError(GapReason.TIMEOUT, detail) from None
    except (httpx.HTTPError, ssl.SSLError) as error:
        raise NoAnswerError(GapReason.MALFORMED, f"no HTTP: {_line(error)}") from None


def _headers(settings: Settings, scheme: str, port: int) -> Mapping[str, str]:
    usual = port == {"https": 443, "http": 80}[scheme]
    name = settings.server_name
    return {
        "host": name if usual else f"{name}:{port}",
        "user-agent": USER_AGENT,
        "accept-encoding": "identity",
        "connection": "close",
    }


def _any_certificate() -> ssl.SSLContext:
    """Certificate and versions are judged elsewhere; here only the header is read."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def _line(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return "".join(char for char in text if char.isprintable())[:200]
