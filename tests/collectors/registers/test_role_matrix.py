"""The role matrix: who may do what with which data, and what makes it incomplete."""

import pytest

from scanner.model import ROW_KEY, ROW_LINE, GapReason
from tests.collectors.aws.contract import enumerated, gaps
from tests.collectors.registers.conftest import MATRIX, Scan, rows

HEADER = "role,person,account,dataset,classification,rights\n"
CLERK = "Clerk,,,customers,,read; write\n"
ROWS = CLERK + "DBA,,,,Sensitive,READ;administer\n,E7,,customers,,read\n,,postgres,customers,,read write\n"


def test_rows(matrix: Scan) -> None:
    events = matrix(HEADER + ROWS)
    found = rows(events)
    assert found["role:Clerk/dataset:customers"] == {
        ROW_KEY: "role:Clerk/dataset:customers",
        ROW_LINE: 2,
        "role": "Clerk",
        "person": None,
        "account": None,
        "dataset": "customers",
        "classification": None,
        "rights": ["read", "write"],
    }
    assert found["role:DBA/classification:sensitive"]["classification"] == "sensitive"
    assert found["role:DBA/classification:sensitive"]["rights"] == ["read", "administer"]
    assert found["person:E7/dataset:customers"]["person"] == "E7"
    assert found["account:postgres/dataset:customers"]["account"] == "postgres"
    assert enumerated(events) == {MATRIX: 1}
    assert not gaps(events)


def test_columns_that_nobody_needs_may_be_left_out(matrix: Scan) -> None:
    events = matrix("role,dataset,rights,remark\nClerk,customers,read,private\n")
    (row,) = rows(events).values()
    assert (row["person"], row["account"], row["classification"]) == (None, None, None)
    assert "private" not in repr(events)
    assert not gaps(events)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",,,customers,,read", "exactly one of role, person, account"),
        ("Clerk,E7,,customers,,read", "exactly one of role, person, account"),
        ("Clerk,,,,,read", "exactly one of dataset, classification"),
        ("Clerk,,,customers,sensitive,read", "exactly one of dataset, classification"),
        ("Clerk,,,,secret,read", "not one of general"),
        ("Clerk,,,other,,", "column rights: does not fit: empty"),
        ("Clerk,,,other,,read;delete", "column rights: not one of read, write"),
        ("Clerk,,,customers,,write", "the same as in line 2"),
        ("Clerk,other,read", "3 fields"),
    ],
)
def test_a_bad_row_makes_the_matrix_incomplete(row: str, said: str, matrix: Scan) -> None:
    events = matrix(f"{HEADER}{CLERK}{row}\n")
    (gap,) = gaps(events)
    assert (gap.reason, gap.resource, gap.fact) == (GapReason.MALFORMED, None, None)
    assert "role_matrix.csv: line 3" in gap.detail
    assert said in gap.detail
    assert not enumerated(events)


def test_no_matrix_says_what_to_do(matrix: Scan) -> None:
    (gap,) = gaps(matrix(None))
    assert gap.reason is GapReason.UNREACHABLE
    assert "role_matrix.csv: not there; export the role matrix to it" in gap.detail
    assert "role,person,account,dataset,classification,rights" in gap.detail


def test_an_empty_matrix_allows_nobody(matrix: Scan) -> None:
    events = matrix(HEADER)
    assert rows(events) == {}
    assert enumerated(events) == {MATRIX: 1}
