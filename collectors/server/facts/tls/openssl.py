"""The OpenSSL of a machine: its version, what openssl.cnf sets for all programs, and cipher strings.

Sources: config(5ssl), SSL_CONF_cmd(3ssl), crypto-policies(7).
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from collectors.server.facts.tls.model import Library, Value, attempt, known, unsupported
from collectors.server.facts.tls.protocols import protocol, security_level
from collectors.server.reply import NotSeenError, Reply, once
from collectors.server.texts import Texts, parse_texts
from scanner.interfaces import Json

SECTION = "tls_openssl"
SUITES = "tls_suites"
STATE = "/etc/crypto-policies/state/current"
_MAX_INCLUDES = 10
_COMMENT = re.compile(r"(?<!\\)#.*$")
_INCLUDE = re.compile(r"\.include(?:\s*=\s*|\s+)(\S+)")


@once
def crypto_policy(reply: Reply) -> Json:
    """The whole fact; raises NotSeenError when openssl.cnf cannot be read or is not understood."""
    texts = parse_texts(reply.item(SECTION, "files"), reply)
    main = main_file(reply)
    values = system_defaults(texts, main)
    state = texts.read(STATE)
    version = version_of(reply)
    return {
        "openssl": ".".join(str(part) for part in version) if version else None,
        "min_protocol": values.get("MinProtocol"),
        "cipher_string": values.get("CipherString"),
        "security_level": security_level(values.get("CipherString")),
        "system_policy": state[0].strip() if state else None,
    }


def main_file(reply: Reply) -> str:
    """Where openssl.cnf is, by `openssl version -d` or the place in which the probe found it."""
    return reply.output(SECTION, "main", "sh").text.strip()


def version_of(reply: Reply) -> tuple[int, ...] | None:
    """The library's version; None when the tool is not installed or is no OpenSSL."""
    item = reply.item(SECTION, "version")
    match = re.search(r"(?:Library: )?OpenSSL (\d+)\.(\d+)\.(\d+)", item.text.rpartition("(")[2] or item.text)
    return tuple(int(part) for part in match.groups()) if item.status == 0 and match else None


def library(reply: Reply, *, ubuntu: bool) -> Library:
    """The system's OpenSSL as servers use it; raises NotSeenError when openssl.cnf is hidden."""
    policy = crypto_policy(reply)
    level, minimum = policy["security_level"], policy["min_protocol"]
    managed = policy["system_policy"] is not None
    lowest = None if minimum in (None, "None") else protocol(minimum, "MinProtocol")
    return Library(version_of(reply), level, lowest, managed=managed, ubuntu=ubuntu)


def system_defaults(texts: Texts, main: str) -> Mapping[str, str]:
    """What the section behind openssl_conf -> ssl_conf -> system_default sets."""
    if texts.states.get(main) in (None, "A"):
        return {}
    sections: dict[str, dict[str, str]] = {"": {}}
    _read(texts, main, "", sections, 0)
    name = ""
    for pointer in ("openssl_conf", "ssl_conf", "system_default"):
        name = sections.get(name, {}).get(pointer, "")
        if not name:
            return {}
    return {key.rpartition(".")[2]: value for key, value in sections.get(name, {}).items()}


def _read(texts: Texts, path: str, section: str, sections: dict[str, dict[str, str]], depth: int) -> str:
    """Takes a file in; gives the section in which it ends."""
    lines = texts.read(path)
    if lines is None or depth > _MAX_INCLUDES:
        raise unsupported(f"openssl: {path} is missing or included too deep")
    for text in _logical(lines):
        if text.startswith("["):
            section = text[1:].partition("]")[0].strip()
            sections.setdefault(section, {})
        elif match := _INCLUDE.match(text):
            for included in _included(texts, match[1], path):
                section = _read(texts, included, section, sections, depth + 1)
        elif "=" in text and not text.startswith(".pragma"):
            name, _, value = text.partition("=")
            sections[section][name.strip()] = value.strip().strip("\"'")
    return section


def _logical(lines: Sequence[str]) -> Iterator[str]:
    held = ""
    for line in lines:
        text = held + (_COMMENT.sub("", line) if "#" in line else line).strip()
        held = text[:-1] if text.endswith("\\") else ""
        if text and not held:
            yield text


def _included(texts: Texts, name: str, path: str) -> Sequence[str]:
    full = name.strip("\"'")
    if full not in texts.includes:
        raise unsupported(f"openssl: {path}: the include of {full} was not followed")
    if texts.states.get(full) == "D":
        raise texts.out_of_reach(full)
    return texts.includes[full]


def ciphers(reply: Reply, string: str | NotSeenError | None, given: str | None, *, shared: bool) -> Json:
    """The fact for a cipher string: as set, and the suites that the machine's own OpenSSL makes of it.

    `shared` tells that the server uses the machine's OpenSSL; else, and for strings that the tool was not
    asked about, the suites are null.
    """
    text = known(string)
    found: Value = attempt(lambda: _suites(reply).get(text)) if text is not None and shared else None
    return {"configured": given, "suites": None if isinstance(found, NotSeenError) else found}


def _suites(reply: Reply) -> Mapping[str, list[str]]:
    """Suites by cipher string, from `openssl ciphers -s`."""
    found: dict[str, list[str]] = {}
    for line in reply.output(SUITES, "suites", "openssl").lines():
        string, _, suites = line.partition("\t")
        if suites:
            found[string] = suites.split(":")
    return found
