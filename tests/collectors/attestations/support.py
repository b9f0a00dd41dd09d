"""People with keys, and a folder of their statements."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from collectors.attestations import AttestationsCollector, log, owners
from collectors.attestations.keys import public_text, sign
from collectors.attestations.statement import Statement, canonical, parse, to_sign
from scanner.interfaces import FactRequest
from scanner.model import Event, Target

NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
TEXT = "ab" * 32
FACTS = {
    "attestation.control": frozenset(
        ("control", "text", "answer", "until", "valid", "problem", "by", "at", "period", "entry")
    ),
    "attestation.completeness": frozenset(
        (
            "register",
            "period",
            "period_start",
            "period_end",
            "answer",
            "valid",
            "problem",
            "by",
            "at",
            "entry",
        )
    ),
}
OWNERS = """\
people:
  - name: 李伟
    keys: [{li}]
    controls: ["acc-*", rgt-least-harm]
    registers: [incident_log]
  - name: Ann
    keys: [{ann}]
    registers: ["*"]
"""


@dataclass
class Folder:
    """A folder with owners.yaml, vouched for by `root`."""

    path: Path
    root: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    li: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    ann: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    def __post_init__(self) -> None:
        self.path.mkdir(exist_ok=True)
        self.write_owners(OWNERS.format(li=public_text(self.li), ann=public_text(self.ann)))

    @property
    def trust(self) -> str:
        """The public key to trust."""
        return public_text(self.root)

    def write_owners(self, text: str) -> None:
        """Write owners.yaml, and sign it."""
        content = text.encode()
        (self.path / owners.NAME).write_bytes(content)
        (self.path / owners.SIGNATURE).write_text(sign(self.root, owners.to_sign(content)) + "\n")

    def control(self, key: Ed25519PrivateKey | None = None, **more: Any) -> Statement:
        """Add a statement about a control."""
        values = {"kind": "control", "control": "acc-fair-process", "text": TEXT, "answer": "yes"}
        return self.add(key or self.li, {**values, "until": "2026-12-31", **more})

    def completeness(self, key: Ed25519PrivateKey | None = None, **more: Any) -> Statement:
        """Add a statement about a register."""
        values = {
            "kind": "completeness",
            "register": "incident_log",
            "answer": "nothing",
            "period_start": "2026-07-01T00:00:00+00:00",
            "period_end": "2026-10-01T00:00:00+00:00",
            "period": "2026-Q3",
        }
        return self.add(key or self.li, {**values, **more})

    def add(self, key: Ed25519PrivateKey, values: dict[str, Any]) -> Statement:
        """Sign and append."""
        given = {"version": 1, "by": "李伟", "note": "", "period": "2026-Q4", "at": NOW.isoformat(), **values}
        return log.append(self.path, lambda entry, previous: signed(key, given, entry, previous))

    def collect(self, trust: str | None = None, now: datetime = NOW) -> list[Event]:
        """What the collector says."""
        settings = {"folder": str(self.path)} | ({"trust": trust} if trust else {})
        collector = AttestationsCollector(lambda: now)
        return list(collector.collect(Target("statements", "attestations", settings), FactRequest(FACTS)))


def signed(key: Ed25519PrivateKey, values: dict[str, Any], entry: int, previous: str) -> Statement:
    """A statement as a line of the log."""
    unsigned = {**values, "entry": entry, "previous": previous}
    return parse(canonical({**unsigned, "signature": sign(key, to_sign(unsigned))}))
