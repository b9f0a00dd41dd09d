"""Good and bad twins of what is easily got wrong, in each language of planned infrastructure."""

from pathlib import Path
from typing import Any

from tests.collectors.terraform.plans import Plan
from tests.e2e.conftest import Run, Workspace

Json = Any
TERRAFORM = """
resource "aws_s3_bucket" "good" {
  bucket = "good"
}
resource "aws_s3_bucket_policy" "good" {
  bucket = aws_s3_bucket.good.id
  policy = data.aws_iam_policy_document.tls.json
}
resource "aws_s3_bucket_versioning" "good" {
  bucket = aws_s3_bucket.good.id
  versioning_configuration {
    status = "Enabled"
  }
}
data "aws_iam_policy_document" "tls" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.good.arn, "${aws_s3_bucket.good.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
resource "aws_s3_bucket" "bad" {
  bucket = "bad"
}
resource "aws_s3_bucket_policy" "bad" {
  bucket = aws_s3_bucket.bad.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = "${aws_s3_bucket.bad.arn}/*"
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "s3:GetObject"
        Resource  = "${aws_s3_bucket.bad.arn}/*"
        Condition = { IpAddress = { "aws:SourceIp" = "0.0.0.0/0" } }
      },
    ]
  })
}
resource "aws_s3_bucket_public_access_block" "bad" {
  bucket                = aws_s3_bucket.bad.id
  block_public_acls     = true
  ignore_public_acls    = true
  block_public_policy   = false
}
resource "aws_s3_bucket_versioning" "bad" {
  bucket = aws_s3_bucket.bad.id
  versioning_configuration {
    status = "Suspended"
  }
}
resource "aws_security_group" "good" {
  name = "good"
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}
resource "aws_security_group" "bad" {
  name = "bad"
}
resource "aws_vpc_security_group_ingress_rule" "bad" {
  for_each          = toset(["0.0.0.0/1", "128.0.0.0/1"])
  security_group_id = aws_security_group.bad.id
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = 20
  to_port           = 30
}
resource "aws_iam_policy" "good" {
  name   = "good"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::a/*" }]
  })
}
resource "aws_iam_policy" "bad" {
  name   = "bad"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*:*", Resource = "*" }]
  })
}
resource "aws_kms_key" "good" {
  enable_key_rotation = true
}
resource "aws_kms_key" "bad" {
}
resource "aws_db_instance" "good" {
  engine              = "oracle-ee"
  engine_version      = "19"
  storage_encrypted   = true
  publicly_accessible = false
}
resource "aws_db_instance" "bad" {
  engine              = "oracle-ee"
  engine_version      = "19"
  publicly_accessible = true
}
resource "aws_ebs_volume" "good" {
  encrypted = true
}
resource "aws_ebs_volume" "bad" {
}
resource "aws_efs_file_system" "good" {
  encrypted = true
}
resource "aws_efs_file_system" "bad" {
}
"""
EXPECTED = {
    ("s3-tls-only", "aws_s3_bucket.bad", 'aws_s3_bucket_policy" "bad'),
    ("s3-public-policy", "aws_s3_bucket.bad", 'aws_s3_bucket" "bad'),
    ("s3-public-access-block", "aws_s3_bucket.bad", 'aws_s3_bucket_public_access_block" "bad'),
    ("s3-versioning", "aws_s3_bucket.bad", 'aws_s3_bucket_versioning" "bad'),
    ("ec2-admin-ports-open", "aws_security_group.bad", 'aws_vpc_security_group_ingress_rule" "bad'),
    ("iam-policy-admin", "aws_iam_policy.bad", 'aws_iam_policy" "bad'),
    ("kms-rotation", "aws_kms_key.bad", 'aws_kms_key" "bad'),
    ("rds-public", "aws_db_instance.bad", 'aws_db_instance" "bad'),
    ("rds-instance-encrypted", "aws_db_instance.bad", 'aws_db_instance" "bad'),
    ("ebs-volume-encrypted", "aws_ebs_volume.bad", 'aws_ebs_volume" "bad'),
    ("efs-encrypted", "aws_efs_file_system.bad", 'aws_efs_file_system" "bad'),
}
"""Check, resource, and the block in which the finding says it is."""
CHECKS = sorted({check for check, *_ in EXPECTED})
TEMPLATE = """
Resources:
  GoodBucket:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: Enabled}
  GoodPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref GoodBucket
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Deny
            Principal: "*"
            Action: "s3:*"
            Resource: [!GetAtt GoodBucket.Arn, !Sub "${GoodBucket.Arn}/*"]
            Condition: {Bool: {"aws:SecureTransport": false}}
  BadBucket:
    Type: AWS::S3::Bucket
    Properties:
      VersioningConfiguration: {Status: Suspended}
      PublicAccessBlockConfiguration: {BlockPublicAcls: true, IgnorePublicAcls: true}
  BadPolicy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref BadBucket
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {AWS: "*"}
            Action: "s3:GetObject"
            Resource: !Sub "arn:${AWS::Partition}:s3:::${BadBucket}/*"
  GoodGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}]
  BadGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 0, ToPort: 1000, CidrIpv6: "::/0"}]
  BadPolicyDocument:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument: {Version: "2012-10-17", Statement: {Effect: Allow, Action: "*", Resource: "*"}}
  GoodKey:
    Type: AWS::KMS::Key
    Properties: {EnableKeyRotation: true}
  BadKey:
    Type: AWS::KMS::Key
    Properties: {EnableKeyRotation: false}
  BadDatabase:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: oracle-ee, EngineVersion: "19", PubliclyAccessible: true}
  BadVolume:
    Type: AWS::EC2::Volume
    Properties: {Encrypted: false}
  BadFiles:
    Type: AWS::EFS::FileSystem
"""
EXPECTED_OF_TEMPLATE = {
    ("s3-tls-only", "BadBucket", "BadPolicy"),
    ("s3-public-policy", "BadBucket", "BadBucket"),
    ("s3-public-access-block", "BadBucket", "BadBucket"),
    ("s3-versioning", "BadBucket", "BadBucket"),
    ("ec2-admin-ports-open", "BadGroup", "BadGroup"),
    ("iam-policy-admin", "BadPolicyDocument", "BadPolicyDocument"),
    ("kms-rotation", "BadKey", "BadKey"),
    ("rds-public", "BadDatabase", "BadDatabase"),
    ("rds-instance-encrypted", "BadDatabase", "BadDatabase"),
    ("ebs-volume-encrypted", "BadVolume", "BadVolume"),
    ("efs-encrypted", "BadFiles", "BadFiles"),
}


def plan_of_some() -> Plan:
    """Of the blocks above, those that need no document."""
    plan = Plan()
    computed = {"id": True, "arn": True, "policy": True, "acl": True}
    for name, status in (("good", "Enabled"), ("bad", "Suspended")):
        bucket = f"aws_s3_bucket.{name}"
        refs = {"bucket": [f"{bucket}.id", bucket]}
        plan.add(bucket, {"bucket": name}, unknown=computed)
        values = {"versioning_configuration": [{"status": status}]}
        plan.add(f"aws_s3_bucket_versioning.{name}", values, refs=refs)
        plan.add(f"aws_kms_key.{name}", {"enable_key_rotation": name == "good"}, unknown=computed)
        plan.add(f"aws_ebs_volume.{name}", {"encrypted": name == "good"}, unknown=computed)
    return plan


EXPECTED_OF_PLAN = {
    each for each in EXPECTED if each[0] in ("s3-versioning", "kms-rotation", "ebs-volume-encrypted")
} | {("s3-tls-only", f"aws_s3_bucket.{name}", f'aws_s3_bucket" "{name}') for name in ("good", "bad")}


def found(run: Run, target: str, text: str) -> set[tuple[str, str, str]]:
    """Check, resource, and the words of the line at which the finding begins."""
    lines = text.splitlines()
    return {
        (finding["check"], finding["subject"]["id"], _block(lines[finding["location"]["line"] - 1]))
        for finding in run.report["findings"]
        if finding["outcome"] == "fail" and finding["subject"]["target"] == target
    }


def _block(line: str) -> str:
    words = line.strip().removeprefix('resource "').removesuffix('" {')
    return words.removesuffix(":")


def test_exactly_the_bad_twins_are_found_at_their_lines(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "tf").mkdir()
    (tmp_path / "tf" / "main.tf").write_text(TERRAFORM)
    (tmp_path / "stack.yaml").write_text(TEMPLATE)
    plan = plan_of_some().write(tmp_path)
    workspace.configure(
        targets=[
            {"id": "folder", "kind": "terraform", "path": str(tmp_path / "tf")},
            {"id": "plan", "kind": "terraform", "path": str(plan), "source": str(tmp_path / "tf")},
            {"id": "stack", "kind": "cloudformation", "path": str(tmp_path / "stack.yaml")},
        ]
    )
    chosen = [argument for check in CHECKS for argument in ("--check", check)]
    run = workspace.scan("--format", "json", *chosen)
    assert found(run, "folder", TERRAFORM) == EXPECTED
    assert found(run, "plan", TERRAFORM) == EXPECTED_OF_PLAN
    assert found(run, "stack", TEMPLATE) == EXPECTED_OF_TEMPLATE
    assert run.code == 1
