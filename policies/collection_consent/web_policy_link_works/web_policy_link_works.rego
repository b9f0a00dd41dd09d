# METADATA
# title: Links to the privacy policy lead somewhere
# description: >-
#   A link to a policy that is not there keeps customers from reading it just as no link does.
# related_resources:
#   - ref: https://www.cac.gov.cn/2021-08/20/c_1631050028355286.htm
# custom:
#   id: web-policy-link-works
#   resource: web.page
#   severity: high
#   controls: [col-policy-link-prominent]
#   remediation: |
#     Publish the policy at the address of the link, or correct the link. Where it lies on another origin of
#     yours, list
#     that under 'origins' of the target. Verify: curl -sI URL-OF-THE-POLICY | head -n 1      (200)
#   zh:
#     title: 隐私政策链接可以打开
#     message: "{id} 的隐私政策链接 {url} 打不开（{detail}）"
#     remediation: |
#       在链接地址发布隐私政策，或修正链接；若政策位于自有的其他站点，请将其列入目标的 origins。
#       验证：curl -sI 政策地址 | head -n 1（应为 200）
package collection_consent.web_policy_link_works

deny contains {"msg": msg, "path": link.url, "args": {"url": link.url, "detail": link.detail}} if {
	not any_works
	every other in input.facts.policy_links {
		other.works == "no"
	}
	some link in input.facts.policy_links
	msg := sprintf("the privacy policy of %s at %s does not open: %s", [input.name, link.url, link.detail])
}

unknown contains {"msg": msg} if {
	not any_works
	some link in input.facts.policy_links
	link.works == "undetermined"
	msg := sprintf("whether %s opens is not known: %s", [link.url, link.detail])
}

any_works if {
	some link in input.facts.policy_links
	link.works == "yes"
}

# No link at all is a finding of its own.
not_applicable if count(input.facts.policy_links) == 0
