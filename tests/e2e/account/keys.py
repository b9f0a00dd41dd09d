"""Traps of keys and secrets."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.collectors.aws.moto_server import ACCOUNT, MotoServer
from tests.e2e.account.trap import (
    EVERYONE,
    OTHER_ORGANIZATION,
    OUR_APP,
    OUR_ORGANIZATION,
    OUR_ROOT,
    STRANGER,
    STRANGERS_ROOT,
    Seed,
    allow,
    document,
    of_organization,
    only_if,
    trap,
)

OURS = allow("kms:*", Principal=OUR_ROOT)
"""What every key policy needs, so that the account can still manage the key."""


def _nothing(_kms: Any, _key: str) -> None:
    pass


def _key(
    *statements: Mapping[str, Any], rotates: bool = True, change: Callable[[Any, str], None] = _nothing
) -> Seed:
    """A key, known to the others by the alias of its name."""

    def seed(moto: MotoServer, name: str) -> str:
        kms = moto.client("kms")
        # The usage, which AWS always tells, is told here only when it was asked for.
        key: str = kms.create_key(KeyUsage="ENCRYPT_DECRYPT")["KeyMetadata"]["KeyId"]
        kms.create_alias(AliasName=f"alias/{name}", TargetKeyId=key)
        kms.put_key_policy(KeyId=key, PolicyName="default", Policy=document(OURS, *statements))
        if rotates:
            kms.enable_key_rotation(KeyId=key)
        change(kms, key)
        return key

    return seed


def _granted_to(principal: str) -> Callable[[Any, str], None]:
    return lambda kms, key: kms.create_grant(KeyId=key, GranteePrincipal=principal, Operations=["Decrypt"])


def _goes(kms: Any, key: str) -> None:
    kms.schedule_key_deletion(KeyId=key)


BY_OUR_ACCOUNT = only_if("StringEquals", "kms:CallerAccount", ACCOUNT)
KEYS = (
    trap("key-plain", _key()),
    trap("key-that-stays-the-same", _key(rotates=False), "kms-rotation"),
    trap("key-to-be-deleted", _key(change=_goes), "kms-pending-deletion"),
    trap("key-for-everyone", _key(allow("kms:Decrypt", Principal=EVERYONE)), "kms-policy-public"),
    trap("key-for-everyone-of-ours", _key(allow("kms:Decrypt", Principal=EVERYONE, **BY_OUR_ACCOUNT))),
    trap(
        "key-for-our-organization",
        _key(allow("kms:Decrypt", Principal=EVERYONE, **of_organization(OUR_ORGANIZATION))),
    ),
    trap(
        "key-for-another-organization",
        _key(allow("kms:Decrypt", Principal=EVERYONE, **of_organization(OTHER_ORGANIZATION))),
        "kms-policy-other-organizations",
    ),
    trap(
        "key-for-everyone-of-a-stranger",
        _key(
            allow("kms:Decrypt", Principal=EVERYONE, **only_if("StringEquals", "kms:CallerAccount", STRANGER))
        ),
        "kms-policy-other-accounts",
    ),
    trap(
        "key-for-everyone-but-one",
        _key({"Effect": "Allow", "NotPrincipal": STRANGERS_ROOT, "Action": "kms:Decrypt", "Resource": "*"}),
        "kms-policy-public",
    ),
    trap(
        "key-for-a-stranger",
        _key(allow("kms:Decrypt", Principal=STRANGERS_ROOT)),
        "kms-policy-other-accounts",
    ),
    trap("key-granted-to-us", _key(change=_granted_to(f"arn:aws:iam::{ACCOUNT}:role/app"))),
    trap(
        "key-granted-to-a-stranger",
        _key(change=_granted_to(f"arn:aws:iam::{STRANGER}:role/app")),
        "kms-grant-other-accounts",
    ),
    trap(
        "key-in-one-hand",
        _key(allow(["kms:Put*", "kms:DECRYPT"], Principal=OUR_APP)),
        "kms-policy-separation",
    ),
)


def key_arn(moto: MotoServer, name: str) -> str:
    """The ARN of a key that was made before."""
    found: str = moto.client("kms").describe_key(KeyId=f"alias/{name}")["KeyMetadata"]["Arn"]
    return found


# --- secrets ----------------------------------------------------------------------------------------


def _secret(*statements: Mapping[str, Any], deleted: bool = False) -> Seed:
    def seed(moto: MotoServer, name: str) -> None:
        secrets = moto.client("secretsmanager")
        secrets.create_secret(Name=name, SecretString="x")
        if statements:
            secrets.put_resource_policy(SecretId=name, ResourcePolicy=document(*statements))
        if deleted:
            secrets.delete_secret(SecretId=name, RecoveryWindowInDays=30)

    return seed


GET = "secretsmanager:GetSecretValue"
SECRETS = (
    trap("secret-plain", _secret()),
    trap("secret-for-us", _secret(allow(GET, Principal=OUR_APP))),
    trap("secret-for-everyone", _secret(allow(GET, Principal=EVERYONE)), "secrets-policy-public"),
    trap(
        "secret-for-our-organization",
        _secret(allow(GET, Principal=EVERYONE, **of_organization(OUR_ORGANIZATION))),
    ),
    trap(
        "secret-for-another-organization",
        _secret(allow(GET, Principal=EVERYONE, **of_organization(OTHER_ORGANIZATION))),
        "secrets-policy-other-organizations",
    ),
    trap(
        "secret-for-a-stranger",
        _secret(allow(GET, Principal=STRANGERS_ROOT)),
        "secrets-policy-other-accounts",
    ),
    trap("secret-on-its-way-out", _secret(allow(GET, Principal=EVERYONE), deleted=True)),
)
