"""Keys of the Key Management Service. Source: the KMS API reference; key material is never read."""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws import policy_document
from collectors.aws.caller import Caller, Item
from collectors.aws.kinds import Fact, Listed
from collectors.aws.times import instant
from collectors.aws.troubles import trouble_of


def _keys(caller: Caller) -> Iterable[Item]:
    for key in caller.pages("kms", "list_keys", "Keys"):
        yield Item(key["KeyArn"], key["KeyId"])


def key(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What DescribeKey says. A deletion date is there only while a deletion is pending."""
    given = answer["KeyMetadata"]
    return {
        "manager": given["KeyManager"],
        "state": given["KeyState"],
        "usage": given["KeyUsage"],
        "spec": given["KeySpec"],
        "origin": given["Origin"],
        "deletion_date": instant(given.get("DeletionDate")),
        "material_expires": instant(given.get("ValidTo")),
    }


def rotation(caller: Caller, item: Item) -> dict[str, Any]:
    """Whether the key rotates by itself; asymmetric, HMAC, imported and external keys cannot."""
    try:
        answer = caller.client("kms").get_key_rotation_status(KeyId=item.id)
    except Exception as error:
        if trouble_of(error).code != "UnsupportedOperationException":
            raise
        return {"supported": False, "enabled": False, "period_days": None}
    # The period is not in the answer of older endpoints, where it is always a year.
    period = answer.get("RotationPeriodInDays", 365) if answer["KeyRotationEnabled"] else None
    return {"supported": True, "enabled": answer["KeyRotationEnabled"], "period_days": period}


def grant(given: Mapping[str, Any]) -> dict[str, Any]:
    """One grant; without constraints it holds for every encryption context."""
    return {
        "id": given["GrantId"],
        "grantee": given["GranteePrincipal"],
        "operations": list(given["Operations"]),
        "constrained": bool(given.get("Constraints")),
    }


def aliases(listed: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Names by key id. Aliases that AWS keeps for keys that are not there yet have no target."""
    names: dict[str, list[str]] = {}
    for alias in listed:
        if "TargetKeyId" in alias:
            names.setdefault(alias["TargetKeyId"], []).append(alias["AliasName"])
    return names


def _aliases(caller: Caller, item: Item) -> list[str]:
    """One listing for all keys of the region."""
    found = caller.once("kms aliases", lambda: aliases(caller.pages("kms", "list_aliases", "Aliases")))
    return sorted(found.get(item.name, ()))


def _describe(caller: Caller, item: Item) -> dict[str, Any]:
    return key(caller.client("kms").describe_key(KeyId=item.id))


def _policy(caller: Caller, item: Item) -> dict[str, Any]:
    # A key has one policy, of this name.
    answer = caller.client("kms").get_key_policy(KeyId=item.id, PolicyName="default")
    return {"statements": policy_document.statements(answer["Policy"])}


def _grants(caller: Caller, item: Item) -> list[dict[str, Any]]:
    return [grant(given) for given in caller.pages("kms", "list_grants", "Grants", KeyId=item.id)]


KEY = Listed(
    name="kms.key",
    regional=True,
    list_items=_keys,
    list_actions=("kms:ListKeys",),
    given={
        "aliases": Fact(_aliases, ("kms:ListAliases",)),
        "key": Fact(_describe, ("kms:DescribeKey",)),
        "rotation": Fact(rotation, ("kms:GetKeyRotationStatus",)),
        "policy": Fact(_policy, ("kms:GetKeyPolicy",)),
        "grants": Fact(_grants, ("kms:ListGrants",)),
    },
)
TYPES = (KEY,)
