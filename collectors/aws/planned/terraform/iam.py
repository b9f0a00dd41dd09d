"""Users, groups, roles and policies of IAM, with everything that is attached to them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from collectors.aws import policy_document
from collectors.aws.iam.account import password_policy
from collectors.aws.planned import managed
from collectors.aws.planned.terraform.common import arn, located, native
from collectors.aws.policy_document import IDENTITY_BASED, TRUST
from collectors.aws.times import instant
from collectors.planned.blocks import Block, Estate, Parts, attach
from collectors.planned.drafts import Draft, Source
from collectors.planned.values import NotInSourceError

Json = Any
_KINDS = ("role", "user", "group")
_ACCOUNT_NUMBER = re.compile(r"[0-9]{12}")


@dataclass(frozen=True, slots=True)
class _Identities:
    """All identities of one kind, and what belongs to each."""

    kind: str
    inline: Parts
    attached: Parts


class Iam:
    """The blocks of IAM, related to each other."""

    def __init__(self, estate: Estate) -> None:
        self.estate = estate
        self.policies = {block.address: block for block in estate.of("aws_iam_policy")}
        self.kinds = {kind: self._identities(kind) for kind in _KINDS}
        users = _names(estate, "user")
        type_ = "aws_iam_user_group_membership"
        self.memberships = attach(estate.of(type_), type_, "user", users)

    def _identities(self, kind: str) -> _Identities:
        owners = _names(self.estate, kind)
        inline, attachment = f"aws_iam_{kind}_policy", f"aws_iam_{kind}_policy_attachment"
        return _Identities(
            kind,
            attach(self.estate.of(inline), inline, kind, owners),
            attach(self.estate.of(attachment), attachment, kind, owners),
        )

    def drafts(self) -> Iterator[Draft]:
        """Roles, users, groups, policies, and the account's password policy."""
        for block in self.estate.of("aws_iam_role"):
            made: dict[str, Source] = {
                "trust": partial(self._trust, block),
                "use": partial(self._use, block),
                "policies": partial(self.granted, "role", block),
                "boundary": partial(self._boundary, block),
            }
            yield self._draft("role", block, made)
        for block in self.estate.of("aws_iam_user"):
            made = {
                "groups": partial(self._groups, block),
                "policies": partial(self._user_policies, block),
                "boundary": partial(self._boundary, block),
            }
            yield self._draft("user", block, made)
        for block in self.estate.of("aws_iam_group"):
            made = {
                "members": partial(self._members, block),
                "policies": partial(self.granted, "group", block),
            }
            yield self._draft("group", block, made)
        for block in self.policies.values():
            yield self._draft("policy", block, self._policy(block))
        for block in self.estate.of("aws_iam_account_password_policy"):
            name = self.estate.account or block.address
            made = {"password_policy": partial(_password_policy, block)}
            yield Draft("iam.account", block.address, name, made, "", located(block, {}), block.former)

    def _draft(self, kind: str, block: Block, made: dict[str, Source]) -> Draft:
        name = _name(block)
        where = located(block, {})
        own = self._arn(kind, block)
        return Draft(f"iam.{kind}", block.address, name, made, own, where, block.former)

    def _arn(self, kind: str, block: Block) -> str:
        path = block.view.known("path") or "/"
        return arn(block, self.estate, "iam", f"{kind}{path}{_name(block)}", regional=False)

    # --- documents ------------------------------------------------------------------------------------

    def granted(self, kind: str, block: Block, group: str | None = None) -> list[Json]:
        """Inline and attached policies of one identity."""
        identities = self.kinds[kind]
        view = block.view
        inside = view.blocks("inline_policy")
        found = [_inline(each.needed("name"), each.needed("policy"), group) for each in inside]
        found += [
            _inline(_name(part), part.view.needed("policy"), group)
            for part in identities.inline.of(block.address)
        ]
        attached = [*identities.attached.of(block.address), *self._shared(kind, block)]
        found += [self._attached(part, "policy_arn", group) for part in attached]
        arns = view.texts("managed_policy_arns") if kind == "role" else ()
        return [*found, *(self._by_arn(each, block, group) for each in arns)]

    def _shared(self, kind: str, block: Block) -> Iterator[Block]:
        """Attachments that name several identities."""
        for part in self.estate.of("aws_iam_policy_attachment"):
            if block.address in part.links(f"{kind}s") or _name(block) in part.view.texts(f"{kind}s"):
                yield part

    def _attached(self, part: Block, attribute: str, group: str | None) -> Json:
        linked = [self.policies[address] for address in part.links(attribute) if address in self.policies]
        if len(linked) == 1:
            return self._document(linked[0], group)
        return self._by_arn(part.view.needed(attribute), part, group)

    def _by_arn(self, given: str, where: Block, group: str | None) -> Json:
        own = next(
            (each for each in self.policies.values() if given in (native(each), self._arn("policy", each))),
            None,
        )
        if own is not None:
            return self._document(own, group)
        name = managed.of_aws(given)
        if name is None or name not in managed.KNOWN:
            raise NotInSourceError(f"{where.address}: the document of {given} is not in the source")
        return {"name": name, "arn": given, "group": group, "statements": managed.KNOWN[name]}

    def _document(self, policy: Block, group: str | None) -> Json:
        statements = policy_document.statements(policy.view.needed("policy"), IDENTITY_BASED)
        return {
            "name": _name(policy),
            "arn": self._arn("policy", policy),
            "group": group,
            "statements": statements,
        }

    def _boundary(self, block: Block) -> Json:
        if not block.view.is_set("permissions_boundary"):
            return None
        found = self._attached(block, "permissions_boundary", None)
        return {"arn": found["arn"], "statements": found["statements"]}

    # --- roles ----------------------------------------------------------------------------------------

    def _trust(self, block: Block) -> Json:
        text = block.view.needed("assume_role_policy")
        if self.estate.account is None and _ACCOUNT_NUMBER.search(text):
            raise NotInSourceError(
                f"{block.address}: which account is its own is not in the source; set 'account' of the target"
            )
        return {"statements": policy_document.statements(text, TRUST)}

    def _use(self, block: Block) -> Json:
        if not block.new:
            raise NotInSourceError(f"{block.address} is there already; when it was used is not in the source")
        return {"created": instant(self.estate.now), "last_used": None}

    # --- users and groups -----------------------------------------------------------------------------

    def _groups(self, block: Block) -> list[str]:
        names = set()
        for part in self.memberships.of(block.address):
            names |= set(self._group_names(part, "groups"))
        for part in self.estate.of("aws_iam_group_membership"):
            if block.address in part.links("users") or _name(block) in part.view.texts("users"):
                names |= set(self._group_names(part, "group"))
        return sorted(names)

    def _group_names(self, part: Block, attribute: str) -> list[str]:
        groups = {each.address: each for each in self.estate.of("aws_iam_group")}
        linked = [_name(groups[address]) for address in part.links(attribute) if address in groups]
        return linked or part.view.texts(attribute)

    def _user_policies(self, block: Block) -> list[Json]:
        found = self.granted("user", block)
        for name in self._groups(block):
            groups = [each for each in self.estate.of("aws_iam_group") if _name(each) == name]
            if not groups:
                raise NotInSourceError(f"{block.address}: the group {name} is not in the source")
            found += self.granted("group", groups[0], name)
        return found

    def _members(self, block: Block) -> list[str]:
        users = self.estate.of("aws_iam_user")
        return sorted(_name(user) for user in users if _name(block) in self._groups(user))

    # --- policies -------------------------------------------------------------------------------------

    def _policy(self, block: Block) -> dict[str, Source]:
        return {
            "statements": lambda: policy_document.statements(block.view.needed("policy"), IDENTITY_BASED),
            # What a source declares is declared to be used; whoever attaches it is not seen here.
            "attachments": lambda: max(1, self._attachments(block, "policy_arn")),
            "boundary_of": lambda: self._attachments(block, "permissions_boundary"),
        }

    def _attachments(self, block: Block, attribute: str) -> int:
        types = [f"aws_iam_{kind}_policy_attachment" for kind in _KINDS] + ["aws_iam_policy_attachment"]
        others = ["aws_iam_role", "aws_iam_user"]
        chosen = self.estate.of(*(types if attribute == "policy_arn" else others))
        return sum(block.address in part.links(attribute) for part in chosen)


def drafts(estate: Estate) -> Iterator[Draft]:
    """Everything of IAM."""
    return Iam(estate).drafts()


def _names(estate: Estate, kind: str) -> dict[str, Sequence[str]]:
    return {block.address: [_name(block)] for block in estate.of(f"aws_iam_{kind}")}


def _name(block: Block) -> str:
    return block.view.known("name") or block.address


def _inline(name: str, document: str, group: str | None) -> Json:
    statements = policy_document.statements(document, IDENTITY_BASED)
    return {"name": name, "arn": None, "group": group, "statements": statements}


def _password_policy(block: Block) -> Json:
    """Source: the defaults of `aws_iam_account_password_policy`, which are those of IAM."""
    view = block.view
    days = view.number("max_password_age") or 0
    reuse = view.number("password_reuse_prevention")
    return password_policy(
        {
            "MinimumPasswordLength": view.number("minimum_password_length") or 6,
            "RequireSymbols": view.flag("require_symbols", default=False),
            "RequireNumbers": view.flag("require_numbers", default=False),
            "RequireUppercaseCharacters": view.flag("require_uppercase_characters", default=False),
            "RequireLowercaseCharacters": view.flag("require_lowercase_characters", default=False),
            "PasswordReusePrevention": reuse or 0,
            "ExpirePasswords": days > 0,
            "MaxPasswordAge": days,
        }
    )
