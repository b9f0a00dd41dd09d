"""The shop of the company: the pages where customers give their data, and what to reach it by."""

HEAD = "<!doctype html><meta charset=utf-8><style>body{font:16px sans-serif;color:#222}</style>"
CONSENT = (
    "<p><label><input type=checkbox name=ok required>我已阅读并同意<a href=/privacy>隐私政策</a></label></p>"
    "<p><button>提交</button></p></form>"
)
MEMBER = (
    HEAD + "<form id=member method=post action=/in><p>带 * 的为必填，用于为您开通会员。</p>"
    "<p><label>姓名 *<input name=fullName required></label></p>"
    "<p><label>手机号码（选填）<input name=mobile type=tel></label></p>" + CONSENT
)
CONTACT = (
    HEAD + "<h1>联系我们</h1><p>客服热线：400-123-4567</p>"
    "<p><a href=mailto:privacy@shop.example>privacy@shop.example</a></p>"
    "<p><a href=/complain>投诉与举报</a></p><p><a href=/privacy>隐私政策</a></p>"
)
PAGES = {"/member": MEMBER, "/contact": CONTACT}
SCENARIOS = {"/member": "membership_registration", "/contact": "contact"}
