"""Eight pages, four good and four bad, drawn by a real Chromium: exactly the expected findings."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.collectors.authority import Authority
from tests.collectors.web.site import Site, site
from tests.e2e.conftest import Run, Workspace
from tests.needs import need

STYLE = "<!doctype html><meta charset=utf-8><style>body{font:16px sans-serif;color:#222}</style>"
CONSENT = (
    "<p><label><input type=checkbox name=ok required>我已阅读并同意<a href=/privacy>隐私政策</a></label></p>"
    "<p><button>提交</button></p></form>"
)
MEMBER = (
    "<form id=member method=post action=/in><p>带 * 的为必填，用于为您开通会员。</p>"
    "<p><label>姓名 *<input name=fullName required></label></p>"
    "<p><label>手机号码（选填）<input name=mobile type=tel></label></p>" + CONSENT
)
ORDER = (
    "<form id=order method=post action=/in><p>* required. We use your address to deliver your order.</p>"
    "<p><label>Name *<input name=name autocomplete=name required></label></p>"
    "<p><label>Phone *<input name=phone required></label></p>"
    "<p><label>Address *<input name=street autocomplete=street-address required></label></p>"
    "<p><label><input type=checkbox name=ok required>I agree to the "
    "<a href=/privacy>privacy policy</a></label></p>"
    "<p><button>Order</button></p></form>"
)
CONTACT = (
    "<h1>联系我们</h1><p>客服热线：400-123-4567</p>"
    "<p><a href=mailto:privacy@shop.example>privacy@shop.example</a></p>"
    "<p><a href=/complain>投诉与举报</a></p>"
)
BAD_MEMBER = (
    "<form id=member method=post action='http://forms.partner.example/in'>"
    "<p><label>姓名<input name=fullName required></label></p>"
    "<p><label>身份证号码<input name=idcard></label></p>"
    "<p><label><input type=checkbox name=ok checked required>我已阅读并同意协议</label></p>"
    "<button>提交</button></form>"
)
BAD_SCRIPTED = (
    "<div id=app></div><script>app.innerHTML = `{form}`;"
    "document.querySelector('[name=ok]').checked = true;"
    "document.cookie = 'uid=1; max-age=31536000';"
    "new Image().src = 'https://www.google-analytics.com/collect';"
    "app.insertAdjacentHTML('beforeend', '<img src=http://pictures.example/a.png>')</script>"
)
BAD_ORDER = (
    "<form id=order method=get action=/in><p>* required. We use your address to deliver your order.</p>"
    "<p><label>Phone *<input name=phone required></label></p><button>Order</button></form>"
    "<p><a href='/orders?phone=13800000000'>my orders</a></p>"
    "<div style='height:2500px'></div><p><a href=/gone style='color:#ddd'>privacy policy</a></p>"
)
BAD_COMPLAINT = (
    "<form id=complaint method=post action=/in><p>* required. We use it to answer you.</p>"
    "<p><label>What happened? *<textarea name=zz required></textarea></label></p>"
    "<p><label>E-mail *<input name=email required></label></p>" + CONSENT
)

PAGES = {
    "/good-member": (MEMBER, "membership_registration"),
    "/good-scripted": (
        f"<div id=app></div><script>app.innerHTML = `{MEMBER}`</script>",
        "membership_registration",
    ),
    "/good-order": (ORDER, "logistics_delivery"),
    "/good-contact": (CONTACT, "contact"),
    "/bad-member": (BAD_MEMBER, "membership_registration"),
    "/bad-scripted": (BAD_SCRIPTED.replace("{form}", MEMBER), "membership_registration"),
    "/bad-order": (BAD_ORDER, "logistics_delivery"),
    "/bad-complaint": (BAD_COMPLAINT, "complaint"),
}
FAILED = {
    ("web-policy-link-present", "/bad-member"),
    ("web-consent-not-preticked", "/bad-member (member)"),
    ("web-fields-allowed", "/bad-member (member)"),
    ("web-fields-marked", "/bad-member (member)"),
    ("web-fields-reason", "/bad-member (member)"),
    ("web-form-target-tls", "/bad-member (member)"),
    ("web-form-target-foreign", "/bad-member (member)"),
    ("web-consent-not-preticked", "/bad-scripted (member)"),
    ("web-cookies-before-consent", "/bad-scripted"),
    ("web-cookies-secure", "/bad-scripted"),
    ("web-trackers-before-consent", "/bad-scripted"),
    ("web-third-parties-before-consent", "/bad-scripted"),
    ("web-resources-tls", "/bad-scripted"),
    ("web-policy-link-works", "/bad-order"),
    ("web-policy-link-visible", "/bad-order"),
    ("web-consent-box-present", "/bad-order (order)"),
    ("web-form-not-in-url", "/bad-order (order)"),
    ("web-data-in-urls", "/bad-order"),
}
UNKNOWN = {
    # Nobody can tell what 'zz' asks for, and no list says what a complaint may ask for.
    ("web-fields-allowed", "/bad-complaint (complaint)"),
    ("web-fields-marked", "/bad-complaint (complaint)"),
    ("web-fields-reason", "/bad-complaint (complaint)"),
}


@pytest.fixture(scope="module")
def browser() -> str:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    need(present=found is not None, what="chromium")
    assert found
    return found


def scanned(workspace: Workspace, shop: Site, authority: Authority, **settings: Any) -> Run:
    pages = [{"url": shop.url(path), "scenario": scenario} for path, (_, scenario) in PAGES.items()]
    target = {
        "id": "shop",
        "kind": "web",
        "pages": pages,
        "delay_seconds": 0,
        "ca_file": str(authority.ca_file),
    }
    workspace.configure(targets=[{**target, **settings}])
    return workspace.scan()


def found(run: Run, outcome: str, shop: Site) -> set[tuple[str, str]]:
    return {(check, name.removeprefix(shop.origin)) for check, name in run.checks(outcome)}


def test_exactly_the_expected_findings(workspace: Workspace, tmp_path: Path, browser: str) -> None:
    authority = Authority(tmp_path)
    with site({path: STYLE + html for path, (html, _) in PAGES.items()}, authority.shown("shop")) as shop:
        run = scanned(workspace, shop, authority, render=True, browser=browser)
        assert {method for method, _, _ in shop.asked} == {"GET"}
    assert run.report, run.err
    assert found(run, "fail", shop) == FAILED
    assert found(run, "unknown", shop) == UNKNOWN
    assert run.code == 3


def test_without_a_browser_nothing_that_fails_passes(workspace: Workspace, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with site({path: STYLE + html for path, (html, _) in PAGES.items()}, authority.shown("shop")) as shop:
        run = scanned(workspace, shop, authority)
    failed, unknown = found(run, "fail", shop), found(run, "unknown", shop)
    assert failed <= FAILED
    # What a scripted page has is not seen at all: its checks are unknown, those of its forms by listing.
    scripted = {(check, name) for check, name in FAILED if "scripted" in name}
    assert {pair for pair in FAILED - failed - unknown if pair not in scripted} == set()
    assert {(check, name) for check, name in scripted if "(" not in name} <= unknown
    assert run.code == 3
