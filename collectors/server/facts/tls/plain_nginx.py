"""What an nginx server block does with a request that comes without TLS.

Source: https://nginx.org/en/docs/http/ngx_http_rewrite_module.html
"""

import re
from collections.abc import Iterable, Sequence

from collectors.server.facts.tls.model import REDIRECTS, REFUSES, SERVES, unsupported
from collectors.server.facts.tls.nginx_text import ABSENT, Directive, not_in_source

_REWRITE = ("return", "rewrite", "if", "set", "break")
_EVERYTHING = re.compile(r"\^?(?:\(?/?\(?\.\*\)?\)?\$?|/?\(\.\*\)\$?|/)?")
_ACME = "/.well-known/acme-challenge"


def plain_text(server: Directive) -> str:
    """serves, redirects or refuses; raises NotSeenError when it cannot be told."""
    block = server.block or []
    found = _sequence(block)
    if found is not None:
        return found
    places = [d for d in block if d.name == "location" and not _is_acme(d)]
    answers = {_location(place) for place in places}
    if SERVES in answers or not any(_takes_all(place) for place in places):
        _demand_understood(block)
        return SERVES
    return REDIRECTS if REDIRECTS in answers else REFUSES


def _sequence(block: Iterable[Directive]) -> str | None:
    """The answer that the rewrite directives of a block give to all requests; None when some get past."""
    refused = False
    for directive in block:
        if directive.name not in _REWRITE:
            continue
        if directive.name == "return":
            answer = _return(directive)
            return REDIRECTS if answer == REFUSES and refused else answer
        if directive.name == "rewrite" and _to_tls(directive):
            return REDIRECTS
        if directive.name == "break" or directive.args[-1:] in (["last"], ["break"]):
            return None
        if directive.name == "if":
            answers = {_return(d) if d.name == "return" else None for d in _effective(directive)}
            if not answers <= {REDIRECTS, REFUSES}:
                return None
            refused = refused or REDIRECTS in answers
    return None


def _effective(condition: Directive) -> Sequence[Directive]:
    return [d for d in condition.block or () if d.name != "set"]


def _return(directive: Directive) -> str:
    """What `return CODE [TEXT|URL]` or `return URL` amounts to."""
    code = directive.args[0] if directive.args else ""
    target = directive.args[-1] if directive.args else ""
    if code.startswith(("4", "5")) and code.isdigit():
        return REFUSES
    if code in ("301", "302", "303", "307", "308") or len(directive.args) == 1:
        return _scheme(target)
    return SERVES


def _scheme(target: str) -> str:
    if target.lower().startswith("https://"):
        return REDIRECTS
    if target.startswith("$") and not target.startswith("$scheme"):
        raise unsupported(f"where the redirect to {target} leads is not known")
    return SERVES


def _to_tls(directive: Directive) -> bool:
    """`rewrite` of every request to https."""
    if len(directive.args) < 2 or not directive.args[1].lower().startswith("https://"):
        return False
    return directive.args[0] in ("^", ".*", "^.*$") or _EVERYTHING.fullmatch(directive.args[0]) is not None


def _location(place: Directive) -> str:
    return _sequence(place.block or ()) or SERVES


def _takes_all(place: Directive) -> bool:
    if place.args[:1] in (["~"], ["~*"]):
        return place.args[-1] in ("^", ".*", "/")
    return place.args in (["/"], ["^~", "/"])


def _is_acme(place: Directive) -> bool:
    # Challenges of RFC 8555 must be answered in plain text; they hold no customer data.
    return bool(place.args) and place.args[-1].lstrip("^").startswith(_ACME)


def _demand_understood(block: Iterable[Directive]) -> None:
    for directive in block:
        if directive.name == ABSENT:
            raise not_in_source(directive)
        if "_by_lua" in directive.name or directive.name.startswith(("js_", "perl")):
            raise unsupported(f"{directive.name} may answer every request")
        _demand_understood(directive.block or ())
