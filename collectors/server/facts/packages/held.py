"""Packages that are kept from being updated: holds, locks, excludes, versions in world."""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from collectors.server.facts.packages.manager import APK, APT, ZYPPER, manager, section
from collectors.server.reply import Reply
from collectors.server.texts import Texts, parse_texts
from scanner.interfaces import Json

_LISTS = ("/etc/dnf/plugins/versionlock.list", "/etc/yum/pluginconf.d/versionlock.list")
_CONFIGS = ("/etc/dnf/dnf.conf", "/etc/yum.conf")


def held(reply: Reply) -> Json:
    """The fact: patterns of names with the file that holds them."""
    return [{"pattern": pattern, "file": file} for pattern, file in patterns(reply, "held")]


def patterns(reply: Reply, fact: str) -> Sequence[tuple[str, str]]:
    """Patterns of names or of name-version, and the file; raises NotSeenError when a file is out of reach."""
    name = manager(reply, fact)
    if name == APT:
        rows = (line.split() for line in reply.output(section(fact), "holds", "dpkg-query").lines())
        return [(row[1], "/var/lib/dpkg/status") for row in rows if len(row) == 2 and row[0] == "hold"]
    texts = parse_texts(reply.item(section(fact), "held"), reply)
    if name == APK:
        return list(_world(texts))
    if name == ZYPPER:
        return list(_zypper(texts))
    return list(_rpm(texts))


def matches(pattern: str, name: str) -> bool:
    """Whether a pattern holds the package of a name: `name`, `na*`, `name:arch`, `0:name-1.2-3.*`."""
    text = re.sub(r"^!?(\d+:)?", "", pattern)
    return (
        fnmatchcase(name, text.split(":")[0])
        or fnmatchcase(name.split(":")[0], text.split(":")[0])
        or re.match(re.escape(name) + r"-(\d+:)?\d", text) is not None
    )


def _world(texts: Texts) -> Iterator[tuple[str, str]]:
    path = "/etc/apk/world"
    for line in texts.read(path) or ():
        # `name=1.2`, `name<1.2` and `name~1.2` stay at a version, `!name` is a conflict.
        for word in line.split():
            if (match := re.match(r"([^=<>~@!]+)[=<~]", word)) is not None:
                yield match[1], path


def _zypper(texts: Texts) -> Iterator[tuple[str, str]]:
    path = "/etc/zypp/locks"
    for line in texts.read(path) or ():
        if (match := re.fullmatch(r"\s*solvable_name:\s*(\S+)\s*", line)) is not None:
            yield match[1], path


def _rpm(texts: Texts) -> Iterator[tuple[str, str]]:
    for path in _LISTS:
        for line in texts.read(path) or ():
            text = line.strip()
            # `!` before a pattern excludes a version instead of holding one.
            if text and not text.startswith(("#", "!")):
                yield text, path
    for line in texts.read("/etc/dnf/versionlock.toml") or ():
        if (match := re.fullmatch(r"""\s*name\s*=\s*["']([^"']+)["']\s*""", line)) is not None:
            yield match[1], "/etc/dnf/versionlock.toml"
    for path in _CONFIGS:
        for line in texts.read(path) or ():
            if (match := re.fullmatch(r"\s*(?:exclude|excludepkgs)\s*=\s*(.*)", line)) is not None:
                yield from ((word, path) for word in re.split(r"[\s,]+", match[1]) if word)
