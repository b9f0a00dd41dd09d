# METADATA
# title: The privacy policy is in sight before customers send anything
# description: >-
#   A link in grey on grey, or at the foot of a long page far below the button, is there for the lawyers
#   and not for customers. Judged where the page was drawn by a browser; colours by their contrast, the
#   place by the distance below the highest button that sends.
# related_resources:
#   - ref: https://www.cac.gov.cn/2021-08/20/c_1631050028355286.htm
#   - ref: https://www.w3.org/TR/WCAG22/#contrast-minimum
# custom:
#   id: web-policy-link-visible
#   resource: web.page
#   severity: high
#   controls: [col-policy-link-prominent]
#   remediation: |
#     Move the link above the button, or right beside it, in a colour that can be read:
#       <label><input type="checkbox" required> I have read the <a href="/privacy">privacy policy</a></label>
#       <button>Register</button>
#     Set 'render: true' for the target to have the page drawn. Verify: look at the page in a window of 1280 x 900.
#   zh:
#     title: 提交前可见隐私政策
#     message: "{id} 的隐私政策链接不醒目：{why}"
#     remediation: |
#       将链接移到提交按钮上方或旁边，并使用清晰的颜色：
#         <label><input type="checkbox" required> 我已阅读<a href="/privacy">隐私政策</a></label>
#         <button>注册</button>
#       为目标设置 render: true 以便按浏览器实际显示判断。
package collection_consent.web_policy_link_visible

deny contains {"msg": msg, "args": {"why": why}} if {
	count(input.facts.policy_links) > 0
	every link in input.facts.policy_links {
		count(faults(link)) > 0
	}
	why := concat("; ", sort({fault | some link in input.facts.policy_links; some fault in faults(link)}))
	msg := sprintf("the link to the privacy policy on %s is easily missed: %s", [input.name, why])
}

unknown contains {"msg": msg} if {
	not any_prominent
	some link in input.facts.policy_links
	count(faults(link)) == 0
	msg := "where the link is drawn is not known; set render: true"
}

any_prominent if {
	some link in input.facts.policy_links
	link.shown == "yes"
	is_number(link.below_submit)
	is_number(link.contrast)
	count(faults(link)) == 0
}

faults(link) := {text |
	some text in array.concat(array.concat(unseen(link), pale(link)), far(link))
}

unseen(link) := ["nobody sees it"] if link.shown == "no"

else := []

pale(link) := [sprintf("contrast %v", [link.contrast])] if {
	is_number(link.contrast)
	link.contrast < data.parameters.web_policy_link_min_contrast
} else := []

far(link) := [sprintf("%v px below the button", [link.below_submit])] if {
	is_number(link.below_submit)
	link.below_submit > data.parameters.web_policy_link_max_pixels_below
} else := []

not_applicable if count(input.facts.policy_links) == 0

not_applicable if {
	input.facts.collects == false
	input.facts.reading.unsettled == ""
}
