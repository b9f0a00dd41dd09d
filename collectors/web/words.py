"""Words by which pages say what they mean, in Chinese (both scripts) and English.

What no word is found for is not guessed: its kind is `unrecognised`, and a check says so.
"""

import re
from collections.abc import Iterator

PERSONAL = (
    "name",
    "phone",
    "email",
    "address",
    "birthday",
    "gender",
    "id_card_number",
    "bank_card_number",
    "passport_number",
    "biometric",
    "income",
    "employer",
    "marital_status",
    "religion",
    "health",
    "location",
    "social_account",
    "photo",
    "complaint_text",
    "order_reference",
)
TECHNICAL = ("password", "verification_code", "consent", "search", "quantity", "choice", "hidden")
KINDS = (*PERSONAL, *TECHNICAL)
UNRECOGNISED = "unrecognised"

# WHATWG HTML, autofill field names.
_AUTOCOMPLETE = {
    "name": "name",
    "given-name": "name",
    "family-name": "name",
    "additional-name": "name",
    "nickname": "name",
    "username": "name",
    "new-password": "password",
    "current-password": "password",
    "one-time-code": "verification_code",
    "email": "email",
    "tel": "phone",
    "tel-national": "phone",
    "tel-local": "phone",
    "street-address": "address",
    "address-line1": "address",
    "address-line2": "address",
    "address-line3": "address",
    "address-level1": "address",
    "address-level2": "address",
    "postal-code": "address",
    "country": "address",
    "country-name": "address",
    "bday": "birthday",
    "bday-day": "birthday",
    "bday-month": "birthday",
    "bday-year": "birthday",
    "sex": "gender",
    "cc-number": "bank_card_number",
    "cc-csc": "bank_card_number",
    "cc-exp": "bank_card_number",
    "cc-name": "name",
    "organization": "employer",
    "organization-title": "employer",
    "photo": "photo",
    "impp": "social_account",
}
_TYPES = {"email": "email", "tel": "phone", "password": "password", "search": "search"}
# The first that is found counts: the narrow ones stand before the wide ones.
_WORDS = (
    ("verification_code", r"验证码|驗證碼|校验码|動態碼|captcha|verif\w*[ _-]?code|\botp\b|sms[ _-]?code"),
    ("password", r"密码|密碼|口令|passw(or)?d|\bpwd\b"),
    (
        "id_card_number",
        r"身份证|身份證|证件号|證件號|id[ _-]?card|identity[ _-]?(card|number|no)|\bid[ _-]?no\b",
    ),
    ("id_card_number", r"social security|\bssn\b|national[ _-]?id"),
    ("passport_number", r"护照|護照|passport"),
    (
        "bank_card_number",
        r"银行卡|銀行卡|卡号|卡號|信用卡|bank[ _-]?(card|account)|card[ _-]?(number|no)\b|\bcvv\b|iban",
    ),
    ("biometric", r"指纹|指紋|人脸|人臉|虹膜|fingerprint|face[ _-]?(id|scan)"),
    ("marital_status", r"婚姻|marital"),
    ("religion", r"宗教|religio"),
    ("health", r"健康|病史|health|medical"),
    ("income", r"收入|工资|工資|薪|income|salary"),
    ("employer", r"工作单位|工作單位|公司|职业|職業|employer|company|occupation|job[ _-]?title"),
    ("birthday", r"生日|出生|年龄|年齡|birth|\bdob\b|\bage\b"),
    ("gender", r"性别|性別|gender|\bsex\b"),
    ("email", r"邮箱|郵箱|电子邮|電子郵|e-?mail"),
    ("phone", r"手机|手機|电话|電話|联系方式|聯繫方式|phone|mobile|\btel\b"),
    ("social_account", r"微信|\bqq\b|wechat|weixin|facebook|\bline[ _-]?id\b"),
    ("location", r"定位|经纬度|經緯度|geo[ _-]?location|latitude|longitude"),
    ("address", r"地址|住址|邮编|郵編|省份|城市|address|street|postal|postcode|\bzip\b|\bcity\b|province"),
    ("photo", r"照片|头像|頭像|photo|avatar"),
    ("order_reference", r"订单号|訂單號|order[ _-]?(no|number|id)\b"),
    (
        "name",
        r"姓名|昵称|暱稱|收货人|收貨人|称呼|稱呼|用户名|用戶名|\b(full|first|last|user|real)?[ _-]?name\b",
    ),
    (
        "complaint_text",
        r"投诉内容|投訴內容|问题描述|問題描述|留言|意见|意見|complaint|message|comment|description",
    ),
    ("quantity", r"数量|數量|quantity|\bqty\b"),
    ("search", r"搜索|搜尋|search|\bquery\b|\bq\b"),
)
_KINDS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _WORDS)

POLICY = re.compile(
    r"隐私(政策|声明|权|条款|协议|保护)|隱私(政策|聲明|權|條款|協議|保護)|个人信息保护|個人信息保護|privacy",
    re.IGNORECASE,
)
CONSENT = re.compile(
    r"同意|(已|我)?(阅读|閱讀)并?|接受.*(政策|协议|協議|条款|條款)"
    r"|\bagree\b|\bconsent\b|\baccept\b|have read",
    re.IGNORECASE,
)
COMPLAINT = re.compile(r"投诉|投訴|举报|舉報|申诉|申訴|complain|report (a|an) (problem|abuse)", re.IGNORECASE)
PURPOSE = re.compile(
    r"用于|用於|用以|以便|为了|為了|目的|原因|用途|因为|因為"
    r"|\bso that\b|\bin order to\b|\bbecause\b|\bwhy we (ask|need)\b"
    r"|\bwe (need|use) (it|this|your)\b|\bused (to|for)\b",
    re.IGNORECASE,
)
REQUIRED = re.compile(r"必填|必需|必須|必须|\*|＊|\brequired\b|\bmandatory\b", re.IGNORECASE)
OPTIONAL = re.compile(r"选填|選填|可选|可選|非必填|\boptional\b", re.IGNORECASE)
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?![\w-])")
PHONE = re.compile(r"(?<![\d.])(?:\+?\d{1,3}[ -]?)?(?:\(?\d{2,4}\)?[ -]?)?\d{3,4}[ -]?\d{4}(?![\d.])")
HOTLINE = re.compile(
    r"热线|熱線|客服|电话|電話|联系|聯繫|致电|致電|hotline|call us|phone|tel\b|contact", re.IGNORECASE
)


def kind_of(autocomplete: str, type_: str, *texts: str) -> str:
    """What a field asks for, by its autofill name, its type, and the first text that says it."""
    for token in reversed(autocomplete.lower().split()):
        if token in _AUTOCOMPLETE:
            return _AUTOCOMPLETE[token]
    if type_ in _TYPES:
        return _TYPES[type_]
    return next(_kinds(texts), UNRECOGNISED)


def _kinds(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        # customerName and customer_name are read as two words.
        spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text[:300]).replace("_", " ")
        yield from (kind for kind, words in _KINDS if words.search(spaced))


def personal_parameter(name: str) -> bool:
    """Whether a parameter of a URL is called like something personal."""
    return next(_kinds((name,)), "") in (*PERSONAL, "password")
