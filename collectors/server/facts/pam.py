"""Login and passwords as pam.conf(5) sets them up: lockout after failures, quality of new passwords."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from collectors.server.reply import NotSeenError, Reply
from collectors.server.texts import Texts, parse_texts
from scanner.interfaces import Json
from scanner.model import GapReason

FOLDERS = ("/etc/pam.d", "/usr/lib/pam.d", "/usr/etc/pam.d")
"""The first one that has a service counts."""

SERVICES = ("sshd", "login")
"""Ways in that are looked at for lockout."""

_KINDS = ("auth", "account", "password", "session")
_LINE = re.compile(r"-?(\w+)\s+(\[[^\]]*\]|\S+)\s+(\S+)\s*(.*)")
_ARGUMENT = re.compile(r"\[((?:\\\]|[^\]])*)\]|(\S+)")
_PASSWORD_MODULES = frozenset(("pam_unix", "pam_unix2", "pam_sss", "pam_ldap", "pam_krb5", "pam_winbind"))
_DEPTH = 8

_FAILLOCK = {"deny": 3, "unlock_time": 600, "fail_interval": 900}
"""Defaults of faillock.conf(5)."""

_CREDITS = ("dcredit", "ucredit", "lcredit", "ocredit")
_PWQUALITY = {"minlen": 8, "minclass": 0, "enforcing": 1, **dict.fromkeys(_CREDITS, 0)}
"""Defaults of pwquality.conf(5)."""

_CRACKLIB = {"minlen": 9, "minclass": 0, "enforcing": 1, **dict.fromkeys(_CREDITS, 1)}
"""Defaults of pam_cracklib(8): each class of characters shortens the password by one."""

_LEAST = 6
"""Neither library takes a lower minlen; it is the default of pam_unix(8) too."""


@dataclass(frozen=True, slots=True)
class Step:
    """One module of a stack."""

    control: str
    module: str
    arguments: tuple[str, ...]

    def number(self, name: str) -> int | None:
        """The value of `name=NUMBER` among the arguments; raises NotSeenError when it is no number."""
        value = next((text[len(name) + 1 :] for text in self.arguments if text.startswith(f"{name}=")), None)
        return None if value is None else _number(name, value)

    @property
    def decides(self) -> bool:
        """A failure of the module is a failure of the stack, or jumps."""
        if not self.control.startswith("["):
            return self.control in ("required", "requisite")
        results = dict(part.split("=", 1) for part in self.control[1:-1].split() if "=" in part)
        return results.get("default", "bad") not in ("ignore", "ok") or results.get("success", "").isdigit()


class Stacks:
    """The stacks of all services."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    @property
    def in_use(self) -> bool:
        """There is any service at all."""
        return bool(self._texts.files)

    def has(self, service: str) -> bool:
        """The service has a file of its own."""
        return self._lines(service) is not None

    def steps(self, service: str, kind: str) -> list[Step]:
        """Modules of one kind in order, with everything included; `other` serves services without a file."""
        name = service if self.has(service) else "other"
        return list(self._steps(name, kind, 0))

    def _lines(self, service: str) -> Sequence[str] | None:
        for folder in FOLDERS:
            path = service if service.startswith("/") else f"{folder}/{service}"
            if self._texts.states.get(path, "A") != "A":
                return self._texts.read(path)
        return None

    def _steps(self, service: str, kind: str, depth: int) -> Iterator[Step]:
        lines = self._lines(service)
        if depth > _DEPTH or (lines is None and depth):
            detail = f"PAM: {service} is included but not there, or includes itself"
            raise NotSeenError(GapReason.UNSUPPORTED, detail)
        for line in lines or ():
            text = line.strip()
            if text.startswith("@include"):
                yield from self._steps(text.split()[-1], kind, depth + 1)
            elif text:
                yield from self._step(text, service, kind, depth)

    def _step(self, text: str, service: str, kind: str, depth: int) -> Iterator[Step]:
        match = _LINE.fullmatch(text)
        if match is None or match[1].lower() not in _KINDS:
            raise NotSeenError(GapReason.MALFORMED, f"PAM: a line of {service} is not understood")
        if match[1].lower() != kind:
            return
        control = match[2].lower()
        if control in ("include", "substack"):
            yield from self._steps(match[3], kind, depth + 1)
            return
        module = match[3].rpartition("/")[2].removesuffix(".so")
        found = _ARGUMENT.findall(match[4])
        yield Step(control, module, tuple(bracketed or plain for bracketed, plain in found))


def pam(reply: Reply) -> Json:
    """The whole fact; raises NotSeenError when a file cannot be read or is not understood."""
    texts = parse_texts(reply.item("pam", "stacks"), reply)
    texts.demand_all()
    security = parse_texts(reply.item("pam", "security"), reply)
    security.demand_all()
    stacks = Stacks(texts)
    services = [name for name in SERVICES if stacks.has(name)]
    return {
        "in_use": stacks.in_use,
        "services": [_service(stacks, security, name) for name in services],
        "passwords": _passwords(stacks.steps("passwd", "password"), security) if stacks.in_use else None,
    }


def _service(stacks: Stacks, security: Texts, name: str) -> Json:
    steps = stacks.steps(name, "auth")
    return {
        "name": name,
        "lockout": _lockout(steps, stacks.steps(name, "account"), security),
        "empty_passwords": any(s.module == "pam_unix" and "nullok" in s.arguments for s in steps),
    }


def _lockout(steps: Sequence[Step], account: Sequence[Step], security: Texts) -> Json:
    modules = [step.module for step in steps]
    if "pam_faillock" in modules:
        return _faillock(steps, account, security)
    for name in ("pam_tally2", "pam_tally"):
        if name in modules:
            return _tally(steps[modules.index(name)], steps)
    return {
        "module": "none",
        "effective": False,
        "deny": None,
        "unlock_seconds": None,
        "interval_seconds": None,
        "root": False,
    }


def _faillock(steps: Sequence[Step], account: Sequence[Step], security: Texts) -> Json:
    """pam_faillock(8): failures are counted after the password module, and asked for before or behind it."""
    settings = _numbers(_conf(security, "faillock.conf"), _FAILLOCK)
    flags = _conf(security, "faillock.conf").keys()
    calls = [step for step in steps if step.module == "pam_faillock"]
    for step in calls:
        settings.update({name: value for name in _FAILLOCK if (value := step.number(name)) is not None})
    return {
        "module": "pam_faillock",
        "effective": settings["deny"] > 0 and _complete(steps, account),
        "deny": settings["deny"],
        "unlock_seconds": settings["unlock_time"],
        "interval_seconds": settings["fail_interval"],
        "root": "even_deny_root" in flags or any("even_deny_root" in step.arguments for step in calls),
    }


def _complete(steps: Sequence[Step], account: Sequence[Step]) -> bool:
    """A locked account is refused: before the password is looked at, or behind it (authsucc, or account)."""
    password = next((i for i, step in enumerate(steps) if step.module in _PASSWORD_MODULES), len(steps))
    calls = {word: i for i, s in enumerate(steps) if s.module == "pam_faillock" for word in s.arguments}
    counted = calls.get("authfail", -1) > password
    before = -1 < calls.get("preauth", -1) < password
    after = calls.get("authsucc", -1) > password or any(s.module == "pam_faillock" for s in account)
    return counted and (before or after)


def _tally(step: Step, steps: Sequence[Step]) -> Json:
    password = next((i for i, other in enumerate(steps) if other.module in _PASSWORD_MODULES), len(steps))
    deny = step.number("deny")
    return {
        "module": step.module,
        "effective": bool(deny) and step.decides and steps.index(step) < password,
        "deny": deny,
        "unlock_seconds": step.number("unlock_time") or 0,
        "interval_seconds": None,
        "root": "even_deny_root" in step.arguments,
    }


def _passwords(steps: Sequence[Step], security: Texts) -> Json:
    history = next((step for step in steps if step.module == "pam_pwhistory"), None)
    unix = next((step for step in steps if step.module == "pam_unix"), None)
    own = (unix.number("minlen") if unix else None) or _LEAST
    quality = next((step for step in steps if step.module in _QUALITY), None)
    settings = _QUALITY[quality.module](quality, security) if quality else None
    enforced = quality is not None and settings is not None and quality.decides and settings["enforcing"] != 0
    shortest = settings["shortest"] if settings is not None and enforced else 0
    return {
        "module": quality.module if quality else "none",
        "enforced": enforced,
        "shortest": max(shortest, own),
        "min_classes": settings["classes"] if settings is not None and enforced else 0,
        "remembered": _remembered(history, unix),
    }


def _remembered(history: Step | None, unix: Step | None) -> int:
    """Old passwords that are refused; 10 when pam_pwhistory(8) is not told how many."""
    if history is not None:
        given = history.number("remember")
        return 10 if given is None else given
    return (unix.number("remember") if unix else None) or 0


def _pwquality(step: Step, security: Texts) -> dict[str, int]:
    """Drop-ins come first, then the main file, then arguments (measured with pwscore 1.4)."""
    return _counted(_numbers(_conf(security, "pwquality.conf"), _PWQUALITY), step)


def _cracklib(step: Step, security: Texts) -> dict[str, int]:  # noqa: ARG001 (it reads no file)
    return _counted(dict(_CRACKLIB), step)


def _counted(settings: dict[str, int], step: Step) -> dict[str, int]:
    settings.update({name: value for name in settings if (value := step.number(name)) is not None})
    demanded = sum(1 for name in _CREDITS if settings[name] < 0)
    credit = sum(max(settings[name], 0) for name in _CREDITS)
    return {
        "enforcing": settings["enforcing"],
        "shortest": max(settings["minlen"], _LEAST) - credit,
        "classes": max(settings["minclass"], demanded),
    }


def _passwdqc(step: Step, security: Texts) -> dict[str, int]:  # noqa: ARG001 (its file is not read)
    """pam_passwdqc(8): min=N0,N1,N2,N3,N4 for one to four classes of characters, phrases in the middle."""
    if any(text.startswith("config=") for text in step.arguments):
        raise NotSeenError(GapReason.UNSUPPORTED, "PAM: pam_passwdqc reads a file that is not looked at")
    text = next((text[4:] for text in step.arguments if text.startswith("min=")), "disabled,24,11,8,7")
    lengths = [_number("min", part) for part in text.split(",") if part != "disabled"]
    enforcing = 0 if "enforce=none" in step.arguments else 1
    return {"enforcing": enforcing, "shortest": min(lengths, default=0), "classes": 0}


_QUALITY = {
    "pam_pwquality": _pwquality,
    "pam_cracklib": _cracklib,
    "pam_passwdqc": _passwdqc,
}


def _conf(security: Texts, name: str) -> dict[str, str]:
    """A file of /etc/security with its drop-ins, which come before it. Flags have an empty value."""
    folders = ("/etc/security", "/usr/lib/security", "/usr/etc/security")
    main = next((f"{folder}/{name}" for folder in folders if f"{folder}/{name}" in security.files), None)
    drop_ins = sorted(path for path in security.files if path.startswith(f"/etc/security/{name}.d/"))
    found: dict[str, str] = {}
    for path in [*drop_ins, *([main] if main else [])]:
        for line in security.files[path]:
            match = re.match(r"\s*(\w+)\s*=?\s*([^#]*?)\s*(?:#.*)?$", line)
            if match:
                found[match[1]] = match[2]
    return found


def _numbers(values: Mapping[str, str], defaults: Mapping[str, int]) -> dict[str, int]:
    return {
        name: _number(name, values[name]) if name in values else number for name, number in defaults.items()
    }


def _number(name: str, value: str) -> int:
    if name in ("unlock_time", "root_unlock_time") and value == "never":
        return 0
    if not re.fullmatch(r"-?\d{1,9}", value):
        raise NotSeenError(GapReason.MALFORMED, f"PAM: the value of {name} is not a number")
    return int(value)
