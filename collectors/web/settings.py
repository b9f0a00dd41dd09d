"""Settings of the touchpoints of a site, and what can be wrong with them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from collectors.web.words import KINDS
from scanner.interfaces import Json
from scanner.model import Target

DELAY_SECONDS = 1.0
PAGE_SECONDS = 60
MAX_BYTES = 20_000_000
_URL = {"type": "string", "pattern": "^https?://[^\\s@]+$"}
_KIND = {"type": "string", "enum": sorted(KINDS)}

SCHEMA: Mapping[str, Json] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "web",
    "description": "Pages where customers give their data. They are looked at; no form is ever submitted.",
    "type": "object",
    "additionalProperties": False,
    "required": ["pages"],
    "properties": {
        "pages": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["url", "scenario"],
                "properties": {
                    "url": {**_URL, "description": "The page; without login."},
                    "scenario": {
                        "type": "string",
                        "pattern": "^[a-z][a-z0-9_]*$",
                        "description": "What customers do there, for example membership_registration.",
                    },
                },
            },
            "description": "Each page, and the business scenario that it serves.",
        },
        "allowed_fields": {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
            "additionalProperties": {"type": "array", "uniqueItems": True, "items": _KIND},
            "description": "By scenario, the kinds of data that its forms may ask for.",
        },
        "fields": {
            "type": "object",
            "additionalProperties": _KIND,
            "description": "By name, what fields ask for whose name and label do not say it.",
        },
        "origins": {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "string", "pattern": "^https?://[^\\s@/]+$"},
            "description": "Further origins of your own that the pages may load from.",
        },
        "necessary_cookies": {
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "string", "minLength": 1},
            "description": "Names of cookies that the pages cannot do without; * stands for any text.",
        },
        "render": {
            "type": "boolean",
            "description": "Look at the pages in Chromium, with scripts; false by default.",
        },
        "browser": {
            "type": "string",
            "format": "path",
            "minLength": 1,
            "description": "The Chromium to use; that of Playwright by default.",
        },
        "ca_file": {
            "type": "string",
            "format": "path",
            "minLength": 1,
            "description": "PEM file with the CAs to trust; those of the system by default.",
        },
        "delay_seconds": {
            "type": "number",
            "minimum": 0,
            "description": f"Between two requests for a page; {DELAY_SECONDS:g} by default.",
        },
        "max_bytes": {
            "type": "integer",
            "minimum": 1000,
            "description": f"Of one page with all that it loads; {MAX_BYTES} by default.",
        },
        "timeout_seconds": {
            "type": "integer",
            "minimum": 1,
            "description": f"For each page; {PAGE_SECONDS} by default.",
        },
    },
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page and its scenario."""

    url: str
    scenario: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one site."""

    pages: tuple[Page, ...]
    allowed_fields: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, str]
    origins: frozenset[str]
    """All that may be contacted: those of the pages, and the further ones."""
    necessary_cookies: tuple[str, ...]
    render: bool
    browser: str | None
    ca_file: Path | None
    delay_seconds: float
    max_bytes: int
    page_seconds: int


def settings_of(target: Target) -> Settings:
    """Settings of a target whose settings fit the schema and have no `problems`."""
    given = target.settings
    pages = tuple(Page(page["url"], page["scenario"]) for page in given["pages"])
    origins = {origin(page.url) for page in pages} | {origin(url) for url in given.get("origins", ())}
    return Settings(
        pages=pages,
        allowed_fields={name: tuple(kinds) for name, kinds in given.get("allowed_fields", {}).items()},
        fields={name.lower(): kind for name, kind in given.get("fields", {}).items()},
        origins=frozenset(origins),
        necessary_cookies=tuple(given.get("necessary_cookies", ())),
        render=given.get("render", False),
        browser=given.get("browser"),
        ca_file=Path(given["ca_file"]) if "ca_file" in given else None,
        delay_seconds=given.get("delay_seconds", DELAY_SECONDS),
        max_bytes=given.get("max_bytes", MAX_BYTES),
        page_seconds=given.get("timeout_seconds", PAGE_SECONDS),
    )


def problems(target: Target) -> Iterator[str]:
    """What the schema cannot say, one line each."""
    given = target.settings
    urls = [page["url"] for page in given["pages"]]
    for url in (*urls, *given.get("origins", ())):
        try:
            usable = bool(urlsplit(url).hostname) and urlsplit(url).port != 0
        except ValueError:
            usable = False
        if not usable:
            yield f"target {target.id}: {url} is not a URL with a host"
    for url in sorted({url for url in urls if urls.count(url) > 1}):
        yield f"target {target.id}: {url} is there twice; name each page once"
    if "browser" in given and not given.get("render"):
        yield f"target {target.id}: browser takes render: true"


def origin(url: str) -> str:
    """Scheme, host and port of a URL, the usual port left out; empty for what has none (RFC 6454)."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    scheme = {"ws": "http", "wss": "https"}.get(scheme, scheme)
    if scheme not in ("http", "https") or not host:
        return ""
    host = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[scheme]
    return f"{scheme}://{host}" if port in (None, usual) else f"{scheme}://{host}:{port}"


def bare(url: str) -> str:
    """A URL without what may hold data: no query, no fragment, no login; of bounded length."""
    kept = re.split(r"[?#]", url, maxsplit=1)[0]
    return re.sub(r"//[^/@]*@", "//", kept)[:500]
