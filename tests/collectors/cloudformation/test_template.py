"""Templates: what they tell is known, what deployment tells is unknown, lines are those of the resource."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.cloudformation.collector import CloudFormationCollector
from scanner.interfaces import ConfigurationError, Recogniser
from scanner.model import Gap, Location, Resource, Target
from tests.collectors.terraform.plans import Found, everything

Json = Any
HEAD = """
Parameters:
  Name: {Type: String, Default: customers}
  Secret: {Type: String}
Conditions:
  IsYes: !Equals [!Ref Name, customers]
  IsNo: !Not [!Condition IsYes]
  Maybe: !Equals [!Ref Secret, x]
Mappings:
  Map: {a: {b: from-map}}
Resources:
"""


def collect(path: Path, **more: Json) -> Found:
    given = {"path": str(path), "account": "123456789012", "region": "us-east-1", **more}
    target = Target("t", "cloudformation", given)
    collector = CloudFormationCollector()
    assert collector.check(target) == []
    return Found(list(collector.collect(target, everything())))


def template(folder: Path, text: str) -> Found:
    path = folder / "template.yaml"
    path.write_text(HEAD + text)
    return collect(path)


def name_of(folder: Path, value: str) -> str:
    text = f"  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: {value}\n"
    return template(folder, text).resource("B").name


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("plain", "plain"),
        ("!Ref Name", "customers"),
        ('!Sub "${Name}-x"', "customers-x"),
        ('!Sub ["${Own}-${!Raw}", {Own: mine}]', "mine-${Raw}"),
        ("!Join ['-', [a, !Ref Name]]", "a-customers"),
        ("!If [IsYes, one, two]", "one"),
        ("!If [IsNo, one, two]", "two"),
        ("!If [Maybe, same, same]", "same"),
        ("!Select [1, [a, b]]", "b"),
        ("!Select [0, !Split ['-', 'x-y']]", "x"),
        ("!FindInMap [Map, a, b]", "from-map"),
        ('!Sub "x-${AWS::AccountId}-${AWS::Region}"', "x-123456789012-us-east-1"),
    ],
)
def test_what_the_template_tells_is_known(tmp_path: Path, value: str, name: str) -> None:
    assert name_of(tmp_path, value) == name


@pytest.mark.parametrize(
    "value",
    [
        "!Ref Secret",
        '!Sub "${Secret}-x"',
        "!If [Maybe, a, b]",
        "!ImportValue other",
        "!GetAtt Nothing.Arn",
        "!Ref AWS::StackName",
        "!FindInMap [Map, a, nothing]",
        '!Sub "{{resolve:x}}-${AWS::StackId}"',
        "!Ref B",
    ],
)
def test_what_deployment_tells_is_unknown(tmp_path: Path, value: str) -> None:
    assert name_of(tmp_path, value) == "B"


BOTH = """
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: data
      VersioningConfiguration:
        Status: Enabled
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault:
              SSEAlgorithm: aws:kms
              KMSMasterKeyID: !GetAtt Key.Arn
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Data
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: s3:GetObject
            Resource: !Sub "${Data.Arn}/*"
  Key:
    Type: AWS::KMS::Key
    Properties:
      EnableKeyRotation: true
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          Effect: Allow
          Principal: {AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root"}
          Action: "kms:*"
          Resource: "*"
"""


def test_a_bucket_its_policy_and_its_key_find_each_other(tmp_path: Path) -> None:
    found = template(tmp_path, BOTH)
    facts = found.facts("Data")
    assert facts["policy"]["statements"][0]["resources"] == ["arn:aws:s3:::data/*"]
    assert facts["policy_public"] is True
    assert facts["versioning"]["status"] == "Enabled"
    assert facts["encryption"] == {"algorithm": "aws:kms", "kms_key_id": "Key", "bucket_key": False}
    assert found.resource("Key", "kms.key").native_id == "Key"
    assert found.facts("Key")["rotation"]["enabled"] is True
    assert found.resource("Data").native_id == "arn:aws:s3:::data"


def test_lines_are_those_of_what_decides(tmp_path: Path) -> None:
    lines = (HEAD + BOTH).splitlines()
    locations = template(tmp_path, BOTH).resource("Data").locations
    file = str(tmp_path / "template.yaml")
    start = lines.index("  Data:") + 1
    assert locations[""] == Location(file, start, lines.index("  Policy:"))
    assert locations["policy"].line == lines.index("  Policy:") + 1


def test_the_same_template_in_json_says_the_same(tmp_path: Path) -> None:
    text = {
        "Resources": {
            "B": {
                "Type": "AWS::S3::Bucket",
                "Properties": {
                    "BucketName": {"Fn::Sub": "x-${AWS::Region}"},
                    "PublicAccessBlockConfiguration": {"BlockPublicAcls": "true"},
                },
            }
        }
    }
    path = tmp_path / "t.json"
    path.write_text(json.dumps(text, indent="\t"))
    found = collect(path)
    assert found.resource("B").name == "x-us-east-1"
    assert found.facts("B")["public_access_block"]["block_public_acls"] is True
    assert found.facts("B")["public_access_block"]["ignore_public_acls"] is False


def test_what_is_not_made_is_not_there_and_what_may_be_made_is(tmp_path: Path) -> None:
    kinds = "".join(
        f"  {name}Bucket:\n    Type: AWS::S3::Bucket\n    Condition: {name}\n"
        for name in ("IsYes", "IsNo", "Maybe")
    )
    events = template(tmp_path, kinds).events
    buckets = [event.id for event in events if isinstance(event, Resource) and event.type == "s3.bucket"]
    assert buckets == ["IsYesBucket", "MaybeBucket"]


def test_a_property_that_is_unknown_is_not_taken_for_unset(tmp_path: Path) -> None:
    text = """
  B:
    Type: AWS::S3::Bucket
    Properties:
      PublicAccessBlockConfiguration: !If [Maybe, {BlockPublicAcls: false}, !Ref AWS::NoValue]
      VersioningConfiguration: !If [IsNo, {Status: Enabled}, !Ref AWS::NoValue]
"""
    found = template(tmp_path, text)
    assert found.gaps("B")["public_access_block"][0] == "unknown_until_apply"
    assert found.facts("B")["versioning"]["status"] == "Disabled"


def test_a_group_without_rules_lets_everything_out(tmp_path: Path) -> None:
    text = """
  G:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: x
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/1}
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 128.0.0.0/1}
  More:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref G, IpProtocol: "-1", CidrIpv6: "::/0"}
"""
    facts = template(tmp_path, text).facts("G")
    assert [rule["ipv4"] for rule in facts["inbound"]] == [["0.0.0.0/1"], ["128.0.0.0/1"], []]
    assert facts["inbound"][2]["ipv6"] == ["::/0"]
    assert facts["outbound"][0]["ipv4"] == ["0.0.0.0/0"]


def test_roles_with_inline_and_managed_policies(tmp_path: Path) -> None:
    text = """
  R:
    Type: AWS::IAM::Role
    Properties:
      RoleName: app
      AssumeRolePolicyDocument:
        Statement: {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: sts:AssumeRole}
      ManagedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess, !Ref M]
      Policies:
        - PolicyName: inline
          PolicyDocument: {Statement: {Effect: Allow, Action: "s3:*", Resource: "*"}}
  M:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Statement: {Effect: Allow, Action: "ec2:*", Resource: "*"}}
"""
    policies = template(tmp_path, text).facts("R")["policies"]
    assert [policy["statements"][0]["actions"] for policy in policies] == [["s3:*"], ["*"], ["ec2:*"]]


# --- what cannot be used ----------------------------------------------------------------------------------


def recognised(path: Path) -> Json:
    collector = CloudFormationCollector()
    assert isinstance(collector, Recogniser)
    return collector.recognise(path)


def test_a_template_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "any.yml"
    path.write_text("Resources:\n  B: {Type: AWS::S3::Bucket}\n")
    assert recognised(path) == {"path": str(path)}
    for text in ("Resources: {B: {kind: Pod}}\n", "- a\n- AWS::S3::Bucket Resources\n", "text"):
        path.write_text(text)
        assert recognised(path) is None


LAUGHS = "Resources: &a\n  x: &b [1, 2]\n  y: [*b, *b]\n  T: {Type: AWS::S3::Bucket}\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (LAUGHS, "aliases are not allowed"),
        ("Resources: {B: {Type: AWS::S3::Bucket}\n", "neither YAML nor JSON"),
        ("Resources:\n  B: {Type: AWS::S3::Bucket}\n  B: {Type: AWS::S3::Bucket}\n", "is there twice"),
        ("Resources: {B: {Type: AWS::S3::Bucket, x: " + "[" * 300 + "]" * 300 + "}}", "nested too deep"),
    ],
)
def test_a_template_that_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=complaint) as refused:
        recognised(path)
    assert len(refused.value.problems) == 1
    assert collect(path).gaps()["s3.bucket"][0] == "malformed"


KEYS = st.sampled_from(["Ref", "Fn::Sub", "Fn::If", "Fn::GetAtt", "Status", "Rules"])
PROPERTIES = ["BucketName", "VersioningConfiguration", "LifecycleConfiguration", "BucketEncryption"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=2),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES, key=st.sampled_from(PROPERTIES))
def test_whatever_a_property_holds_facts_are_there_or_gaps(tmp_path: Path, value: Json, key: str) -> None:
    path = tmp_path / "t.json"
    resource = {"Type": "AWS::S3::Bucket", "Properties": {key: value}}
    path.write_text(json.dumps({"Resources": {"B": resource}}))
    found = collect(path)
    buckets = [event for event in found.events if isinstance(event, Resource) and event.type == "s3.bucket"]
    listing = [event for event in found.events if isinstance(event, Gap) and event.type == "s3.bucket"]
    wanted = everything().facts("s3.bucket")
    for bucket in buckets:
        gapped = {gap.fact for gap in listing if gap.resource == bucket.id}
        assert bucket.facts.keys() | gapped >= wanted
    assert buckets or any(gap.resource is None for gap in listing)
