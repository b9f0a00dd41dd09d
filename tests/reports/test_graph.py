"""Pictures of access lists: well-formed, whole, and readable where people read them."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import graph
from reports.graph.layout import COLUMNS, LETTERS, WIDTH, WIDTHS, Node, picture
from reports.language import Phrases
from scanner.model import AccessList, chinese
from tests.reports.conftest import Opener
from tests.reports.hostile import HOSTILE
from tests.reports.sample import sample_report
from tests.reports.sample_access import entry, grant, sample_lists

CRM, NEWS = sample_lists()
TEXTS = st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE))


def reached(found: AccessList, name: str) -> set[str]:
    """The stores to which lines lead from a principal."""
    edges = picture(found).edges
    ways = [edge.end for edge in edges if edge.start.title == name]
    return {edge.end.title for edge in edges if any(edge.start is way for way in ways)}


def test_lines_lead_from_who_through_what_to_where() -> None:
    assert reached(CRM, "ann") == {"/srv/crm", "/srv/crm/exports/2026/quarterly"}
    assert reached(CRM, "a-worker-with-a-very-long-name-in-production") == {"crm-archive"}


def test_what_has_one_name_on_two_servers_is_two() -> None:
    found = AccessList("crm")
    found.entries = [
        entry("ann", grant("group", f"{host}:group/crm", "/srv/crm"), id=host) for host in ("web", "db")
    ]
    titles = [f"{node.title}: {node.below}" for node in picture(found).nodes if node.column]
    assert titles == ["crm: group · web", "crm: group · db", "/srv/crm: path · web", "/srv/crm: path · db"]
    assert len(picture(found).edges) == 4


def test_what_nobody_can_use_is_not_drawn_and_what_is_left_out_is_counted() -> None:
    assert "daemon" not in {node.title for node in picture(CRM).nodes}
    assert "crm: at least 6 principals can reach it" in graph.file(CRM)
    more = replace(CRM, left_out=3)
    assert "and 3 more principals" in graph.file(more)
    assert graph.headline(more) == "crm: at least 9 principals can reach it"
    assert graph.headline(NEWS) == "news: 0 principals can reach it"


def test_a_chinese_picture_has_no_english_but_names() -> None:
    drawn = "".join(fromstring(str(graph.drawing(CRM, Phrases("zh")))).itertext())
    for told in ("互联网上的任何人", "已离职", "用户组 crm", "角色 crm-admins", "存储桶", "服务"):
        assert told in drawn
    ours = {*chinese.WAY, *chinese.STORE, *LETTERS, "service", "anonymous", "unknown", "left", "nobody"} - {
        "root"
    }
    assert ours & set(re.findall(r"[a-z]+", drawn)) == set()


def test_strangers_and_leavers_stand_out() -> None:
    looks = {node.title: node.look for node in picture(CRM).nodes if node.column == 0}
    assert [name for name, look in looks.items() if look == "alarm"] == ["anybody on the internet", "bob"]


def test_many_stores_are_one_box_in_the_end() -> None:
    wide = grant("group", "web:group/crm", *(f"/srv/{number:02}" for number in range(30)))
    titles = [node.title for node in picture(AccessList("crm", entries=[entry("ann", wide)])).nodes]
    assert titles[-1] == "19 more stores"
    assert len(titles) == 2 + 12


@given(names=st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=8))
def test_whatever_things_are_called_it_is_xml_and_nothing_overlaps(names: list[tuple[str, str, str]]) -> None:
    found = AccessList("crm")
    found.entries = [
        entry(who, grant("group", f"web:group/{way}", store), id=f"{number}")
        for number, (who, way, store) in enumerate(names)
    ]
    root = fromstring(graph.file(found))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        *("svg", "style", "title", "path", "g", "rect", "text")
    }
    assert all(apart(node for node in picture(found).nodes if node.column == column) for column in range(3))
    assert COLUMNS[2] + WIDTHS[2] <= WIDTH


def apart(nodes: Iterable[Node]) -> bool:
    return all(second - first > 30 for first, second in pairwise(sorted(node.y for node in nodes)))


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_it_can_be_read_on_a_phone_and_on_a_desk(width: int, scheme: str, open_report: Opener) -> None:
    report = replace(sample_report(), access=(CRM, NEWS))
    page = open_report(report, "#access", width=width, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sizes = "[...document.querySelectorAll('.access text')].map(t => t.getBoundingClientRect().height)"
    assert min(page.evaluate(sizes)) > 9
    outside = """[...document.querySelectorAll('.access .box')].filter(g => {
        const box = g.querySelector('rect').getBoundingClientRect();
        return [...g.querySelectorAll('text')].some(t => t.getBoundingClientRect().right > box.right + 1);
    }).length"""
    assert page.evaluate(outside) == 0
    page.locator("#access summary").first.click()
    assert "daemon" in page.locator("#access table").first.inner_text()
    assert (
        "Not seen, so that others may reach it too: denied: kms.key" in page.locator("#access").inner_text()
    )
