"""SAM: the roles that the transform makes are those of AWS's own translator, or a gap says why not."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from scanner.model import Gap, Resource
from tests.collectors.cloudformation.test_template import collect
from tests.collectors.terraform.plans import Found

Json = Any
CODE = {"CodeUri": "s3://bucket/key", "Runtime": "python3.12", "Handler": "a.b"}
ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
QUEUE = {"Type": "SQS", "Properties": {"Queue": "arn:aws:sqs:us-east-1:123456789012:q"}}
BOUNDARY = "arn:aws:iam::aws:policy/AdministratorAccess"


def function(**properties: Json) -> dict[str, Json]:
    return {"Type": "AWS::Serverless::Function", "Properties": {**CODE, **properties}}


def machine(**properties: Json) -> dict[str, Json]:
    definition = {"DefinitionUri": "s3://bucket/key"}
    return {"Type": "AWS::Serverless::StateMachine", "Properties": {**definition, **properties}}


RESOURCES: Mapping[str, Json] = {
    "Plain": function(),
    "Traced": function(Tracing="Active"),
    "Inside": function(VpcConfig={"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}),
    "Named": function(Policies="AdministratorAccess"),
    "Document": function(Policies=ALL),
    "Several": function(Policies=["AWSXRayDaemonWriteAccess", ALL, f"{BOUNDARY}"]),
    "Either": function(Policies=[{"Fn::If": ["Yes", ALL, {"Ref": "AWS::NoValue"}]}]),
    "Neither": function(Policies=[{"Fn::If": ["No", "AdministratorAccess", {"Ref": "AWS::NoValue"}]}]),
    "Bounded": function(PermissionsBoundary=BOUNDARY, RolePath="/app/"),
    "Trusting": function(
        AssumeRolePolicyDocument={
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}],
        }
    ),
    "Given": function(Role="arn:aws:iam::123456789012:role/mine"),
    "Absent": {**function(), "Condition": "No"},
    "Machine": machine(),
    "MachineAll": machine(Policies=[ALL], Tracing={"Enabled": True}),
    "MachineGiven": machine(Role="arn:aws:iam::123456789012:role/mine"),
    "Table": {"Type": "AWS::Serverless::SimpleTable"},
    "Bucket": {"Type": "AWS::S3::Bucket"},
}
NOT_WORKED_OUT: Mapping[str, Json] = {
    "Template": function(Policies=[{"S3ReadPolicy": {"BucketName": "b"}}]),
    "Letters": function(DeadLetterQueue={"Type": "SQS", "TargetArn": "arn:aws:sqs:us-east-1:123456789012:q"}),
    "Queued": function(Events={"Q": QUEUE}),
    "Connected": {
        **function(),
        "Connectors": {"C": {"Properties": {"Destination": {"Id": "Bucket"}, "Permissions": ["Read"]}}},
    },
}
CONDITIONS = {"Yes": {"Fn::Equals": ["a", "a"]}, "No": {"Fn::Equals": ["a", "b"]}}


@pytest.fixture(autouse=True)
def _region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


def template(resources: Mapping[str, Json], **more: Json) -> dict[str, Json]:
    return {
        "Transform": "AWS::Serverless-2016-10-31",
        "Conditions": CONDITIONS,
        "Resources": dict(resources),
        **more,
    }


def translated(given: Mapping[str, Json]) -> dict[str, Json]:
    """What AWS makes of a template."""
    copy = json.loads(json.dumps(given))
    made: dict[str, Json] = Translator({}, Parser()).translate(copy, {"AWS::Region": "us-east-1"})
    return made


def found(folder: Path, given: Mapping[str, Json]) -> Found:
    path = folder / "template.json"
    path.write_text(json.dumps(given, indent=1))
    return collect(path)


def roles(found: Found) -> dict[str, Mapping[str, Json]]:
    return {
        each.id: {key: value for key, value in each.facts.items() if key != "use"}
        for each in found.events
        if isinstance(each, Resource) and each.type == "iam.role"
    }


def test_the_roles_are_those_that_aws_makes(tmp_path: Path) -> None:
    given = template(RESOURCES, Globals={"Function": {"Tags": {"a": "b"}, "RolePath": "/all/"}})
    ours, theirs = roles(found(tmp_path, given)), roles(found(tmp_path, translated(given)))
    assert ours == theirs
    assert {f"{name}Role" for name in ("Plain", "Several", "Machine")} < set(ours)
    assert not {"GivenRole", "AbsentRole", "MachineGivenRole"} & set(ours)
    assert all("policies" in facts for facts in ours.values())


@pytest.mark.parametrize("name", NOT_WORKED_OUT)
def test_what_is_not_worked_out_is_unknown_and_not_missing(tmp_path: Path, name: str) -> None:
    given = template({name: NOT_WORKED_OUT[name], "Bucket": {"Type": "AWS::S3::Bucket"}})
    ours, theirs = found(tmp_path, given), found(tmp_path, translated(given))
    assert roles(ours).keys() == roles(theirs).keys() == {f"{name}Role"}
    assert "policies" not in ours.facts(f"{name}Role")
    text = ours.gaps(f"{name}Role")["policies"][1]
    assert "generated by the transform" in text or "AWSLambdaSQSQueueExecutionRole" in text


def test_a_finding_is_where_the_function_is_declared(tmp_path: Path) -> None:
    made = found(tmp_path, template({"F": function(Policies=ALL)}))
    lines = (tmp_path / "template.json").read_text().splitlines()
    assert '"F": {' in lines[made.resource("FRole").locations[""].line - 1]


MORE = {
    "schedule": {
        "F": function(
            Events={"S": {"Type": "ScheduleV2", "Properties": {"ScheduleExpression": "rate(1 day)"}}}
        )
    },
    "deployment": {"F": function(DeploymentPreference={"Type": "AllAtOnce"}, AutoPublishAlias="live")},
    "events of a machine": {
        "M": machine(Events={"S": {"Type": "Schedule", "Properties": {"Schedule": "rate(1 day)"}}})
    },
}


@pytest.mark.parametrize("resources", MORE.values(), ids=MORE.keys())
def test_more_roles_are_told(tmp_path: Path, resources: Mapping[str, Json]) -> None:
    given = template(resources)
    ours, theirs = found(tmp_path, given), found(tmp_path, translated(given))
    assert roles(ours).keys() < roles(theirs).keys()
    assert "generated by the transform" in ours.gaps()["iam.role"][1]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            template({"A": {"Type": "AWS::Serverless::Application"}}),
            "A: its resources stand in another",
        ),
        ({"Resources": {"S": {"Type": "AWS::CloudFormation::Stack"}}}, "S: its resources stand in another"),
        (
            {"Transform": ["Mine"], "Resources": {"B": {"Type": "AWS::S3::Bucket"}}},
            "the transform Mine makes",
        ),
        (
            {
                "Transform": "AWS::LanguageExtensions",
                "Resources": {"Fn::ForEach::B": ["x", ["a"], {}], "B": {"Type": "AWS::S3::Bucket"}},
            },
            "Fn::ForEach::B are generated",
        ),
    ],
)
def test_resources_of_elsewhere_are_gaps_of_all_types(tmp_path: Path, given: Json, said: str) -> None:
    made = found(tmp_path, given).gaps()
    for type_ in ("s3.bucket", "iam.role", "kms.key"):
        assert (made[type_][0], said in made[type_][1]) == ("not_in_source", True)


def gaps(found: Found) -> Iterator[Gap]:
    return (event for event in found.events if isinstance(event, Gap))


def test_nothing_is_broken_by_what_is_no_function(tmp_path: Path) -> None:
    odd: Json = {
        "F": {"Type": "AWS::Serverless::Function", "Properties": {"Policies": 3, "Events": [], "Tracing": []}}
    }
    made = found(tmp_path, template({**odd, "G": {"Type": "AWS::Serverless::Function"}}))
    assert roles(made).keys() == {"FRole", "GRole"}
    assert any("no policy" in gap.detail for gap in gaps(made))
