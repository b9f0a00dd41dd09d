"""Folders of .tf files: what they tell is known, what they do not tell is unknown, never guessed."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.terraform.collector import TerraformCollector
from scanner.model import Gap, Location, Resource, Target
from tests.collectors.terraform.plans import Found, collect, everything

Json = Any
BUCKET = "aws_s3_bucket.b"


def configured(folder: Path, text: str, **more: Json) -> Found:
    (folder / "main.tf").write_text(text)
    return collect(folder, **more)


def bucket_of(folder: Path, expression: str, before: str = "") -> str:
    """The name of a bucket that an expression gives."""
    found = configured(folder, f'{before}\nresource "aws_s3_bucket" "b" {{\n  bucket = {expression}\n}}\n')
    return found.resource(BUCKET).name


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ('"plain"', "plain"),
        ('"${var.given}-x"', "value-x"),
        ("local.deep", "value-local"),
        ('var.given == "value" ? "yes" : "no"', "yes"),
        ('format("%s-%d", "a", 7)', "a-7"),
        ('join("-", ["a", "b"])', "a-b"),
        ('lower("ABC")', "abc"),
        ('[for name in ["a", "b"] : upper(name)][1]', "B"),
        ('{ for k, v in { x = "1" } : v => k }["1"]', "x"),
        ('try({ a = "b" }.c, "other")', "other"),
        ('lookup({ a = "b" }, "c", "d")', "d"),
        ('jsondecode("{\\"k\\": \\"v\\"}").k', "v"),
        ('trimsuffix("name-", "-")', "name"),
        ('!false && 2 + 2 == 4 ? "sum" : "no"', "sum"),
        ('element(["a", "b"], 3)', "b"),
        ('"a\\"b$${c}"', 'a"b${c}'),
        ('merge({ a = "1" }, { a = "2" }).a', "2"),
        ('coalesce("", "second")', "second"),
    ],
)
def test_what_the_source_tells_is_known(tmp_path: Path, expression: str, name: str) -> None:
    before = """
    variable "given" {
      default = "value"
    }
    locals {
      deep = "${local.next}"
      next = "${var.given}-local"
    }
    """
    assert bucket_of(tmp_path, expression, before) == name


@pytest.mark.parametrize(
    "expression",
    [
        "var.absent",
        '"${var.absent}-x"',
        "local.circle",
        "local.nowhere",
        "uuid()",
        'sha256("x")',
        "terraform.workspace",
        "data.aws_caller_identity.me.account_id",
        'var.absent ? "a" : "b"',
        "aws_other.thing.name",
        '["a"][5]',
        'file("/etc/hostname")',
        'file("../outside")',
        'templatefile("x.tpl", {})',
        '"%{ if true }x%{ endif }"',
        "[for x in var.absent : x]",
    ],
)
def test_what_the_source_does_not_tell_is_unknown(tmp_path: Path, expression: str) -> None:
    before = 'variable "absent" {}\nlocals {\n  circle = local.back\n  back = local.circle\n}'
    (tmp_path.parent / "outside").write_text("secret")
    assert bucket_of(tmp_path, expression, before) == BUCKET


def test_values_of_variables_come_from_files_in_the_order_of_terraform(tmp_path: Path) -> None:
    text = 'variable "n" {}\nresource "aws_s3_bucket" "b" {\n  bucket = var.n\n}\n'
    (tmp_path / "terraform.tfvars").write_text('n = "first"\n')
    assert configured(tmp_path, text).resource(BUCKET).name == "first"
    (tmp_path / "x.auto.tfvars").write_text('n = "second"\n')
    assert configured(tmp_path, text).resource(BUCKET).name == "second"
    (tmp_path / "prod.json").write_text('{"n": "third"}')
    assert (
        configured(tmp_path, text, variables=[str(tmp_path / "prod.json")]).resource(BUCKET).name == "third"
    )


def test_instances_of_count_for_each_and_none(tmp_path: Path) -> None:
    found = configured(
        tmp_path,
        """
        resource "aws_s3_bucket" "counted" {
          count  = 2
          bucket = "c${count.index}"
        }
        resource "aws_s3_bucket" "each" {
          for_each = { x = "one" }
          bucket   = each.value
        }
        resource "aws_s3_bucket" "none" {
          count = 0
        }
        resource "aws_s3_bucket" "maybe" {
          count = var.nobody_knows
        }
        """,
    )
    buckets = [event for event in found.events if isinstance(event, Resource) and event.type == "s3.bucket"]
    assert {bucket.id: bucket.name for bucket in buckets} == {
        "aws_s3_bucket.counted[0]": "c0",
        "aws_s3_bucket.counted[1]": "c1",
        'aws_s3_bucket.each["x"]': "one",
        "aws_s3_bucket.maybe": "aws_s3_bucket.maybe",
    }


MODULE = """
variable "name" {}
resource "aws_s3_bucket" "inner" {
  bucket = var.name
}
output "id" {
  value = aws_s3_bucket.inner.id
}
"""


def test_parts_find_their_bucket_through_modules(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "main.tf").write_text(MODULE)
    found = configured(
        tmp_path,
        """
        module "store" {
          for_each = toset(["a", "b"])
          source   = "./store"
          name     = "data-${each.key}"
        }
        resource "aws_s3_bucket_versioning" "v" {
          bucket = module.store["a"].id
          versioning_configuration {
            status = "Enabled"
          }
        }
        """,
    )
    one, two = 'module.store["a"].aws_s3_bucket.inner', 'module.store["b"].aws_s3_bucket.inner'
    assert found.facts(one)["versioning"]["status"] == "Enabled"
    assert found.facts(two)["versioning"]["status"] == "Disabled"
    assert found.resource(one).locations[""] == Location(str(tmp_path / "store" / "main.tf"), 3, 5)


def test_a_module_that_is_not_there_is_a_gap_of_everything(tmp_path: Path) -> None:
    found = configured(tmp_path, 'module "far" {\n  source = "registry/thing/aws"\n}\n')
    assert found.gaps()["s3.bucket"] == (
        "not_in_source",
        "module.far is not there; run terraform init, or give its plan",
    )


def test_modules_that_call_themselves_come_to_an_end(tmp_path: Path) -> None:
    found = configured(tmp_path, 'module "self" {\n  source = "./"\n}\n')
    assert "s3.bucket" in found.gaps()


def test_a_document_of_a_data_source_is_made_here(tmp_path: Path) -> None:
    found = configured(
        tmp_path,
        """
        resource "aws_s3_bucket" "b" {
          bucket = "customers"
        }
        data "aws_iam_policy_document" "d" {
          statement {
            effect    = "Deny"
            actions   = ["s3:*"]
            resources = [aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*"]
            principals {
              type        = "*"
              identifiers = ["*"]
            }
            condition {
              test     = "Bool"
              variable = "aws:SecureTransport"
              values   = [false]
            }
          }
        }
        resource "aws_s3_bucket_policy" "p" {
          bucket = aws_s3_bucket.b.bucket
          policy = data.aws_iam_policy_document.d.json
        }
        """,
    )
    (statement,) = found.facts(BUCKET)["policy"]["statements"]
    assert statement["resources"] == ["arn:aws:s3:::customers", "arn:aws:s3:::customers/*"]
    assert statement["principals"] == {"*": ["*"]}


POLICIES = [
    """jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Effect = "Allow", Principal = "*", Action = "s3:*", Resource = "${aws_s3_bucket.b.arn}/*" },
      ]
    })""",
    """<<EOT
{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:*",
"Resource": "${aws_s3_bucket.b.arn}/*"}}
EOT
""",
]


@pytest.mark.parametrize("policy", POLICIES)
def test_documents_in_a_text_know_the_bucket(tmp_path: Path, policy: str) -> None:
    text = 'resource "aws_s3_bucket" "b" {\n  bucket = "c"\n}\n'
    part = f'resource "aws_s3_bucket_policy" "p" {{\n  bucket = aws_s3_bucket.b.id\n  policy = {policy}\n}}\n'
    found = configured(tmp_path, text + part)
    assert found.facts(BUCKET)["policy"]["statements"][0]["resources"] == ["arn:aws:s3:::c/*"]
    assert found.facts(BUCKET)["policy_public"] is True


DYNAMIC = """
resource "aws_security_group" "g" {
  dynamic "ingress" {
    for_each = PORTS
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    }
  }
}
"""


def test_dynamic_blocks_are_unfolded_or_unknown(tmp_path: Path) -> None:
    found = configured(tmp_path, DYNAMIC.replace("PORTS", "[22, 443]"))
    assert [rule["first_port"] for rule in found.facts("aws_security_group.g")["inbound"]] == [22, 443]
    found = configured(tmp_path, DYNAMIC.replace("PORTS", "var.nobody_knows"))
    assert found.gaps("aws_security_group.g")["inbound"][0] == "unknown_until_apply"


def test_a_moved_resource_knows_its_former_address(tmp_path: Path) -> None:
    text = 'resource "aws_s3_bucket" "b" {\n  count = 1\n}\n'
    text += "moved {\n  from = aws_s3_bucket.old\n  to = aws_s3_bucket.b\n}\n"
    assert configured(tmp_path, text).resource("aws_s3_bucket.b[0]").former_ids == ("aws_s3_bucket.old[0]",)


# --- hostile ------------------------------------------------------------------------------------------------


def laughing(levels: int) -> str:
    lines = "\n".join(f'  l{n} = "${{local.l{n - 1}}}${{local.l{n - 1}}}"' for n in range(1, levels))
    return f'locals {{\n  l0 = "ha"\n{lines}\n}}'


def test_texts_that_double_at_each_step_stay_bounded(tmp_path: Path) -> None:
    assert bucket_of(tmp_path, "local.l29", laughing(30)) == BUCKET


def test_lists_that_double_at_each_step_stay_bounded(tmp_path: Path) -> None:
    lines = "\n".join(f"  l{n} = [local.l{n - 1}, local.l{n - 1}]" for n in range(1, 30))
    before = f"locals {{\n  l0 = []\n{lines}\n}}"
    assert bucket_of(tmp_path, "jsonencode(local.l29)", before) == BUCKET


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('resource "a" "b" {', "main.tf:1: not HCL"),
        ("x = " + "[" * 5000, "nested deeper than 60 levels"),
        ("x = " + "(" * 100 + "1" + ")" * 100, "nested deeper than 60 levels"),
    ],
)
def test_what_is_not_hcl_is_a_gap_of_every_type(tmp_path: Path, text: str, complaint: str) -> None:
    found = configured(tmp_path, text)
    reason, detail = found.gaps()["s3.bucket"]
    assert reason == "malformed"
    assert complaint in detail


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.sampled_from('ab "${}[]()=\n#.*'), max_size=60))
def test_whatever_the_text_everything_is_a_resource_or_a_gap(tmp_path: Path, text: str) -> None:
    (tmp_path / "main.tf").write_text(f'resource "aws_s3_bucket" "b" {{\n  bucket = {text}\n}}\n')
    target = Target("t", "terraform", {"path": str(tmp_path)})
    events = list(TerraformCollector().collect(target, everything()))
    buckets = [event for event in events if event.type == "s3.bucket"]
    assert any(isinstance(event, Resource | Gap) for event in buckets)


def test_a_folder_without_tf_files_is_not_recognised(tmp_path: Path) -> None:
    collector = TerraformCollector()
    assert collector.recognise(tmp_path) is None
    (tmp_path / "x.tf").write_text("")
    assert collector.recognise(tmp_path) == {"path": str(tmp_path)}
    assert collector.recognise(tmp_path / "x.tf") == {"path": str(tmp_path / "x.tf")}


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.tf").write_bytes(b"\xff\xfe\x00")
    assert collect(tmp_path).gaps()["s3.bucket"][0] == "malformed"
