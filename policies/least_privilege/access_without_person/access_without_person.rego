# METADATA
# title: Every account with access to a dataset belongs to somebody
# description: >-
#   An account that the staff roster does not know belongs to nobody who could answer for it: a forgotten test user, a
#   shared login, or somebody who was never hired. An account of the system counts when somebody can log in to it or
#   something runs under it, because whoever takes over that service reaches the data; it stands in account_owners by
#   its owner, or among the service logins of the parameters. Left out are accounts that nobody can use (no login, no
#   service) and that reach what everybody reaches, root and superusers; who becomes root is on the list in person.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/least_privilege
# custom:
#   id: access-without-person
#   resource: dataset.access
#   severity: high
#   controls: [lp-authorised-only, lp-leaver-revoked]
#   remediation: |
#     See how it gets there, and take that away where nobody needs it, such as what everybody on a machine may read:
#       selfaudit access DATASET --why PRINCIPAL; chmod -R o-rwx PATH
#     Else name its owner, a person in the column accounts of hr_roster.csv, a service in account_owners.csv:
#       account,system,person,service
#       LOGIN,TARGET,PERSON,SERVICE
#     Verify: selfaudit access DATASET
#   zh:
#     title: 可访问数据集的账号均有归属
#     message: "{who} 可对 {dataset} {rights}，但花名册中无人对应"
#     remediation: |
#       查明其访问途径，无人需要的即予撤销（例如主机上人人可读）：
#         selfaudit access DATASET --why PRINCIPAL; chmod -R o-rwx PATH
#       否则登记归属：个人写入 hr_roster.csv 的 accounts 列，服务写入 account_owners.csv：
#         account,system,person,service
#         LOGIN,TARGET,PERSON,SERVICE
#       验证：selfaudit access DATASET
package least_privilege.access_without_person

import data.lib.access

deny contains {"msg": msg, "args": args} if {
	count(input.facts.people) == 0
	not input.facts.principal.name in data.parameters.service_logins
	held := access.listed(access.rights(input.facts.grants))
	dataset := input.dataset.ids[0]
	args := {"who": input.facts.principal.name, "dataset": dataset, "rights": held}
	msg := sprintf("%s can %s %s, and the staff roster knows nobody with this account%s", [
		input.facts.principal.name,
		held,
		dataset,
		service,
	])
}

service := sprintf(" (it runs %s)", [concat(", ", input.facts.use.runs)]) if is_service

service := "" if not is_service

is_service if input.facts.use.state == "service"

not_applicable if not access.is_account(input.facts.principal)

# Nobody can act as it, and whatever everybody can reach is a finding of its own, once.
not_applicable if {
	input.facts.use.state == "idle"
	every grant in input.facts.grants {
		grant.way == "everybody"
	}
}

not_applicable if {
	every grant in input.facts.grants {
		grant.way == "root"
		count(grant.chain) == 1
	}
}
