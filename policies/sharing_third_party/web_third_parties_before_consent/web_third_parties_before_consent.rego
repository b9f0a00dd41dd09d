# METADATA
# title: Pages call no third parties before customers consent
# description: >-
#   Fonts, maps, videos and libraries from other companies tell these who looks at the page, by address
#   and Referer. Origins of the company are listed under 'origins' of the target.
# related_resources:
#   - ref: https://www.w3.org/TR/design-principles/#priority-of-constituencies
#   - ref: https://gdpr-info.eu/art-7-gdpr/
# custom:
#   id: web-third-parties-before-consent
#   resource: web.page
#   severity: medium
#   controls: [shr-default-deny]
#   remediation: |
#     Serve fonts, scripts and pictures yourself, and show maps and videos after a click only. What is yours under
#     another name is listed: origins: [https://static.shop.example]
#   zh:
#     title: 同意之前不请求第三方
#     message: "{id} 在用户同意前请求第三方 {host}"
#     remediation: |
#       自行托管字体、脚本和图片，地图和视频在点击后再加载；自有的其他站点请列入 origins。
package sharing_third_party.web_third_parties_before_consent

import data.lib.web

deny contains {"msg": msg, "path": host, "args": {"host": host}} if {
	some found in input.facts.resources
	foreign(found)
	host := web.host(found.url)
	msg := sprintf("%s calls %s before anybody consented", [input.name, host])
}

deny contains {"msg": msg, "path": host, "args": {"host": host}} if {
	some found in input.facts.requests
	foreign(found)
	host := web.host(found.url)
	msg := sprintf("%s calls %s before anybody consented", [input.name, host])
}

# Trackers are a finding of their own.
foreign(found) if {
	found.ours == false
	found.tracker == false
}

unknown contains {"msg": input.facts.reading.unsettled} if input.facts.reading.unsettled != ""
