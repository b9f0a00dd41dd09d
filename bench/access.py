"""What the access lists of a large account cost: principals × stores, in one process."""

import argparse
import random
import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from scanner.access import Derivation
from scanner.model import Classification, Dataset, Enumerated, Event, Gap, Resource, Store, Target

NOW = datetime(2026, 11, 1, tzinfo=UTC)
ACCOUNT = "111111111111"
DATASETS = 20
MANAGED = 60
"""Policies that identities share; each has one of its own besides."""
OPEN = dict.fromkeys(
    ("block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"), False
)


def main() -> None:
    """Print principals, stores, entries on the lists, CPU seconds and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--principals", type=int, default=10_000)
    parser.add_argument("--stores", type=int, default=1_000)
    given = parser.parse_args()
    datasets = [Dataset(f"d{number}", Classification.SENSITIVE, "owner", 365) for number in range(DATASETS)]
    names = [f"bucket-{number:05}" for number in range(given.stores)]
    stores = [Store(datasets[number % DATASETS], "bucket", name) for number, name in enumerate(names)]
    target = Target("aws", "aws", {}, {}, tuple(stores))
    events = list(_events(names, given.principals))
    before, memory = time.process_time(), _peak_mib()
    derivation = Derivation([target], lambda: NOW)
    for event in events:
        derivation.take(event)
    entries = grants = 0
    for event in derivation.events():
        if isinstance(event, Resource):
            entries += 1
            grants += len(event.facts["grants"])
        assert not isinstance(event, Gap) or event.fact == "people"
    seconds = time.process_time() - before
    table = Table("principals", "stores", "entries", "grants", "CPU s", "input MiB", "peak MiB")
    figures = (given.principals, given.stores, entries, grants, f"{seconds:.1f}", f"{memory:.0f}")
    table.add_row(*map(str, figures), f"{_peak_mib():.0f}")
    Console().print(table)


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _events(names: list[str], principals: int) -> Iterator[Event]:
    """Buckets with policies and keys, and identities of every sort: most reach some, some reach all."""
    chance = random.Random(7)
    managed = [
        {
            "name": f"managed-{number}",
            "arn": f"arn:{number}",
            "group": None,
            "statements": [_own(chance, names)],
        }
        for number in range(MANAGED)
    ]
    for number, name in enumerate(names):
        arn = f"arn:aws:s3:::{name}"
        tls = _statement(
            ["s3:*"],
            [arn, f"{arn}/*"],
            effect="Deny",
            principals={"*": ["*"]},
            conditions={"Bool": {"aws:securetransport": ["false"]}},
        )
        named = _statement(
            ["s3:GetObject"],
            [f"{arn}/*"],
            principals={"AWS": [f"arn:aws:iam::{ACCOUNT}:user/u{chance.randrange(principals)}"]},
        )
        policy = {"statements": [tls, named]} if number % 2 else None
        facts: dict[str, Any] = {
            "account": ACCOUNT,
            "acl": {"grants": []},
            "account_public_access_block": OPEN,
            "public_access_block": OPEN,
            "encryption": {"algorithm": "AES256", "kms_key_id": None, "bucket_key": False},
            "ownership": "BucketOwnerEnforced",
            "policy": policy,
            "policy_public": False,
        }
        yield Resource(arn, "s3.bucket", name, "aws", facts, NOW)
    for number in range(principals):
        policies = [
            _shared(chance, managed),
            {"name": "own", "arn": None, "group": None, "statements": [_own(chance, names)]},
        ]
        if number % 100 == 0:
            policies.append(
                {"name": "all", "arn": "arn:all", "group": None, "statements": [_statement(["*"], ["*"])]}
            )
        yield _identity(number, policies)
    for type_, count in (
        ("s3.bucket", len(names)),
        ("iam.user", principals),
        ("iam.role", 0),
        ("kms.key", 0),
    ):
        yield Enumerated("aws", type_, count)


def _identity(number: int, policies: list[dict[str, Any]]) -> Resource:
    name = f"u{number}"
    facts = {"policies": policies, "boundary": None}
    return Resource(f"arn:aws:iam::{ACCOUNT}:user/{name}", "iam.user", name, "aws", facts, NOW)


def _shared(chance: random.Random, managed: list[dict[str, Any]]) -> dict[str, Any]:
    return chance.choice(managed)


def _own(chance: random.Random, names: list[str]) -> dict[str, Any]:
    name = chance.choice(names)
    arn = chance.choice([f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name[:-1]}*"])
    return _statement(chance.choice([["s3:GetObject"], ["s3:Get*", "s3:List*"], ["s3:*"]]), [arn, f"{arn}/*"])


def _statement(actions: list[str], resources: list[str], **more: Any) -> dict[str, Any]:
    return {
        "sid": "",
        "effect": "Allow",
        "principals": {},
        "not_principals": {},
        "actions": actions,
        "not_actions": [],
        "resources": resources,
        "not_resources": [],
        "conditions": {},
        **more,
    }


if __name__ == "__main__":
    main()
