# METADATA
# title: Every right on a dataset has an authorisation that is valid today
# description: >-
#   What permissions, policies and grants really give is compared with the register of authorisations: the account, the
#   dataset and the right must be on it, approved, given, and not expired, for the person who uses the account. Deleting
#   counts as writing. Root, superusers and what everybody has are left out, because checks of their own report them.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/authorization
# custom:
#   id: access-unauthorised
#   resource: dataset.access
#   severity: high
#   controls: [lp-authorised-only, lp-no-unauthorised-access]
#   needs:
#     register.access_grant_register: [account, person, dataset, rights, approved_on, granted_on, expires]
#   remediation: |
#     Take the right away, or have it approved (or renewed) and entered in access_grant_register.csv for this account:
#       selfaudit access DATASET --why PRINCIPAL
#     Verify: selfaudit access DATASET
#   zh:
#     title: 对数据集的每项权限均有当日有效的授权
#     message: "{who} 可对 {dataset} {right}，没有当日有效的授权"
#     remediation: |
#       撤销该权限，或完成审批（续期）并在 access_grant_register.csv 中为该账号登记：
#         selfaudit access DATASET --why PRINCIPAL
#       验证：selfaudit access DATASET
package least_privilege.access_unauthorised

import data.lib.access
import data.lib.dates

deny contains {"msg": msg, "path": right, "args": args} if {
	some right in access.rights(access.given(input.facts.grants))
	not authorised(right)
	dataset := input.dataset.ids[0]
	args := {"who": input.facts.principal.name, "dataset": dataset, "right": right}
	msg := sprintf("%s can %s %s without an authorisation that is valid today: %s", [
		input.facts.principal.name,
		right,
		dataset,
		access.why(access.given(input.facts.grants), right),
	])
}

not_applicable if not access.is_account(input.facts.principal)

not_applicable if count(access.given(input.facts.grants)) == 0

authorised(right) if {
	some row in rows
	row.dataset == input.dataset.ids[0]
	object.get({"delete": "write"}, right, right) in row.rights
	for_its_user(row)
	begun(row.approved_on)
	begun(row.granted_on)
	not ended(row.expires)
}

# Registers write an account as its login name or as the id that the provider gives.
rows := [row |
	some row in data.inventory["register.access_grant_register"].all
	lower(row.account) in names
]

names contains lower(input.facts.principal.id)

names contains lower(input.facts.principal.login) if is_string(input.facts.principal.login)

# An authorisation does not pass on to whoever has the account now.
for_its_user(row) if {
	some person in input.facts.people
	person.person == row.person
}

for_its_user(_) if count(input.facts.people) == 0

begun(day) if dates.day_start(day) <= dates.instant(data.run.now)

# The last day counts; what is no day has ended.
ended(day) if {
	not day == null
	not lasts(day)
}

lasts(day) if dates.instant(data.run.now) < dates.day_start(day) + dates.hours(24)
