"""Pages drawn by a real Chromium: what scripts and style sheets make of them, and what hostile ones try."""

from http.server import BaseHTTPRequestHandler

import pytest

from scanner.model import GapReason, Resource
from tests.collectors.authority import Shown
from tests.collectors.web.conftest import Look
from tests.collectors.web.site import answer, endless, redirect, site, zip_bomb
from tests.collectors.web.support import form, gaps, kinds, listed, only
from tests.collectors.web.test_reading import FORM


def test_a_page_made_by_scripts_is_seen(drawn: Look, shown: Shown) -> None:
    page = (
        f"<div id=root></div><script>root.innerHTML = `{FORM}`; root.querySelector('[name=ok]').checked = 1"
    )
    with site({"/r": f"{page}</script>"}, shown) as shop:
        events = drawn(shop.url("/r"))
        assert {method for method, _, _ in shop.asked} == {"GET"}
        assert all("selfaudit" in agent for _, _, agent in shop.asked)
    assert gaps(events) == []
    assert only(events)["reading"] == {"rendered": True, "scripts": True, "unsettled": ""}
    assert kinds(events) == {"customerName": "name", "mobile": "phone"}
    assert form(events)["consent"][0]["ticked"] is True
    (link,) = only(events)["policy_links"]
    assert (link["works"], link["shown"], link["below_submit"]) == ("yes", "yes", 0)
    assert link["contrast"] > 4.5


HIDDEN = {
    "display": "<a href=/privacy style='display:none'>Privacy</a>",
    "visibility": "<div style='visibility:hidden'><a href=/privacy>Privacy</a></div>",
    "opacity": "<div style='opacity:.3'><p style='opacity:.1'><a href=/privacy>Privacy</a></p></div>",
    "off screen": "<a href=/privacy style='position:absolute;left:-9999px'>Privacy</a>",
    "clipped": "<div style='height:0;overflow:hidden'><a href=/privacy>Privacy</a></div>",
    "tiny": "<a href=/privacy style='font-size:2px'>Privacy</a>",
    "zero": "<a href=/privacy style='display:inline-block;width:0;height:0;overflow:hidden'>Privacy</a>",
}


@pytest.mark.parametrize("way", HIDDEN)
def test_links_that_nobody_sees(way: str, drawn: Look, shown: Shown) -> None:
    with site(
        {"/r": f"<!doctype html><form><input name=name><button>go</button></form>{HIDDEN[way]}"}, shown
    ) as shop:
        (link,) = only(drawn(shop.url("/r")))["policy_links"]
    assert link["shown"] == "no"


def test_links_in_sight_pale_and_far_below(drawn: Look, shown: Shown) -> None:
    page = (
        "<!doctype html><body style='background:#fff'><a href=/privacy style='color:#eee'>Privacy pale</a>"
        "<form><input name=name><button>go</button></form><p><a href=/privacy>Privacy near</a></p>"
        "<div style='height:3000px'></div><a href=/privacy>Privacy far</a>"
    )
    with site({"/r": page}, shown) as shop:
        pale, near, far = only(drawn(shop.url("/r")))["policy_links"]
    assert pale["contrast"] < 1.5 < 4.5 < near["contrast"]
    assert pale["below_submit"] == 0
    assert 0 < near["below_submit"] < 100
    assert far["below_submit"] > 3000
    assert {link["shown"] for link in (pale, near, far)} == {"yes"}


def test_marks_of_style_sheets_and_boxes_drawn_over_the_real_ones(drawn: Look, shown: Shown) -> None:
    page = (
        "<!doctype html><style>.must::after{content:' *'} .box{position:absolute;opacity:0}</style><form>"
        "<label class=must for=n>Name</label><input id=n name=name required>"
        "<label><input class=box type=checkbox required><span>I accept the privacy policy</span></label>"
    )
    with site({"/r": page}, shown) as shop:
        events = drawn(shop.url("/r"))
    assert form(events)["fields"][0]["mark"] == "required"
    assert form(events)["consent"][0]["shown"] == "yes"


def test_shadow_roots_and_frames_of_ours_are_read(drawn: Look, shown: Shown) -> None:
    page = (
        "<div id=host></div><iframe src=/inner width=600 height=300></iframe><script>"
        "host.attachShadow({mode: 'closed'}).innerHTML = '<form id=s><input name=email></form>'</script>"
    )
    with site({"/r": page, "/inner": "<form id=i><input name=phone></form>"}, shown) as shop:
        events = drawn(shop.url("/r"))
    seen = [event for event in events if isinstance(event, Resource) and event.type == "web.form"]
    found = {one.id.partition("#")[2]: one.facts["fields"][0]["kind"] for one in seen}
    assert found == {"s": "email", "i": "phone"}
    assert listed(events, "web.form")


def test_what_a_page_asks_for_and_keeps_before_anybody_clicked(drawn: Look, shown: Shown) -> None:
    page = FORM + (
        "<script>document.cookie = 'uid=1; max-age=8640000';"
        "new Image().src = 'https://www.google-analytics.com/collect?x=1'</script>"
        "<link rel=icon href=http://plain.invalid/i.png>"
    )
    with site({"/r": page}, shown) as shop:
        shop.headers["/r"] = [("Set-Cookie", "sid=1; Secure; HttpOnly")]
        found = only(drawn(shop.url("/r"), necessary_cookies=["s*"]))
    assert [one["url"] for one in found["requests"] if one["tracker"]] == [
        "https://www.google-analytics.com/collect"
    ]
    cookies = {one["name"]: (one["days"], one["secure"], one["necessary"]) for one in found["cookies"]}
    assert cookies == {"uid": (100, False, False), "sid": (None, True, True)}
    assert found["reading"]["unsettled"] == ""


def test_no_form_is_sent_whatever_the_page_does(drawn: Look, shown: Shown) -> None:
    page = FORM + (
        "<script>fetch('/api', {method: 'POST', body: 'x'}); navigator.sendBeacon('/beacon', 'x')</script>"
    )
    with site({"/r": page}, shown) as shop:
        events = drawn(shop.url("/r"))
        assert {method for method, _, _ in shop.asked} == {"GET"}
    assert "POST" in only(events)["reading"]["unsettled"]


def test_a_form_that_sends_itself_is_not_sent(drawn: Look, shown: Shown) -> None:
    page = FORM + "<script>document.forms[0].noValidate = true; document.forms[0].submit()</script>"
    with site({"/r": page}, shown) as shop:
        events = drawn(shop.url("/r"))
        assert "/register" not in [path for _, path, _ in shop.asked]
        assert {method for method, _, _ in shop.asked} == {"GET"}
    assert gaps(events) or "POST" in only(events)["reading"]["unsettled"]


def test_no_other_origin_is_asked(drawn: Look, shown: Shown) -> None:
    with site({"/other": "x", "/other.js": "1"}) as other:
        page = (
            f"<script src={other.url('/other.js')}></script><img src={other.url('/other')}><img src=/hop>"
            f"<iframe src={other.url('/other')}></iframe><link rel=prefetch href={other.url('/other')}>"
            f"<script>new WebSocket('{other.url('/ws')}'.replace('http', 'ws'));"
            f"new Worker(URL.createObjectURL(new Blob(['fetch(\"{other.url('/w')}\")'])))</script>"
        )
        with site({"/r": FORM + page, "/hop": redirect(other.url("/other"))}, shown) as shop:
            events = drawn(shop.url("/r"))
        assert other.asked == []
    assert "script from" in only(events)["reading"]["unsettled"]
    assert any(other.origin in one["url"] and not one["tls"] for one in only(events)["requests"])
    assert gaps(events, "web.form")


def test_listed_origins_are_asked(drawn: Look, shown: Shown) -> None:
    with site({"/a.js": "document.title = 'x'"}, shown) as static, site({}, shown) as shop:
        shop.pages["/r"] = FORM + f"<script src={static.url('/a.js')}></script>"
        events = drawn(shop.url("/r"), origins=[static.origin])
        assert [path for _, path, _ in static.asked] == ["/a.js"]
    assert only(events)["reading"]["unsettled"] == ""


def _download(request: BaseHTTPRequestHandler) -> None:
    answer(request, "x" * 100, ("Content-Disposition", "attachment; filename=x.html"))


@pytest.mark.parametrize(
    ("page", "reasons"),
    [
        ("<script>while (true) {}</script>", {GapReason.TIMEOUT}),
        (endless, {GapReason.TRUNCATED, GapReason.TIMEOUT}),
        (zip_bomb, {GapReason.TRUNCATED, GapReason.TIMEOUT}),
        (
            "<body><script>for (;;) document.body.append(...Array(1000).fill('x'))</script>",
            {GapReason.TIMEOUT},
        ),
        ("<p>x</p>" * 130_000, {GapReason.TRUNCATED}),
        (redirect("/r"), {GapReason.UNREACHABLE}),
        (redirect("https://elsewhere.invalid/"), {GapReason.UNREACHABLE}),
        (_download, {GapReason.MALFORMED, GapReason.UNREACHABLE}),
    ],
)
def test_hostile_pages_are_gaps(page: object, reasons: set[GapReason], drawn: Look, shown: Shown) -> None:
    with site({"/r": page}, shown) as shop:  # type: ignore[dict-item]
        events = drawn(shop.url("/r"), timeout_seconds=25, max_bytes=3_000_000)
    (gap,) = gaps(events)
    assert gap.reason in reasons, gap
    assert only(events) == {}
    assert not listed(events, "web.form")


def test_dialogs_and_windows_hold_nothing_up(drawn: Look, shown: Shown) -> None:
    page = FORM + "<script>alert(1); confirm(2); prompt(3); open('/r'); print()</script>"
    with site({"/r": page}, shown) as shop:
        events = drawn(shop.url("/r"))
    assert kinds(events)["mobile"] == "phone"


def test_without_a_browser_it_is_a_gap(look: Look, shown: Shown) -> None:
    with site({"/r": FORM}, shown) as shop:
        events = look(shop.url("/r"), render=True, browser="/nowhere/chromium")
    (gap,) = gaps(events)
    assert gap.reason == GapReason.TOOL_ABSENT
