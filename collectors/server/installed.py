"""The installed probe: one constant script, owned by root, that sudo lets an account run and nothing else.

Sections and dataset paths are part of the script. A caller chooses among the sections, by name and by a
digest of the text that the scanner expects there: a section of another version is refused, not misread.
"""

import hashlib
import re
from collections.abc import Sequence

from collectors.server import sections
from collectors.server.probe import END, Part, encoded, frame, quote, text
from collectors.server.reply import OUTDATED
from scanner.interfaces import FactRequest, Json

DEFAULT_PATH = "/usr/local/sbin/selfaudit-probe"
SETTING: Json = {
    "type": "string",
    "pattern": r"^(/[A-Za-z0-9_][A-Za-z0-9._-]*)+(?!\n)$",
    "description": f"Run this root-owned probe through sudo -n, as {DEFAULT_PATH}; "
    "selfaudit doctor prints it and the sudoers lines.",
}
"""Schema of the setting `installed_probe`."""

# Exactly what `command` makes. Safe without it too, as the script checks its arguments itself.
_ARGUMENTS = "^[0-9a-f]{64}( [a-z0-9_.]+-[0-9a-f]{8})+$"
_PLAIN_LOGIN = re.compile(r"[a-z_][a-z0-9_-]*")
_HEADER = """\
#!/bin/sh
# selfaudit: what the loaded checks read of this machine. Reads only, writes only to its standard output.
# Owner root, mode 0755. Do not edit it: sudo runs it only while its digest is the one in sudoers."""


def script(wanted: FactRequest, paths: Sequence[str]) -> bytes:
    """The file to install: the sections for these facts, and these dataset paths."""
    parts = sections.constant(wanted, paths)
    library = sections.whole_library()
    arms = [
        f"\t{_word(part, library)}) answer {part.name} {part.seconds} {quote(part.body)} ;;" for part in parts
    ]
    lines = [
        _HEADER,
        "{",
        f"KNOWN=' {' '.join(_word(part, library) for part in parts)} '",
        f"OUTDATED={quote(OUTDATED)}",
        *frame(library),
        text("installed"),
        text("main"),
        "for argument; do",
        "\tcase $argument in",
        *arms,
        '\t*) deny "${argument%-*}" "$OUTDATED" ;;',
        "\tesac",
        "done",
        *END,
    ]
    return encoded(lines)


def command(path: str, nonce: str, parts: Sequence[Part]) -> str:
    """The one command that is executed: the installed probe, or, where sudo or it refuses, `sh -s`."""
    library = sections.whole_library()
    words = " ".join(_word(part, library) for part in parts)
    missing = f'[ -e {path} ] || echo "selfaudit-probe: {path} does not exist" >&2'
    return (
        f"sh -c 'sudo -n {path} {nonce} {words} </dev/null; "
        f"case $? in 1|64|126|127) {missing}; exec sh -s;; esac'"
    )


def sudoers(path: str, login: str, installed: bytes) -> str:
    """The lines of sudoers(5) that allow an account to run this very script as root, and nothing else."""
    user = login if _PLAIN_LOGIN.fullmatch(login) else '"' + login.replace('"', r"\"") + '"'
    return (
        f"Defaults!{path} \\\n"
        "    env_reset, !setenv, !env_keep, !env_check, !requiretty\n"
        f"{user} ALL = (root) NOPASSWD: \\\n"
        f"    sha256:{hashlib.sha256(installed).hexdigest()} \\\n"
        f"    {path} {_ARGUMENTS}\n"
    )


def _word(part: Part, library: str) -> str:
    digest = hashlib.sha256(f"{library}\n{part.body}".encode("utf-8", "surrogateescape")).hexdigest()
    return f"{part.name}-{digest[:8]}"
