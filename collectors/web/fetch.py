"""Requests for pages: one at a time, within the origins, bounded in size and time, and honest in name."""

import ssl
import time
import urllib.robotparser
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookiejar import Cookie
from urllib.parse import urljoin, urlsplit

import httpx

from collectors.web.settings import origin
from scanner.model import GapReason

AGENT = "selfaudit"
USER_AGENT = f"Mozilla/5.0 (compatible; {AGENT}; audit of this site by its operator; never submits a form)"
MAX_HOPS = 10
MAX_ROBOTS = 500_000
_ENCODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class NotFetchedError(Exception):
    """Something could not be fetched: why, in one line."""

    def __init__(self, reason: GapReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = "".join(char for char in detail if char.isprintable())[:300]


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer, after the redirects that led to it."""

    url: str
    hops: tuple[str, ...]
    status: int
    content_type: str
    body: bytes
    cookies: tuple[Cookie, ...]

    def text(self) -> str:
        """The body as text, by its header, its byte order mark, or as UTF-8."""
        charset = self.content_type.partition("charset=")[2].strip(" \"'") or "utf-8"
        try:
            return self.body.decode("utf-8-sig" if charset.lower() == "utf-8" else charset, errors="replace")
        except LookupError:
            return self.body.decode("utf-8", errors="replace")


@dataclass
class Fetcher:
    """Asks the listed origins. `allowance` is what is left of the bytes, `end` when the time is over."""

    origins: frozenset[str]
    ca_file: str | None
    delay: float
    allowance: int
    end: float
    robots: dict[str, urllib.robotparser.RobotFileParser] = field(default_factory=dict)
    last: float = 0.0

    def page(self, url: str) -> Fetched:
        """A page, if robots.txt lets this audit ask for it. Raises NotFetchedError."""
        hops: list[str] = []
        with self._client() as client:
            while len(hops) <= MAX_HOPS:
                self._permitted(client, url)
                answer, body = self._get(client, url)
                if not answer.has_redirect_location:
                    kind = answer.headers.get("content-type", "")
                    cookies = tuple(client.cookies.jar)
                    return Fetched(url, tuple(hops), answer.status_code, kind, body, cookies)
                hops.append(url)
                url = urljoin(url, answer.headers["location"])
        raise NotFetchedError(GapReason.TRUNCATED, f"more than {MAX_HOPS} redirects")

    def permitted(self, url: str) -> None:
        """Raises NotFetchedError where robots.txt does not let this audit ask."""
        with self._client() as client:
            self._permitted(client, url)

    def _client(self) -> httpx.Client:
        context = ssl.create_default_context(cafile=self.ca_file)
        headers = {"user-agent": USER_AGENT, "accept-encoding": "gzip, deflate"}
        return httpx.Client(verify=context, headers=headers, trust_env=False, follow_redirects=False)

    def _permitted(self, client: httpx.Client, url: str) -> None:
        where = origin(url)
        if where not in self.origins:
            text = f"it leads to {where or 'a URL without a host'}; list it under origins if it is yours"
            raise NotFetchedError(GapReason.NOT_IN_SOURCE, text)
        if where not in self.robots:
            self.robots[where] = self._robots(client, where)
        if not self.robots[where].can_fetch(AGENT, url):
            text = f"robots.txt of {where} forbids it; allow 'User-agent: {AGENT}' there"
            raise NotFetchedError(GapReason.DENIED, text)

    def _robots(self, client: httpx.Client, where: str) -> urllib.robotparser.RobotFileParser:
        """robots.txt (RFC 9309): without one all is allowed, with one that cannot be had nothing is."""
        parser = urllib.robotparser.RobotFileParser()
        parser.modified()
        answer, body = self._get(client, f"{where}/robots.txt", limit=MAX_ROBOTS)
        if answer.status_code >= 500:
            raise NotFetchedError(GapReason.UNREACHABLE, f"robots.txt: status {answer.status_code}")
        if answer.status_code == 200:
            parser.parse(body.decode("utf-8", errors="replace").splitlines())
        return parser

    def _get(self, client: httpx.Client, url: str, limit: int | None = None) -> tuple[httpx.Response, bytes]:
        self._wait()
        left = max(0.1, self.end - time.monotonic())
        try:
            with client.stream("GET", url, timeout=httpx.Timeout(min(left, 20))) as answer:
                body = self._body(answer, min(limit or self.allowance, self.allowance))
                return answer, body
        except httpx.TimeoutException:
            raise NotFetchedError(GapReason.TIMEOUT, f"{where_of(url)}: no answer in time") from None
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
            text = f"{where_of(url)}: {str(error) or type(error).__name__}"
            raise NotFetchedError(GapReason.UNREACHABLE, text) from None

    def _wait(self) -> None:
        time.sleep(max(0.0, min(self.last + self.delay, self.end) - time.monotonic()))
        self.last = time.monotonic()
        if self.last > self.end:
            raise NotFetchedError(GapReason.TIMEOUT, "not done in time; raise timeout_seconds")

    def _body(self, answer: httpx.Response, limit: int) -> bytes:
        """The body, decoded piece by piece, so that a small one cannot grow without limit."""
        found = bytearray()
        for piece in _pieces(answer, limit):
            found += piece
            if len(found) > limit:
                raise NotFetchedError(GapReason.TRUNCATED, f"more than {limit} bytes; raise max_bytes")
            if time.monotonic() > self.end:
                raise NotFetchedError(GapReason.TIMEOUT, "not done in time; raise timeout_seconds")
        self.allowance -= len(found)
        return bytes(found)


def _pieces(answer: httpx.Response, limit: int) -> Iterator[bytes]:
    encoding = answer.headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("identity", ""):
        yield from answer.iter_raw(1 << 16)
        return
    if encoding not in _ENCODINGS:
        raise NotFetchedError(GapReason.UNSUPPORTED, f"it comes as {encoding}, which was not asked for")
    decoder = zlib.decompressobj(wbits=_ENCODINGS[encoding])
    try:
        for raw in answer.iter_raw(1 << 14):
            yield decoder.decompress(raw, limit + 1)
            if decoder.unconsumed_tail:
                raise NotFetchedError(GapReason.TRUNCATED, f"more than {limit} bytes; raise max_bytes")
    except zlib.error:
        raise NotFetchedError(GapReason.MALFORMED, f"it is not {encoding} although it says so") from None
    yield decoder.flush()


def where_of(url: str) -> str:
    """A URL for a message: host and path."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{parts.path}"[:200]
