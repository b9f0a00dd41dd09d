"""Access lists as reports show them."""

from typing import Any

from scanner.model import AccessEntry, AccessList, Person

ANN, BOB = Person("E100", left=False), Person("E101", left=True)


def grant(way: str, source: str, *stores: str, type_: str = "server.path") -> dict[str, Any]:
    return {
        "rights": ["read"],
        "stores": list(stores),
        "store_type": type_,
        "way": way,
        "source": source,
        "chain": ["a step"],
        "conditional": False,
    }


def entry(
    name: str, *grants: dict[str, Any], people: tuple[Person, ...] | None = (ANN,), **more: Any
) -> AccessEntry:
    given = {"dataset": "crm", "kind": "server_account", "id": f"host:1/{name}", "rights": ("read",), **more}
    return AccessEntry(name=name, grants=grants, people=people, **given)


def sample_lists() -> tuple[AccessList, ...]:
    """One list with everything that looks different, of which not all was seen, and an empty one."""
    everybody = grant("everybody", "web:/srv/crm#other", "/srv/crm")
    found = AccessList("crm", {"classification": "sensitive", "owner": "crm-team"})
    found.entries = [
        entry(
            "anybody on the internet",
            grant("everybody", "arn:aws:s3:::crm#Public", "crm-archive", type_="s3.bucket"),
            people=(),
            kind="anonymous",
        ),
        entry("bob", grant("direct", "web:/srv/crm#user:bob", "/srv/crm"), people=(BOB,)),
        entry("ann", grant("group", "web:group/crm", "/srv/crm", "/srv/crm/exports/2026/quarterly")),
        entry(
            "a-worker-with-a-very-long-name-in-production",
            grant("role", "arn:aws:iam::1:role/crm-admins", "crm-archive", type_="s3.bucket"),
            people=None,
            kind="iam_role",
            rights=("read", "write", "delete", "export", "administer"),
        ),
        entry("www-data", everybody, people=(), use={"state": "service", "runs": ["nginx"]}),
        entry("daemon", everybody, people=(), use={"state": "idle", "runs": []}),
        entry("root", grant("root", "web:uid 0", "/srv/crm"), people=()),
    ]
    found.unseen = ["denied: kms.key of aws: needs kms:GetKeyPolicy", "denied: iam.user of aws"]
    return found, AccessList("news")
