"""Pages read without a browser: what HTML says, and what it cannot say."""

from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.web import forms
from collectors.web.context import Context, base_of
from collectors.web.dom import parse
from collectors.web.settings import origin
from collectors.web.words import kind_of
from scanner.model import GapReason
from tests.collectors.authority import Shown
from tests.collectors.web.conftest import Look
from tests.collectors.web.site import answer, endless, redirect, site, zip_bomb
from tests.collectors.web.support import form, gaps, kinds, listed, only

FORM = """<!doctype html><title>注册</title><form id=reg method=post action=/register>
<p>带 * 的为必填，我们用于为您开通会员。</p>
<p><label for=n>姓名 *</label><input id=n name=customerName required></p>
<p><label>手机号码（选填）<input name=mobile></label></p>
<p><label><input type=checkbox name=ok required>我已阅读并同意<a href=/privacy>隐私政策</a></label></p>
<button>注册</button></form>"""


def test_a_page_without_scripts_is_read_whole(look: Look, shown: Shown) -> None:
    with site({"/r": FORM}, shown) as shop:
        events = look(shop.url("/r"))
    page = only(events)
    assert page["reading"] == {"rendered": False, "scripts": False, "unsettled": ""}
    assert page["transport"]["tls"] is True
    (link,) = page["policy_links"]
    assert (link["works"], link["shown"], link["below_submit"]) == ("yes", "yes", None)
    assert kinds(events) == {"customerName": "name", "mobile": "phone"}
    assert [field["mark"] for field in form(events)["fields"]] == ["required", "optional"]
    (box,) = form(events)["consent"]
    assert (box["ticked"], box["required"]) == (False, True)
    assert form(events)["action"] == {"url": shop.url("/register"), "tls": True, "ours": True}
    assert listed(events, "web.form")
    assert gaps(events) == []


def test_nothing_is_ever_sent_but_reads(look: Look, shown: Shown) -> None:
    with site({"/r": FORM}, shown) as shop:
        look(shop.url("/r"))
        assert {method for method, _, _ in shop.asked} == {"GET"}
        assert [path for _, path, _ in shop.asked] == ["/robots.txt", "/r", "/privacy"]
        assert all("selfaudit" in agent for _, _, agent in shop.asked)


def test_a_script_leaves_open_what_it_may_change(look: Look, shown: Shown) -> None:
    with site({"/r": FORM + "<script>document.forms[0].ok.checked = true</script>"}, shown) as shop:
        events = look(shop.url("/r"))
    assert "render: true" in form(events)["reading"]["unsettled"]
    assert {gap.fact for gap in gaps(events)} == {"requests", "cookies"}
    assert not {"requests", "cookies"} & only(events).keys()


@pytest.mark.parametrize(
    "page", ["<div id=root></div><script src=app.js></script>", "<script>document.write('x')</script>"]
)
def test_a_page_that_scripts_build_is_unknown_throughout(page: str, look: Look, shown: Shown) -> None:
    with site({"/r": page}, shown) as shop:
        events = look(shop.url("/r"))
    (gap,) = gaps(events)
    assert gap.reason == GapReason.UNSUPPORTED
    assert "set render: true" in gap.detail
    assert only(events) == {}
    assert not listed(events, "web.form")
    assert [gap.fact for gap in gaps(events, "web.site")] == ["contacts"]


def test_scripts_and_no_form_may_still_make_one(look: Look, shown: Shown) -> None:
    text = f"<p>{'Welcome to our shop. ' * 20}</p><script src=app.js></script>"
    with site({"/r": text}, shown) as shop:
        events = look(shop.url("/r"))
    assert gaps(events, "web.form")
    assert not listed(events, "web.form")


ROUND = {
    "/a": redirect("/b"),
    "/b": redirect("/a"),
}


@pytest.mark.parametrize(
    ("pages", "reason", "said"),
    [
        (ROUND, GapReason.TRUNCATED, "redirects"),
        ({"/a": redirect("https://elsewhere.invalid/")}, GapReason.NOT_IN_SOURCE, "elsewhere.invalid"),
        ({"/a": redirect("file:///etc/passwd")}, GapReason.NOT_IN_SOURCE, "origins"),
        ({"/a": zip_bomb}, GapReason.TRUNCATED, "max_bytes"),
        ({"/a": endless}, GapReason.TRUNCATED, "max_bytes"),
        ({}, GapReason.UNREACHABLE, "404"),
        ({"/a": "x", "/robots.txt": "User-agent: selfaudit\nDisallow: /a\n"}, GapReason.DENIED, "robots.txt"),
        ({"/a": "<p>x</p>" * 70_000}, GapReason.TRUNCATED, "elements"),
    ],
)
def test_pages_that_are_not_read_are_gaps(
    pages: dict[str, Any], reason: GapReason, said: str, look: Look, shown: Shown
) -> None:
    with site(pages, shown) as shop:
        events = look(shop.url("/a"), max_bytes=2_000_000)
        if said == "elsewhere.invalid":
            assert [path for _, path, _ in shop.asked] == ["/robots.txt", "/a"]
    (gap,) = gaps(events)
    assert (gap.reason, gap.resource) == (reason, shop.url("/a"))
    assert said in gap.detail
    assert only(events) == {}
    assert gaps(events, "web.form")


def test_other_content_is_a_gap(look: Look, shown: Shown) -> None:
    def pdf(request: BaseHTTPRequestHandler) -> None:
        answer(request, "%PDF-1.7", ("Content-Type", "application/pdf"))

    def packed(request: BaseHTTPRequestHandler) -> None:
        answer(request, "x", ("Content-Encoding", "br"))

    with site({"/pdf": pdf, "/br": packed}, shown) as shop:
        events = look(shop.url("/pdf"), shop.url("/br"))
    assert [(gap.reason, gap.detail) for gap in gaps(events)] == [
        (GapReason.UNSUPPORTED, "no HTML but application/pdf"),
        (GapReason.UNSUPPORTED, "it comes as br, which was not asked for"),
    ]


def test_a_page_that_takes_ages_to_parse_ends_with_its_time(look: Look, shown: Shown) -> None:
    with site({"/deep": "<div>" * 390_000}, shown) as shop:
        events = look(shop.url("/deep"), timeout_seconds=5)
    (gap,) = gaps(events)
    assert gap.reason in (GapReason.TIMEOUT, GapReason.TRUNCATED)
    assert only(events) == {}


def test_a_certificate_that_nobody_vouches_for_is_a_gap(look: Look, shown: Shown) -> None:
    with site({"/r": FORM}, shown) as shop:
        events = look(shop.url("/r"), ca_file="/etc/ssl/certs/ca-certificates.crt")
    (gap,) = gaps(events)
    assert "certificate" in gap.detail.lower()


def test_links_to_the_policy_are_tried(look: Look, shown: Shown) -> None:
    links = "".join(
        f"<a href='{to}'>Privacy {number}</a>"
        for number, to in enumerate(
            ("/privacy", "/gone", "javascript:open()", "#part", "#none", "https://other.invalid/p", "/empty")
        )
    )
    page = f"<p>{links}</p><h2 id=part>Privacy{' we keep your data safe' * 20}</h2>"
    with site({"/r": page, "/empty": " "}, shown) as shop:
        found = [link["works"] for link in only(look(shop.url("/r")))["policy_links"]]
    assert found == ["yes", "no", "undetermined", "yes", "no", "undetermined", "no"]


def test_contacts_of_all_pages_make_the_site(look: Look, shown: Shown) -> None:
    help_page = (
        "<p>客服热线：400-123-4567</p><a href='mailto:privacy@shop.example'>写信</a>"
        "<a href=/complaints>投诉与举报</a><p>Order 20261128001</p>"
    )
    with site({"/r": FORM, "/help": help_page}, shown) as shop:
        events = look(shop.url("/r"), shop.url("/help"))
    contacts = only(events, "web.site")["contacts"]
    assert {(one["kind"], one["value"]) for one in contacts} == {
        ("hotline", "400-123-4567"),
        ("email", "privacy@shop.example"),
        ("complaint_channel", shop.url("/complaints")),
    }


def test_addresses_with_personal_data(look: Look, shown: Shown) -> None:
    page = (
        "<a href='/orders?phone=13800000000&page=2'>x</a><a href='/x?u=li@shop.example'>y</a>"
        "<img src='/p?userName=Li'><a href='/ok?page=3&phone='>z</a>"
    )
    with site({"/r": page}, shown) as shop:
        found = only(look(shop.url("/r")))["data_in_urls"]
    assert {(one["url"].rpartition("/")[2], *one["parameters"]) for one in found} == {
        ("orders", "phone"),
        ("x", "u"),
        ("p", "userName"),
    }
    assert "13800000000" not in str(found)


def test_a_page_that_should_have_a_form_and_has_none(look: Look, shown: Shown) -> None:
    with site({"/r": "<p>Sorry, we moved.</p>"}, shown) as shop:
        (gap,) = gaps(look(shop.url("/r")), "web.form")
        assert gap.reason == GapReason.NOT_IN_SOURCE
        assert listed(look(shop.url("/r"), scenario="information"), "web.form")


def test_a_page_that_goes_on_by_itself_is_not_the_page(look: Look, shown: Shown) -> None:
    with site({"/r": "<meta http-equiv=Refresh content='0; URL=/real'>" + FORM}, shown) as shop:
        events = look(shop.url("/r"))
    assert "/real" in gaps(events)[0].detail
    assert only(events) == {}


def test_foreign_frames_hide_forms(look: Look, shown: Shown) -> None:
    with site({"/r": FORM + "<iframe src='https://pay.example/form'></iframe>"}, shown) as shop:
        events = look(shop.url("/r"))
    (gap,) = gaps(events, "web.form")
    assert "https://pay.example/form" in gap.detail
    assert kinds(events)["mobile"] == "phone"


def _forms(html: str, **names: str) -> list[dict[str, Any]]:
    root = parse(html)
    url = "https://shop.example/r"
    context = Context(
        url, root, frozenset({"https://shop.example"}), names, styled=False, base=base_of(url, root)
    )
    return [{"key": one.key, **one.facts()} for one in forms.forms(context)]


def test_controls_belong_to_the_forms_that_browsers_give_them_to() -> None:
    found = _forms(
        "<form id=a><input name=x></form><input name=y form=a><input name=z>"
        "<form action=/b><table><tr><td><input name=q></table></form><form><button>only</button></form>"
    )
    assert {one["key"]: [field["name"] for field in one["fields"]] for one in found} == {
        "a": ["x", "y"],
        "https://shop.example/b": ["q"],
        forms.LOOSE: ["z"],
    }


def test_controls_that_scripts_make_of_other_elements_count() -> None:
    (found,) = _forms(
        "<form><div contenteditable aria-label='您的姓名'></div><span role=textbox aria-label=E-mail></span>"
        "<button role=checkbox aria-checked=true type=button>I agree to the privacy policy</button></form>"
    )
    assert [field["kind"] for field in found["fields"]] == ["name", "email"]
    assert [box["ticked"] for box in found["consent"]] == [True]


def test_a_button_can_send_a_form_elsewhere() -> None:
    (found,) = _forms(
        "<form action=/a><input name=x><button formaction=http://evil.example/>go</button></form>"
    )
    assert found["action"] == {"url": "http://evil.example/", "tls": False, "ours": False}


def test_a_base_moves_the_target() -> None:
    (found,) = _forms("<base href=http://other.example/><form action=in><input name=x></form>")
    assert found["action"] == {"url": "http://other.example/in", "tls": False, "ours": False}


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        ("<input name=a autocomplete='shipping tel'>", "phone"),
        ("<input name=a type=email>", "email"),
        ("<label>身份证号码<input name=a></label>", "id_card_number"),
        ("<label for=i>Date of birth</label><input id=i name=a>", "birthday"),
        ("<p>银行卡号</p><p>收货地址：<input name=a></p>", "address"),
        ("<input name=a placeholder='您的微信'>", "social_account"),
        ("<select name=gender></select>", "gender"),
        ("<input name=csrf_token type=hidden>", "hidden"),
        ("<input name=customerPhone type=hidden>", "phone"),
        ("<input name=zzz>", "unrecognised"),
        ("<label>Smoker?<input type=checkbox name=s></label>", "unrecognised"),
        ("<input name=mapped>", "quantity"),
    ],
)
def test_what_fields_ask_for(html: str, kind: str) -> None:
    (found,) = _forms(f"<form>{html}</form>", mapped="quantity")
    assert [field["kind"] for field in found["fields"]] == [kind]


@given(st.text(), st.text(), st.text())
def test_no_text_breaks_the_words(autocomplete: str, type_: str, label: str) -> None:
    assert kind_of(autocomplete, type_, label)


@given(st.text())
def test_no_html_breaks_the_reading(html: str) -> None:
    _forms(html)


@given(st.text())
def test_no_url_breaks_the_origins(url: str) -> None:
    origin(url)
