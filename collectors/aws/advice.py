"""The permissions that an audit needs: `selfaudit doctor` prints them."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from collectors.aws.accounts import ASSUME_ACTION, LIST_ACTION
from collectors.aws.places import REGIONS_ACTION
from collectors.aws.s3.facts import BUCKET_FACTS
from collectors.aws.services import ALL
from collectors.aws.settings import Settings
from scanner.interfaces import Advice, FactRequest, Json
from scanner.model import Event, Gap, GapReason

_DENIED = re.compile(r"((?:[a-z0-9-]+:[A-Za-z0-9]+(?:, )?)+)(?: on [^ ]+| on the account)?: denied")
"""How the detail of a gap begins that an action would have closed."""


def actions(settings: Settings, wanted: FactRequest) -> frozenset[str]:
    """What IAM must allow in each account that is audited, for exactly what is wanted."""
    types = [type_ for name, type_ in ALL.items() if wanted.wants(name)]
    needed = frozenset[str]().union(*(type_.actions(wanted.facts(type_.name)) for type_ in types))
    if any(type_.regional for type_ in types) and not (settings.regions or settings.endpoint_url):
        needed |= {REGIONS_ACTION}
    if settings.regions and wanted.wants("s3.bucket"):
        # Asked where the listing does not tell the region.
        needed |= {BUCKET_FACTS["region"].action}
    return needed


def policy(needed: Iterable[str], roles: str | None = None) -> dict[str, Json]:
    """An IAM policy with one statement per service; `roles` are the ARNs of roles to assume, if any."""
    statements: list[Json] = [
        {"Sid": _sid(service), "Effect": "Allow", "Action": list(names), "Resource": "*"}
        for service, names in groupby(sorted(needed), key=lambda action: action.partition(":")[0])
    ]
    if roles:
        assume = {"Sid": "AssumeRole", "Effect": "Allow", "Action": [ASSUME_ACTION], "Resource": roles}
        statements.append(assume)
    return {"Version": "2012-10-17", "Statement": statements}


def _sid(service: str) -> str:
    """A statement id may hold letters and digits only."""
    return "".join(word.capitalize() for word in service.split("-"))


def denied_actions(found: Iterable[Event]) -> list[str]:
    """The actions that gaps say were denied."""
    missing: set[str] = set()
    for event in found:
        if isinstance(event, Gap) and event.reason is GapReason.DENIED:
            begin = _DENIED.match(event.detail)
            missing.update(begin[1].split(", ") if begin else ())
    return sorted(missing)


def advice(settings: Settings, wanted: FactRequest, found: Iterable[Event]) -> Sequence[Advice]:
    """The smallest policy for what is wanted, what of it is missing now, and how to apply it."""
    return tuple(_steps(settings, actions(settings, wanted), denied_actions(found)))


def _steps(settings: Settings, needed: frozenset[str], missing: Sequence[str]) -> Iterator[Advice]:
    if not needed:
        return
    if missing:
        yield Advice(
            "Actions that were denied",
            "A denial can also come from a service control policy, a permissions boundary or the policy of "
            "the resource itself; the reasons above say which where AWS tells it.",
            "\n".join(missing),
        )
    organization = settings.organization
    whom = settings.role_arn or "the credentials"
    if organization is None:
        text = "It allows what the loaded checks read, and nothing else. Attach it in place of wider rights."
        yield Advice(f"The smallest policy for {whom}", text, _text(policy(needed)))
        return
    partition = settings.role_arn.split(":")[1] if settings.role_arn else "aws"
    roles = f"arn:{partition}:iam::*:role/{organization.role_name}"
    own = needed if organization.include else needed | {LIST_ACTION}
    yield Advice(
        f"The smallest policy for {whom}",
        "They list the accounts, audit their own, and assume the role of the others.",
        _text(policy(own, roles)),
    )
    yield Advice(
        f"The smallest policy for the role {organization.role_name} of each account",
        f"Its trust policy must let {whom} assume it.",
        _text(policy(needed)),
    )


def _text(document: Mapping[str, Json]) -> str:
    return json.dumps(document, indent=2)
