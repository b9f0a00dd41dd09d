"""What the services have in common: where a block will be, and attributes that may be left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from collectors.planned.blocks import Block, Estate, Parts
from collectors.planned.drafts import Source
from collectors.planned.values import NotInSourceError, UnknownValueError, stand_in
from scanner.model import Location

Json = Any


@dataclass(frozen=True, slots=True)
class Place:
    """A region and its partition; the region can be one that the source does not tell."""

    region: str | None

    @property
    def partition(self) -> str:
        """Such as `aws-cn`."""
        region = self.region or ""
        if region.startswith("cn-"):
            return "aws-cn"
        return "aws-us-gov" if region.startswith("us-gov-") else "aws"


def place(block: Block) -> Place:
    """Where a block will be: by its own attribute (provider 6), else by its provider."""
    own = block.values.get("region")
    return Place(own if isinstance(own, str) else block.region)


def region_of(block: Block) -> Source:
    """The fact of a region."""

    def make() -> str:
        region = place(block).region
        if region is None:
            raise NotInSourceError(f"{block.address}: the region of its provider is not in the source")
        return region

    return make


def account_of(estate: Estate) -> Source:
    """The fact of the account that will own something."""

    def make() -> str:
        if estate.account is None:
            raise NotInSourceError("the account is not in the source; set 'account' of the target")
        return estate.account

    return make


def optional(given: dict[str, Any]) -> dict[str, Any]:
    """Without what is not set, as the API leaves it out."""
    return {key: value for key, value in given.items() if value is not None}


def native(block: Block) -> str:
    """The ARN of what is there already; what is not made yet goes by its address."""
    found = block.values.get("arn")
    return found if isinstance(found, str) and found else stand_in(block.address)


def located(block: Block, parts: Mapping[str, Parts]) -> dict[str, Location]:
    """Where a block stands, and where the facts do that a part of it settles."""
    found = {"": block.location} if block.location else {}
    for fact, attached in parts.items():
        for part in attached.by_owner.get(block.address, ())[:1]:
            if part.location:
                found[fact] = part.location
    return found


def arn(block: Block, estate: Estate, service: str, what: str, *, regional: bool) -> str:
    """The ARN that something will have; words stand for a region and an account that are not known.

    Policies look into the parts of some ARNs, and would find nothing in an address.
    """
    found = native(block)
    if found != block.address:
        return found
    where = place(block)
    region = (where.region or "region") if regional else ""
    return f"arn:{where.partition}:{service}:{region}:{estate.account or 'account'}:{what}"


def own_statements(block: Block, statements: list[Json]) -> list[Json]:
    """Statements of a policy that lies on a resource.

    Raises UnknownValueError when one names a resource and the ARN of its own is not known: then nobody can
    tell whether it is about itself.
    """
    named = {each for one in statements for each in (*one["resources"], *one["not_resources"])}
    if named - {"*"} and native(block) == block.address:
        raise UnknownValueError(f"{block.address}: whether its policy names it is known only after apply")
    return statements
