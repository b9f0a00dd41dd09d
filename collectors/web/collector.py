"""The web collector: pages, their forms, and the site that they make up."""

import importlib.util
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from collectors.web.settings import SCHEMA, Page, Settings, problems, settings_of
from scanner.interfaces import ConfigurationError, FactRequest, Json
from scanner.model import Enumerated, Event, Gap, GapReason, Resource, Target

FORM = "web.form"
PAGE = "web.page"
SITE = "web.site"
NEEDS_PLAYWRIGHT = "install Playwright beside selfaudit: pip install 'selfaudit[browser]'"
WITHOUT_FORMS = frozenset(("contact", "information"))
"""Scenarios in which customers only read."""
CORRECT = "correct the url, or call the scenario information when customers only read there"
CONTACTS = frozenset(("hotline", "email", "complaint_channel"))


def _now() -> datetime:
    return datetime.now(UTC)


class WebCollector:
    """Pages where customers give their data, as they see them. No form is sent, no other origin asked."""

    types: frozenset[str] = frozenset({FORM, PAGE, SITE})
    settings_schema: Mapping[str, Json] = SCHEMA

    def __init__(self, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock

    def check(self, target: Target) -> Sequence[str]:
        """What is wrong with settings that fit the schema, one line each."""
        return list(problems(target))

    def collect(self, target: Target, wanted: FactRequest) -> Iterator[Event]:
        """Stream what the pages show; raises ConfigurationError at once."""
        found = self.check(target)
        if found:
            raise ConfigurationError(*found)
        return _Scan(target, settings_of(target), wanted, self._clock).events()


@dataclass
class _Scan:
    """One site, page by page."""

    target: Target
    settings: Settings
    wanted: FactRequest
    clock: Callable[[], datetime]
    contacts: list[dict[str, Json]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Pages that were not read, or not as customers see them."""
    forms: int = 0
    forms_gapped: bool = False
    last: float = 0.0

    def events(self) -> Iterator[Event]:
        for page in self.settings.pages:
            yield from self._page(page)
        yield Enumerated(self.target.id, PAGE, len(self.settings.pages))
        if not self.forms_gapped:
            yield Enumerated(self.target.id, FORM, self.forms)
        yield from self._site()

    def _page(self, page: Page) -> Iterator[Event]:
        from collectors.child import ChildError, ask

        halt = self.wanted.halt
        halt.event.wait(max(0.0, self.last + self.settings.delay_seconds - time.monotonic()))
        if halt.is_set():
            yield from self._unseen(page, halt.reason, halt.detail)
            return
        if self.settings.render and importlib.util.find_spec("playwright") is None:
            yield from self._unseen(page, GapReason.TOOL_ABSENT, NEEDS_PLAYWRIGHT)
            return
        try:
            reply = ask("collectors.web.worker", self._question(page), self.settings.page_seconds, halt)
        except ChildError as error:
            reply = {"trouble": [error.reason, error.detail]}
        self.last = time.monotonic()
        if "trouble" in reply:
            yield from self._unseen(page, GapReason(reply["trouble"][0]), reply["trouble"][1])
        else:
            yield from self._seen(page, reply)

    def _question(self, page: Page) -> Json:
        settings = self.settings
        return {
            "url": page.url,
            "origins": sorted(settings.origins),
            "fields": dict(settings.fields),
            "necessary_cookies": list(settings.necessary_cookies),
            "render": settings.render,
            "browser": settings.browser,
            "ca_file": str(settings.ca_file) if settings.ca_file else None,
            "delay_seconds": settings.delay_seconds,
            "max_bytes": settings.max_bytes,
            "seconds": settings.page_seconds,
        }

    def _unseen(self, page: Page, reason: GapReason, detail: str) -> Iterator[Event]:
        self.unread.append(page.url)
        yield Gap(self.target.id, PAGE, reason, detail, resource=page.url)
        yield self._form_gap(page, reason, detail)
        yield self._resource(page.url, PAGE, page.url, {})

    def _form_gap(self, page: Page, reason: GapReason, detail: str) -> Gap:
        self.forms_gapped = True
        return Gap(self.target.id, FORM, reason, f"{page.url}: {detail}", scope=page.url)

    def _seen(self, page: Page, reply: Json) -> Iterator[Event]:
        found = reply["page"]
        unsettled = found["reading"]["unsettled"]
        if unsettled:
            self.unread.append(page.url)
        for fact in ("requests", "cookies") if unsettled and not found["reading"]["rendered"] else ():
            found.pop(fact)
            yield Gap(self.target.id, PAGE, GapReason.UNSUPPORTED, unsettled, resource=page.url, fact=fact)
        for frame in reply["foreign_frames"]:
            detail = f"the frame {frame} was not read; list its origin under origins and set render: true"
            yield self._form_gap(page, GapReason.NOT_IN_SOURCE, detail)
        if not reply["forms"] and (unsettled or page.scenario not in WITHOUT_FORMS):
            # Customers are said to give data where no field is: whatever was read, it was not that form.
            reason = GapReason.UNSUPPORTED if unsettled else GapReason.NOT_IN_SOURCE
            yield self._form_gap(page, reason, unsettled or f"no form is there; {CORRECT}")
        at_hand = {"url": page.url, "scenario": page.scenario}
        yield self._resource(page.url, PAGE, page.url, {**at_hand, **found})
        self.contacts += [{**one, "page": page.url} for one in reply["contacts"]]
        allowed = self.settings.allowed_fields.get(page.scenario)
        for form in reply["forms"]:
            key = form.pop("key")
            self.forms += 1
            facts = {**at_hand, **form, "allowed_fields": None if allowed is None else list(allowed)}
            yield self._resource(f"{page.url}#{key}", FORM, f"{page.url} ({key})", facts)

    def _site(self) -> Iterator[Event]:
        """Contact details may stand on any page, also on one that was not read."""
        id_ = sorted(self.settings.origins)[0]
        facts: dict[str, Json] = {"contacts": self.contacts}
        if self.unread and not {one["kind"] for one in self.contacts} >= CONTACTS:
            detail = f"not read as customers see it: {', '.join(self.unread)}"[:300]
            yield Gap(self.target.id, SITE, GapReason.UNSUPPORTED, detail, resource=id_, fact="contacts")
            facts = {}
        yield self._resource(id_, SITE, self.target.id, facts)
        yield Enumerated(self.target.id, SITE, 1)

    def _resource(self, id_: str, type_: str, name: str, facts: Mapping[str, Json]) -> Resource:
        wanted = self.wanted.facts(type_)
        kept = {fact: value for fact, value in facts.items() if fact in wanted}
        return Resource(id_, type_, name, self.target.id, kept, self.clock())
