"""The signed statements of the company, and one of them that does not count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from collectors.attestations import AttestationsCollector, log, owners
from collectors.attestations.keys import public_text, sign
from collectors.attestations.statement import Statement, canonical, parse, to_sign
from scanner.index import Index
from scanner.interfaces import FactRequest
from scanner.model import Event, Status, Target
from scanner.period import parse_period
from scanner.policy_pack import Pack
from scanner.selection import Selection
from scanner.snapshot import Header, TargetInfo
from scanner.statements import FACTS, attested, statements_of, text_digest
from tests.company.workspace import CALENDAR, NOW, PERIOD, Collected

GIVEN: Mapping[str, Any] = {
    "version": 1,
    "kind": "control",
    "by": "Chen",
    "note": "",
    "period": PERIOD,
    "at": "2027-01-04T09:00:00+00:00",
    "until": "2027-03-31",
    "answer": "yes",
}
Ways = Mapping[str, str]
"""What is said otherwise in one statement."""


def attested_controls(pack: Pack) -> list[str]:
    """The controls that somebody has to make a statement about."""
    return [id_ for id_, one in pack.controls.items() if {"attestation": {}} in one.verify]


@dataclass
class Statements:
    """A folder of statements: Chen may make any, Wu none about controls, and a stranger has a key."""

    folder: Path
    pack: Pack
    root: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    chen: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    wu: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    stranger: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        people = (("Chen", self.chen, "controls: ['*']"), ("Wu", self.wu, "registers: ['*']"))
        lines = [f"  - {{name: {name}, keys: ['{public_text(key)}'], {may}}}\n" for name, key, may in people]
        content = f"people:\n{''.join(lines)}".encode()
        (self.folder / owners.NAME).write_bytes(content)
        (self.folder / owners.SIGNATURE).write_text(sign(self.root, owners.to_sign(content)) + "\n")

    @property
    def target(self) -> Target:
        """The folder, with the key that vouches for who may say what."""
        settings = {"folder": str(self.folder), "trust": public_text(self.root)}
        return Target("statements", "attestations", settings)

    def make(self, other: Mapping[str, Ways] | None = None) -> "Statements":
        """A statement about each control; about some, something else is said."""
        for control in attested_controls(self.pack):
            self._append(control, **(other or {}).get(control, {}))
        return self

    def tamper(self, control: str) -> None:
        """Turn the answer about a control in the log from no to yes."""
        path = self.folder / log.NAME
        lines = path.read_text().splitlines(keepends=True)
        (number,) = [index for index, line in enumerate(lines) if f'"{control}"' in line]
        lines[number] = lines[number].replace('"answer":"no"', '"answer":"yes"')
        assert "".join(lines) != path.read_text()
        path.write_text("".join(lines))

    def statuses(self) -> dict[str, Status]:
        """What the statements say about each control."""
        collector = AttestationsCollector(lambda: NOW)
        events: tuple[Event, ...] = tuple(collector.collect(self.target, FactRequest(FACTS)))
        info = TargetInfo("statements", "attestations", tuple(sorted(collector.types)), {})
        header = Header("test", NOW, (info,), has_datasets=True, calendar=CALENDAR)
        snapshot: Any = Collected(header, {"statements": events})
        index = Index.read(snapshot, Selection((), {}, FACTS))
        said = statements_of(index.joins, header.targets, None)
        period = parse_period(PERIOD, CALENDAR)
        return {
            control: attested(self.pack.controls[control], said, period, NOW).status
            for control in attested_controls(self.pack)
        }

    def _append(self, control: str, key: str = "", **values: str) -> None:
        digest = text_digest(self.pack.controls[control])
        given = {**GIVEN, "control": control, "text": digest, **values}
        signer = {"": self.chen, "wu": self.wu, "stranger": self.stranger}[key]

        def statement(entry: int, previous: str) -> Statement:
            unsigned = {**given, "entry": entry, "previous": previous}
            return parse(canonical({**unsigned, "signature": sign(signer, to_sign(unsigned))}))

        log.append(self.folder, statement)


def spoilt() -> Iterator[tuple[str, Ways, Status]]:
    """How a statement can say no or nothing, and what the control is then."""
    yield "no", {"answer": "no"}, Status.FAIL
    yield "expired", {"until": "2026-12-30"}, Status.OVERDUE
    yield "not signed by its author", {"key": "stranger"}, Status.NOT_ASSESSED
    yield "not authorised", {"by": "Wu", "key": "wu"}, Status.NOT_ASSESSED
    yield "about an earlier text", {"text": "ab" * 32}, Status.NOT_ASSESSED
