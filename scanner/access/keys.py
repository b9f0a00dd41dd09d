"""KMS keys: who may decrypt, and who may encrypt, with the key of a bucket.

Source: AWS KMS Developer Guide, "Key policies", "Grants", "Default key policy".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scanner.access.buckets import Line
from scanner.access.conditions import Holds
from scanner.access.identities import Identity
from scanner.access.statements import meant
from scanner.model import Resource

DECRYPT, ENCRYPT = "kms:decrypt", "kms:generatedatakey"
_OPERATIONS = {DECRYPT: "Decrypt", ENCRYPT: "GenerateDataKey"}


@dataclass(frozen=True)
class Key:
    """One key with its policy and grants."""

    resource: Resource
    lines: Sequence[Line]

    def lets(self, who: Identity, action: str) -> Holds:
        """Whether an identity may use the key: by its policy, by a grant, or by policies of the identity
        where the key policy hands that to the account."""
        best = Holds.YES if self._granted(who, action) else Holds.NO
        for line in self.lines:
            if action not in line.actions:
                continue
            answer = line.holds(who.known)
            if not line.allows:
                if line.names(who.principal.id) and answer is Holds.YES:
                    return Holds.NO
            elif line.names(who.principal.id):
                best = max(best, answer, key=lambda each: each.value)
            elif line.names_account(who.account):
                own = who.may(action, self.resource.id)
                best = max(best, min(own, answer, key=lambda e: e.value), key=lambda e: e.value)
        return best

    def _granted(self, who: Identity, action: str) -> bool:
        return any(
            grant["grantee"] == who.principal.id and _OPERATIONS[action] in grant["operations"]
            for grant in self.resource.facts["grants"]
        )


class Keys:
    """The keys that were seen, by every name that a bucket can use for one."""

    def __init__(self, resources: Sequence[Resource]) -> None:
        self._by_name: dict[str, Key] = {}
        for resource in resources:
            key = Key(resource, tuple(_lines(resource)))
            arn = resource.id
            for name in (arn, arn.rpartition("/")[2], *self._aliases(resource)):
                self._by_name[name] = key
        self._answers: dict[tuple[str, str, str], Holds] = {}

    @staticmethod
    def _aliases(resource: Resource) -> list[str]:
        start = resource.id.rpartition(":")[0]
        return [name for alias in resource.facts["aliases"] for name in (alias, f"{start}:{alias}")]

    def find(self, name: str) -> Key | None:
        """The key that a bucket names by id, ARN or alias; None when it was not seen."""
        return self._by_name.get(name)

    def lets(self, name: str, who: Identity, action: str) -> Holds:
        """Whether an identity may use a key; MAYBE for one that was not seen."""
        key = self.find(name)
        if key is None:
            return Holds.MAYBE
        place = (key.resource.id, who.principal.id, action)
        if place not in self._answers:
            self._answers[place] = key.lets(who, action)
        return self._answers[place]


def _lines(resource: Resource) -> list[Line]:
    return [
        Line(statement, frozenset(action for action in _OPERATIONS if meant(statement, action)))
        for statement in resource.facts["policy"]["statements"]
    ]
