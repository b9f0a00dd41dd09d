"""What a virtual host of httpd does with a request that comes without TLS.

Sources: mod_rewrite (runs first), mod_alias, mod_ssl's SSLRequireSSL.
"""

import re
from collections.abc import Iterable, Sequence

from collectors.server.facts.tls.apache_text import Node
from collectors.server.facts.tls.model import REDIRECTS, REFUSES, SERVES, unsupported

_ALL = re.compile(r"\^|/|\^/|\^?(?:/\??)?\(?/?\.\*\)?\$?|\^\(?\?!/?\\?/?\\?\.well-known.*")
"""Patterns that every path matches, or every one but those of ACME challenges."""
_STATUS = {"permanent": 301, "temp": 302, "seeother": 303, "gone": 410}


def plain_text(own: Sequence[Node], names: Sequence[str]) -> str:
    """serves, redirects or refuses; raises NotSeenError when it cannot be told."""
    undecided = _rewrites(own, names)
    if undecided is True:
        return REDIRECTS
    for node in own:
        found = _alias(node) or _refusal(node)
        if found is not None:
            return found
    if undecided is None:
        raise unsupported("rewrite rules redirect some requests to TLS; whether all is not known")
    if any(node.name in ("if", "elseif", "else") for node in own):
        raise unsupported("an <If> section may redirect to TLS")
    return SERVES


def _rewrites(own: Sequence[Node], names: Sequence[str]) -> bool | None:
    """Whether RewriteRule sends every request to https; None when it is some of them."""
    engine = [node for node in own if node.name == "rewriteengine"]
    if not engine or engine[-1].args[:1] not in (["on"], ["On"], ["ON"]):
        return False
    conditions: list[Node] = []
    some = False
    for node in own:
        if node.name == "rewritecond":
            conditions.append(node)
        elif node.name == "rewriterule" and len(node.args) > 1:
            if node.args[1].lower().startswith("https://"):
                if _ALL.fullmatch(node.args[0]) and _always(conditions, names):
                    return True
                some = True
            conditions = []
    return None if some else False


def _always(conditions: Iterable[Node], names: Sequence[str]) -> bool:
    """The conditions hold for every plain request to one of the names, but for ACME challenges."""
    asked: set[str] = set()
    for condition in conditions:
        test, pattern = [*condition.args, "", ""][:2]
        test = test.upper().strip("%{}")
        if test in ("HTTP_HOST", "SERVER_NAME") and pattern.startswith("="):
            asked.add(pattern[1:])
        elif not _of_plain(test, pattern):
            return False
    return not asked or asked >= set(names)


def _of_plain(test: str, pattern: str) -> bool:
    if test in ("HTTPS", "REQUEST_SCHEME"):
        return pattern.lower() in ("off", "=off", "!on", "!=on", "!^on$", "^off$", "http", "=http", "!=https")
    if test == "SERVER_PORT":
        return pattern in ("80", "^80$", "=80", "!443", "!^443$", "!=443")
    return test == "REQUEST_URI" and pattern.startswith("!") and "well-known" in pattern


def _alias(node: Node) -> str | None:
    """`Redirect [STATUS] / URL`, `RedirectMatch [STATUS] PATTERN URL`."""
    if node.name not in ("redirect", "redirectmatch", "redirectpermanent", "redirecttemp") or not node.args:
        return None
    first = node.args[0].lower()
    stated = first in _STATUS or first.isdigit()
    status = _STATUS.get(first) or (int(first) if first.isdigit() else 302)
    rest = node.args[1:] if stated else node.args
    everything = bool(rest) and (
        rest[0] == "/" if node.name != "redirectmatch" else bool(_ALL.fullmatch(rest[0]))
    )
    if not everything:
        return None
    if status >= 400:
        return REFUSES
    return REDIRECTS if len(rest) > 1 and rest[1].lower().startswith("https://") else None


def _refusal(node: Node) -> str | None:
    if node.name not in ("location", "directory") or node.args != ["/"]:
        return None
    for inner in node.block or ():
        if inner.name == "sslrequiressl":
            return REFUSES
        if inner.name == "require" and [arg.lower() for arg in inner.args] == ["all", "denied"]:
            # A folder below may open it again; a location as wide as the site may not be opened by files.
            return REFUSES if node.name == "location" else None
    return None
