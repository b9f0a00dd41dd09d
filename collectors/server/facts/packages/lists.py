"""How old the package lists are: without fresh ones 'no update' says nothing."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC
from email.utils import parsedate_to_datetime

from collectors.server.facts.packages import apt
from collectors.server.facts.packages.manager import (
    APK,
    APT,
    ZYPPER,
    instant,
    manager,
    release,
    section,
    times,
)
from collectors.server.facts.packages.updates import Repository, repositories
from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

FACT = "lists"
CAP = 100


def lists(reply: Reply) -> Json:
    """The fact; raises NotSeenError when the lists are out of reach."""
    name = manager(reply, FACT)
    if name == APT:
        return _apt(reply)
    if name == APK:
        return _apk(reply)
    return _repositories(reply, name)


def _told(refreshed: int | None, *, security: str = "undetermined", missing: Sequence[str] = ()) -> Json:
    return {
        "refreshed": None if refreshed is None else instant(str(refreshed)),
        "security_repository": security,
        "missing": sorted(missing)[:CAP],
        "releases": [],
    }


def _apt(reply: Reply) -> Json:
    """The last success that apt's timer noted, or else the last change of the folder with the lists.

    apt-get update that finds nothing new changes neither; the archives change more often than any
    sensible limit, and a Release file tells until when it is valid.
    """
    found = times(reply, FACT)
    known = apt.indexes(reply.item(section(FACT), "indexes"), reply)
    codename = release(reply, FACT).get("VERSION_CODENAME", "")
    security = any(index.security(codename) for index in known)
    releases = _releases(reply)
    # The folder is there from the beginning; without a Release file in it nothing was ever fetched.
    refreshed = max(found.values(), default=None) if releases else None
    told = _told(refreshed, security="yes" if security else "no")
    return {**told, "releases": releases[:CAP]}


def _releases(reply: Reply) -> list[Json]:
    found: dict[str, dict[str, str]] = {}
    for line in reply.output(section(FACT), "releases", "awk").lines():
        path, _, rest = line.partition("\t")
        key, _, value = rest.partition(": ")
        found.setdefault(path, {})[key] = value.strip()
    return [
        {
            "file": path,
            "security": any(
                "security" in values.get(key, "").lower() for key in ("Label", "Suite", "Codename")
            ),
            "date": _rfc(values.get("Date")),
            "valid_until": _rfc(values.get("Valid-Until")),
        }
        for path, values in sorted(found.items())
    ]


def _rfc(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        at = parsedate_to_datetime(text.replace("UTC", "+0000"))
    except ValueError:
        raise NotSeenError(GapReason.MALFORMED, "a Release file has a date that is none") from None
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _apk(reply: Reply) -> Json:
    texts = parse_texts(reply.item(section(FACT), "sources"), reply)
    sources = [line for line in texts.read("/etc/apk/repositories") or () if re.match(r"\s*[^#\s]", line)]
    found = times(reply, FACT)
    if len(found) < len(sources):
        # Index files are named after a digest of the address: which one is missing is not told.
        return _told(None, missing=[f"{len(sources) - len(found)} of {len(sources)} repositories"])
    return _told(min(found.values(), default=None))


def _repositories(reply: Reply, name: str) -> Json:
    cached = repositories(reply, FACT, "repositories")
    enabled = _zypper_enabled(reply) if name == ZYPPER else _dnf_enabled(reply)
    ages: dict[str, int] = {}
    for id_ in enabled:
        mine = [repository.refreshed for repository in cached if _is(repository, id_, name)]
        if mine:
            ages[id_] = max(mine)
    missing = [id_ for id_ in enabled if id_ not in ages]
    return _told(min(ages.values(), default=None), missing=missing)


def _is(repository: Repository, id_: str, manager_name: str) -> bool:
    # yum keeps a folder named after the repository alone, dnf adds a digest of the address.
    return repository.folder == id_ if manager_name == ZYPPER else repository.serves(id_)


def _dnf_enabled(reply: Reply) -> list[str]:
    lines = reply.output(section(FACT), "enabled", "dnf repolist").lines()
    if lines and not lines[0].startswith("repo id"):
        raise NotSeenError(GapReason.MALFORMED, "dnf repolist has no heading")
    rows = [line.split() for line in lines[1:] if line.strip() and not line.startswith("repolist:")]
    # yum marks some with ! or * and adds /release/arch.
    return [row[0].lstrip("!*").split("/")[0] for row in rows]


def _zypper_enabled(reply: Reply) -> list[str]:
    text = reply.output(section(FACT), "enabled", "zypper repos").text
    if "</repo-list>" not in text:
        raise NotSeenError(GapReason.TRUNCATED, "zypper repos ended before its last line")
    found: list[Mapping[str, str]] = [
        dict(re.findall(r'([a-z_]+)="([^"]*)"', attributes))
        for attributes in re.findall(r"<repo ([^>]*)>", text)
    ]
    return [values.get("alias", "") for values in found if values.get("enabled") == "1"]
