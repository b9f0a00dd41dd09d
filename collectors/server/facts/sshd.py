"""The OpenSSH server, sshd_config(5): `sshd -T` for effective values, the files for Match blocks."""

import re
from collections.abc import Callable, Sequence

from collectors.server.facts.sshd_config import (
    ADDED_UP,
    ALIASES,
    DEFAULTS,
    MAIN,
    Config,
    config_of,
    split_line,
    typed,
)
from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import Texts, parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason


def installed(reply: Reply) -> bool:
    """Whether sshd is there; raises NotSeenError when an SSH server runs that is not found in its place."""
    if reply.item("sshd", "sshd").status == 0:
        return True
    running = reply.output("sshd", "running", "sh").lines()
    if "hidden" in running:
        raise reply.denied("sshd was not found in the usual places and running processes are hidden")
    if running:
        server = running[0].split()[0]
        detail = f"{server} runs, but OpenSSH's sshd was not found in the usual places"
        raise NotSeenError(GapReason.UNSUPPORTED, detail)
    return False


def read(reply: Reply) -> Callable[[str], Json]:
    """A function from fact to value, which raises NotSeenError for what is not known."""
    _started(reply)
    config = configuration(reply)
    effective, why_not = _effective(reply)
    overruled = {} if effective is not None else _overruled(reply)

    def value(fact: str) -> Json:
        if fact == "match_blocks":
            return config.blocks()
        if fact in overruled:
            raise overruled[fact]
        if effective is not None:
            return typed(fact, _effective_value(effective, fact))
        return typed(fact, config.value(fact, why_not), why_not)

    return value


def _started(reply: Reply) -> Sequence[str]:
    """Options -f and -o of the server that runs; raises NotSeenError for several of them."""
    if not reply.root and "hidden" in reply.output("sshd", "running", "sh").lines():
        raise reply.denied("how sshd was started is hidden")
    lines = reply.output("sshd", "started", "sh").lines()
    if len(lines) > 1:
        detail = "several SSH servers run, started with different options; which one counts is not known"
        raise NotSeenError(GapReason.UNSUPPORTED, detail)
    options = [option for option in lines[0].split("\t") if option] if lines else []
    strange = [option for option in options if option[:2] not in ("-f", "-o")]
    if strange or sum(option.startswith("-f") for option in options) > 1:
        raise NotSeenError(GapReason.UNSUPPORTED, "the command line of the running sshd is not understood")
    return options


def _main(reply: Reply) -> str:
    return next((option[2:] for option in _started(reply) if option.startswith("-f")), MAIN)


def _overruled(reply: Reply) -> dict[str, NotSeenError]:
    """Settings of the command line. Without root it may be that of a container: its values are not taken."""
    why = reply.denied("sshd was started with this setting, and only sshd -T tells what holds")
    settings = (split_line(option[2:])[0] for option in _started(reply) if option.startswith("-o"))
    return {ALIASES.get(keyword, keyword): why for keyword in settings}


def configuration(reply: Reply) -> "Config":
    """What the files set, as far as they could be read."""
    try:
        main = _main(reply)
        if main != MAIN and not reply.root:
            raise reply.denied("sshd was started with a file of its own, and only sshd -T tells what holds")
        texts = parse_texts(reply.item("sshd", "files"), reply)
        _demand_all_included(texts, main)
    except NotSeenError as problem:
        return Config(hidden=problem)
    return config_of(texts, main)


def _demand_all_included(texts: Texts, main: str) -> None:
    for path, state in texts.states.items():
        if state == "D" and not path.startswith("/") and not texts.absent(main):
            raise NotSeenError(GapReason.TRUNCATED, f"sshd_config: {path}")


def _effective_value(effective: dict[str, str], fact: str) -> str:
    # Before OpenSSH 8.7 the keyword had its older name.
    name = fact if fact in effective else "challengeresponseauthentication"
    if fact in effective or (fact == "kbdinteractiveauthentication" and name in effective):
        return effective[name]
    if fact in ADDED_UP:
        return DEFAULTS[fact]
    raise NotSeenError(GapReason.UNSUPPORTED, f"sshd -T of this version does not tell {fact}")


def _effective(reply: Reply) -> tuple[dict[str, str] | None, NotSeenError]:
    item = reply.maybe("sshd", "effective")
    if item is None:
        return None, reply.denied("sshd -T needs root; no configuration file sets this")
    if item.status == 0 and item.out:
        return effective_settings(item.lines()), reply.failed(item, "sshd -T")
    if re.search(r" line \d+|bad configuration|terminating", item.error, re.IGNORECASE):
        raise NotSeenError(GapReason.MALFORMED, f"sshd -T refuses the configuration: {item.error}")
    return None, reply.failed(item, "sshd -T")


def effective_settings(lines: Sequence[str]) -> dict[str, str]:
    """Keyword to value as sshd -T tells them; what adds up is in several lines."""
    found: dict[str, str] = {}
    for line in lines:
        keyword, _, value = line.partition(" ")
        keyword = keyword.lower()
        if value:
            found[keyword] = f"{found[keyword]} {value}" if keyword in ADDED_UP & found.keys() else value
    return found
