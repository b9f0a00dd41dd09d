"""The IAM settings of an account, and its root user."""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.aws.caller import Caller, Item
from collectors.aws.iam import credentials
from collectors.aws.iam.details import client
from collectors.aws.kinds import Fact, Listed
from collectors.aws.troubles import trouble_of

IDENTITY_ACTION = "sts:GetCallerIdentity"
DEFAULT_PASSWORD_POLICY = {
    "custom": False,
    "min_length": 8,
    "symbols": False,
    "numbers": False,
    "uppercase": False,
    "lowercase": False,
    "reuse_prevention": 0,
    "max_age_days": None,
}
"""What holds without a policy: "Set an account password policy" in the IAM user guide. Three of the four
kinds of characters are needed then, none of them in particular."""


def _items(caller: Caller) -> Iterable[Item]:
    account, partition = caller.identity()
    # AWS has no ARN for these settings.
    yield Item(f"{partition}:{account}/iam", account)


def password_policy(given: Mapping[str, Any]) -> dict[str, Any]:
    """The policy of an account that has set one. IAM leaves out the two limits that are not set."""
    return {
        "custom": True,
        "min_length": given["MinimumPasswordLength"],
        "symbols": given["RequireSymbols"],
        "numbers": given["RequireNumbers"],
        "uppercase": given["RequireUppercaseCharacters"],
        "lowercase": given["RequireLowercaseCharacters"],
        "reuse_prevention": given.get("PasswordReusePrevention", 0),
        "max_age_days": given["MaxPasswordAge"] if given["ExpirePasswords"] else None,
    }


def _password_policy(caller: Caller, _: Item) -> dict[str, Any]:
    try:
        answer = client(caller).get_account_password_policy()
    except Exception as error:
        if trouble_of(error).code != "NoSuchEntity":
            raise
        return dict(DEFAULT_PASSWORD_POLICY)
    return password_policy(answer["PasswordPolicy"])


def summary(given: Mapping[str, int]) -> dict[str, Any]:
    """Counts of users, and what the root user has. Endpoints before 2025 do not tell of its password."""
    password = given.get("AccountPasswordPresent")
    return {
        "users": given["Users"],
        "root_mfa": given["AccountMFAEnabled"] > 0,
        "root_keys": given["AccountAccessKeysPresent"],
        "root_certificates": given["AccountSigningCertificatesPresent"],
        "root_password": None if password is None else password > 0,
    }


ACCOUNT = Listed(
    name="iam.account",
    regional=False,
    list_items=_items,
    list_actions=(IDENTITY_ACTION,),
    given={
        "password_policy": Fact(_password_policy, ("iam:GetAccountPasswordPolicy",)),
        "summary": Fact(
            lambda caller, _: summary(client(caller).get_account_summary()["SummaryMap"]),
            ("iam:GetAccountSummary",),
        ),
        "root": Fact(lambda caller, _: credentials.root(caller), credentials.REPORT_ACTIONS),
    },
)
