"""Who gets at the data in buckets: both sides together, and the roles that lead there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scanner.access.buckets import ANYBODY, RIGHTS, Bucket, Line, rights_of, unconditional_denies
from scanner.access.conditions import Holds
from scanner.access.identities import Assumer, Identity, account_of, assumers, identities
from scanner.access.keys import DECRYPT, ENCRYPT, Keys
from scanner.access.model import Access, Kind, Principal, Right, Way
from scanner.access.statements import ACTIONS, Buckets, Compiler, members
from scanner.model import Resource

_NEEDS_DECRYPT = frozenset({"s3:getobject", "s3:getobjectversion"})
_NEEDS_ENCRYPT = frozenset({"s3:putobject"})


Found = tuple[int, Access]
"""The position of a bucket, and rights on it."""


class S3Access:
    """Works out who can do what with the data in some buckets."""

    def __init__(
        self, buckets: Sequence[Bucket], people: Sequence[Resource], keys: Sequence[Resource]
    ) -> None:
        self.buckets = buckets
        arns = [bucket.resource.id for bucket in buckets]
        compiler = Compiler(Buckets(arns, [bucket.prefix for bucket in buckets]))
        self.identities = identities(people, compiler)
        self.keys = Keys(keys)
        self.denied = [unconditional_denies(bucket.lines) for bucket in buckets]
        self.owned: dict[str, int] = {}
        for place, bucket in enumerate(buckets):
            self.owned[bucket.account] = self.owned.get(bucket.account, 0) | 1 << place
        self.lines = _Lines(buckets)

    def accesses(self) -> Iterator[Found]:
        """All of them: by policies of identities, by policies and ACLs of buckets, and through roles."""
        roles: dict[str, list[Found]] = {}
        for who in self.identities.values():
            found = list(self._of_identity(who))
            yield from found
            if found and who.principal.kind is Kind.IAM_ROLE:
                roles[who.principal.id] = found
        yield from self._through_roles(roles)
        for place, bucket in enumerate(self.buckets):
            for access in (*self._of_strangers(bucket, self.denied[place]), *_by_acl(bucket)):
                yield place, access

    # --- identities -------------------------------------------------------------------------------

    def _of_identity(self, who: Identity) -> Iterator[Found]:
        own = self.owned.get(who.account, 0)
        named = self.lines.naming(who)
        actions: dict[int, set[str]] = {}
        for action in ACTIONS:
            alone = who.allowed[action] & own
            for place in members(alone | named.get(action, 0)):
                actions.setdefault(place, set()).add(action)
        for place, candidates in actions.items():
            for access in self._access(who, place, candidates):
                yield place, access

    def _access(self, who: Identity, place: int, candidates: set[str]) -> Iterator[Access]:
        """One for each way by which rights come."""
        bucket = self.buckets[place]
        ways = {action: self._way(who, place, action) for action in candidates}
        found = {action: way for action, way in ways.items() if way}
        by_step: dict[_Step, set[Right]] = {}
        for right in rights_of(frozenset(found)):
            action = min(found.keys() & RIGHTS[right][-1], key=ACTIONS.index)
            by_step.setdefault(found[action], set()).add(right)
        key = self._key_step(who, bucket)
        for step, rights in by_step.items():
            chain = (*step.chain, *((key,) if key else ()))
            yield Access(
                who.principal, bucket.place, frozenset(rights), step.way, step.source, chain, step.conditional
            )

    def _way(self, who: Identity, place: int, action: str) -> "_Step | None":
        """How an identity comes to an action on a bucket; None when it does not."""
        bucket = self.buckets[place]
        if who.denied[action] >> place & 1 or action in self.denied[place]:
            return None
        if any(_denies(line, who, action) for line in bucket.lines) or self._locked_out(who, bucket, action):
            return None
        inside = who.account == bucket.account
        alone = bool(who.allowed[action] >> place & 1)
        if inside and alone:
            return _own_step(who, place, action)
        for line in bucket.lines:
            if line.allows and action in line.actions and line.holds(who.known) is not Holds.NO:
                direct = line.names(who.principal.id) and (not line.everybody or line.about_principals)
                if (direct and (inside or alone)) or (line.names_account(who.account) and alone):
                    return _policy_step(who, bucket, line)
        return None

    def _locked_out(self, who: Identity, bucket: Bucket, action: str) -> bool:
        if bucket.key is None or action not in _NEEDS_DECRYPT | _NEEDS_ENCRYPT:
            return False
        use = DECRYPT if action in _NEEDS_DECRYPT else ENCRYPT
        return self.keys.lets(bucket.key, who, use) is Holds.NO

    def _key_step(self, who: Identity, bucket: Bucket) -> str | None:
        if bucket.key is None:
            return None
        if self.keys.find(bucket.key) is None:
            return f"the key {bucket.key} of {bucket.place.name} was not seen"
        return f"the key {bucket.key} lets {who.principal.name} use it"

    # --- roles ------------------------------------------------------------------------------------

    def _through_roles(self, roles: Mapping[str, list[Found]]) -> Iterator[Found]:
        """Whoever may become a role, at once or through other roles, holds what it holds."""
        for arn, held in roles.items():
            reached = {arn}
            waiting: list[tuple[str, tuple[str, ...], bool]] = [(arn, (), False)]
            while waiting:
                current, steps, unsure = waiting.pop()
                for way in assumers(self.identities[current], self.identities):
                    if way.principal.id in reached:
                        continue
                    reached.add(way.principal.id)
                    chain, conditional = (way.sentence, *steps), unsure or way.conditional
                    for place, access in held:
                        yield place, _assumed(way, access, chain, conditional=conditional)
                    if way.identity and way.principal.kind is Kind.IAM_ROLE:
                        waiting.append((way.principal.id, chain, conditional))

    # --- strangers --------------------------------------------------------------------------------

    def _of_strangers(self, bucket: Bucket, denied: frozenset[str]) -> Iterator[Access]:
        """What the bucket's policy gives to principals that are none of the known identities."""
        for line in bucket.lines:
            if not line.allows:
                continue
            for who, conditional in self._strangers(line, bucket):
                actions = line.actions - denied - _denied_to(who, bucket)
                rights = rights_of(frozenset(actions))
                if rights:
                    sentence = f"{line.title} of the policy of {bucket.place.name} allows {who.name}"
                    way = Way.EVERYBODY if who.kind in (Kind.ANONYMOUS, Kind.CONDITIONAL) else Way.DIRECT
                    source = f"{bucket.resource.id}#{line.statement['sid']}"
                    yield Access(who, bucket.place, rights, way, source, (sentence,), conditional)

    def _strangers(self, line: Line, bucket: Bucket) -> Iterator[tuple[Principal, bool]]:
        conditional = bool(line.statement["conditions"])
        if line.everybody:
            if not (line.about_principals and self._all_known(line)):
                yield _everybody(line, bucket), conditional
            return
        for kind, values in line.statement["principals"].items():
            for value in values:
                who = _stranger(kind, value)
                # The own account as such only lets its policies decide; a session of a role is a principal.
                own = value == bucket.account or value.endswith(f":iam::{bucket.account}:root")
                if value not in self.identities and not own:
                    yield who, conditional

    def _all_known(self, line: Line) -> bool:
        """Whether only identities that are known can meet the conditions."""
        accounts = {who.account for who in self.identities.values()}
        named = {
            account_of(value)
            for operator, keys in line.statement["conditions"].items()
            for key, values in keys.items()
            if "not" not in operator.lower() and key in ("aws:principalarn", "aws:principalaccount")
            for value in values
        }
        return bool(named) and named <= accounts


@dataclass(frozen=True, slots=True)
class _Step:
    way: Way
    source: str
    chain: tuple[str, ...]
    conditional: bool


def _own_step(who: Identity, place: int, action: str) -> _Step | None:
    granted = who.why(action, place)
    if granted is None:
        return None
    sid = granted.statement["sid"]
    statement = f"statement {sid} of the policy" if sid else "the policy"
    if granted.group:
        chain = (
            f"{who.principal.name} is in the group {granted.group}",
            f"{statement} {granted.policy} of the group allows it",
        )
        return _Step(Way.GROUP, f"group/{granted.group}", chain, granted.holds is Holds.MAYBE)
    sentence = f"{statement} {granted.policy} of {who.principal.name} allows it"
    return _Step(Way.DIRECT, f"{granted.policy}#{sid}", (sentence,), granted.holds is Holds.MAYBE)


def _policy_step(who: Identity, bucket: Bucket, line: Line) -> _Step:
    sentence = f"{line.title} of the policy of {bucket.place.name} allows {who.principal.name}"
    source = f"{bucket.resource.id}#{line.statement['sid']}"
    return _Step(Way.DIRECT, source, (sentence,), line.holds(who.known) is Holds.MAYBE)


def _denies(line: Line, who: Identity, action: str) -> bool:
    if line.allows or action not in line.actions or line.holds(who.known) is not Holds.YES:
        return False
    return line.names(who.principal.id) or line.names_account(who.account)


def _assumed(way: Assumer, access: Access, chain: tuple[str, ...], *, conditional: bool) -> Access:
    return replace(
        access,
        principal=way.principal,
        way=Way.ROLE,
        source=access.principal.id,
        chain=(*chain, *access.chain),
        conditional=access.conditional or conditional,
    )


def _by_acl(bucket: Bucket) -> Iterator[Access]:
    for who, rights, sentence in bucket.by_acl():
        way = Way.EVERYBODY if who.kind is Kind.ANONYMOUS else Way.DIRECT
        yield Access(who, bucket.place, rights, way, f"{bucket.resource.id}#acl", (sentence,))


def _everybody(line: Line, bucket: Bucket) -> Principal:
    if not line.statement["conditions"]:
        return ANYBODY
    id_ = f"conditional:{bucket.resource.id}#{line.statement['sid']}"
    return Principal(Kind.CONDITIONAL, id_, f"anybody for whom {_said(line)}")


def _said(line: Line) -> str:
    parts = [
        f"{key} {operator} {' or '.join(values)}"
        for operator, keys in sorted(line.statement["conditions"].items())
        for key, values in sorted(keys.items())
    ]
    return ", ".join(parts)[:300]


def _stranger(kind: str, value: str) -> Principal:
    if kind == "Service":
        return Principal(Kind.SERVICE, value, value)
    if kind == "Federated":
        return Principal(Kind.FEDERATED, value, value)
    account = account_of(value)
    return Principal(
        Kind.AWS_ACCOUNT, value, value if ":" in value or not account else f"AWS account {account}"
    )


def _denied_to(who: Principal, bucket: Bucket) -> frozenset[str]:
    """Actions that the policy denies to a stranger in any case."""
    if who.kind in (Kind.ANONYMOUS, Kind.CONDITIONAL, Kind.SERVICE):
        return frozenset()
    known = {"aws:principalarn": who.id, "aws:principalaccount": account_of(who.id)}
    return frozenset(
        action
        for line in bucket.lines
        if not line.allows and line.names(who.id) and line.holds(known) is Holds.YES
        for action in line.actions
    )


class _Lines:
    """Which buckets name which identity in their policies, without asking every bucket about everybody."""

    def __init__(self, buckets: Sequence[Bucket]) -> None:
        self._exact: dict[str, list[tuple[int, Line]]] = {}
        self._open: list[tuple[int, Line]] = []
        for place, bucket in enumerate(buckets):
            for line in bucket.lines:
                if not line.allows:
                    continue
                if line.everybody:
                    if line.about_principals or line.statement["not_principals"]:
                        self._open.append((place, line))
                    continue
                for value in line.statement["principals"].get("AWS", ()):
                    self._exact.setdefault(value, []).append((place, line))

    def naming(self, who: Identity) -> dict[str, int]:
        """Action to the buckets whose policies may give it to an identity."""
        found: dict[str, int] = {}
        account = who.account
        partition = who.principal.id.split(":")[1]
        lines = list(self._open)
        for value in (who.principal.id, account, f"arn:{partition}:iam::{account}:root"):
            lines += self._exact.get(value, ())
        for place, line in lines:
            if line.holds(who.known) is not Holds.NO:
                for action in line.actions:
                    found[action] = found.get(action, 0) | 1 << place
        return found
