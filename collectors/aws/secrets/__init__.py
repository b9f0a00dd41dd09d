"""Secrets of Secrets Manager. Source: its API reference. Values and descriptions are never asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws import policy_document
from collectors.aws.caller import Caller, Item
from collectors.aws.kinds import Fact, Listed
from collectors.aws.times import instant


def _secrets(caller: Caller) -> Iterable[Item]:
    pages = caller.pages("secretsmanager", "list_secrets", "SecretList", IncludePlannedDeletion=True)
    for entry in pages:
        given = {"secret": secret(entry, caller.place.region or ""), "rotation": rotation(entry)}
        yield Item(entry["ARN"], entry["Name"], given)


def secret(entry: Mapping[str, Any], region: str | None) -> dict[str, Any]:
    """What ListSecrets says; what there is not is left out of the answer.

    The key is left out when it is the one of the service. A secret counts as accessed by the day.
    """
    primary = entry.get("PrimaryRegion")
    return {
        "created": instant(entry["CreatedDate"]),
        "changed": instant(entry.get("LastChangedDate")),
        "accessed": instant(entry.get("LastAccessedDate")),
        "deleted": instant(entry.get("DeletedDate")),
        "kms_key_id": entry.get("KmsKeyId") or None,
        "owning_service": entry.get("OwningService") or None,
        "replica": primary is not None and primary != region,
    }


def rotation(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The rotation of an entry of ListSecrets; nothing is told of a secret that never had one.

    The interval is computed by the service after each rotation, for schedules too.
    """
    return {
        "enabled": entry.get("RotationEnabled", False),
        "interval_days": entry.get("RotationRules", {}).get("AutomaticallyAfterDays"),
        "rotated": instant(entry.get("LastRotatedDate")),
        "next": instant(entry.get("NextRotationDate")),
    }


def _policy(caller: Caller, item: Item) -> dict[str, Any]:
    document = caller.client("secretsmanager").get_resource_policy(SecretId=item.id).get("ResourcePolicy")
    # Left out of the answer when the secret has none.
    return {"statements": policy_document.statements(document) if document is not None else []}


SECRET = Listed(
    name="secrets.secret",
    regional=True,
    list_items=_secrets,
    list_actions=("secretsmanager:ListSecrets",),
    given={
        "secret": Fact(lambda _, item: item.given["secret"]),
        "rotation": Fact(lambda _, item: item.given["rotation"]),
        "policy": Fact(_policy, ("secretsmanager:GetResourcePolicy",)),
    },
)
TYPES = (SECRET,)
