"""A template as blocks: the resources that are made, under their logical ids."""

from collections.abc import Iterator, Mapping
from typing import Any

from collectors.aws.planned.cloudformation.common import Made
from collectors.aws.planned.cloudformation.identities import SELF
from collectors.aws.planned.cloudformation.s3 import OWN
from collectors.aws.planned.cloudformation.services import TYPES
from collectors.aws.planned.terraform.computed import ACCOUNT, computed, references
from collectors.cloudformation.intrinsics import Evaluator
from collectors.cloudformation.serverless import expand
from collectors.cloudformation.template import Template
from collectors.planned.blocks import Block, Estate
from collectors.planned.values import Named, Unknown

Json = Any
REGION = "region"
"""Stands for the region while nobody tells it."""
_NAMES = {
    "AWS::S3::Bucket": ("aws_s3_bucket", "BucketName", "bucket"),
    "AWS::IAM::Role": ("aws_iam_role", "RoleName", "name"),
    "AWS::IAM::User": ("aws_iam_user", "UserName", "name"),
    "AWS::IAM::Group": ("aws_iam_group", "GroupName", "name"),
}
"""Types whose names and ARNs are certain beforehand."""


def estate_of(template: Template, account: str | None, region: str | None) -> Estate:
    """The blocks of a template. Parts that cannot be read are named in `broken`."""
    return _Stack(template, account, region).estate()


class _Stack:
    def __init__(self, template: Template, account: str | None, region: str | None) -> None:
        self.expansion = expand(template.data)
        self.resources = self.expansion.resources
        self.template = Template({**template.data, "Resources": self.resources}, template.lines)
        self.account = account
        self.region = region
        self.values = Evaluator(self.template, self._attribute, account or ACCOUNT, region or REGION)
        self._busy: set[str] = set()

    def estate(self) -> Estate:
        blocks: dict[str, list[Block]] = {}
        broken = []
        for name, resource in self.resources.items():
            if name.startswith("Fn::"):
                continue
            try:
                found = list(self._blocks(name, resource))
            except (AttributeError, TypeError, KeyError, ValueError):
                broken.append(f"{name} is not written as its type wants it; run cfn-lint")
                continue
            for block in found:
                blocks.setdefault(block.type, []).append(block)
        made = self.expansion
        return Estate(blocks, self.account, made.missing, broken=tuple(broken), unseen=made.troubles)

    def _blocks(self, name: str, resource: Mapping[str, Json]) -> Iterator[Block]:
        make = TYPES.get(resource["Type"])
        if make is None or not self.values.exists(resource):
            return
        given = self.values.value(resource.get("Properties") or {})
        for number, made in enumerate(make(given)):
            yield self._block(name if number == 0 else f"{name}/{number}", name, made)

    def _block(self, address: str, owner: str, made: Made) -> Block:
        values = {key: _own(value, owner) for key, value in made.values.items()}
        if made.about:
            values[made.about] = Unknown((owner,))

        def links(attribute: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(references(values.get(attribute))))

        where = self.template.lines.get(self.expansion.owners.get(owner, owner))
        return Block(address, made.type, values, links, self.region, location=where)

    def _attribute(self, name: str, attribute: str) -> Json:
        """What `Ref` and `Fn::GetAtt` give: a name where it is certain, else the resource."""
        resource = self.resources.get(name)
        if not isinstance(resource, Mapping) or name in self._busy:
            return Unknown((name,))
        if resource.get("Type") in _NAMES and attribute in ("Ref", "Arn"):
            type_, key, own = _NAMES[resource["Type"]]
            self._busy.add(name)
            try:
                given = self.values.value((resource.get("Properties") or {}).get(key))
            finally:
                self._busy.discard(name)
            known = given if isinstance(given, str) else None
            path = (resource.get("Properties") or {}).get("Path")
            texts = {own: known, "path": path if isinstance(path, str) else None}
            kind = "arn" if attribute == "Arn" else "id"
            made = computed(type_, name, texts.get, kind, self.account)
            if isinstance(made, Named):
                return made
        return Unknown((name,))


def _own(value: Json, owner: str) -> Json:
    return Unknown((owner,)) if isinstance(value, str) and value in (OWN, SELF) else value
