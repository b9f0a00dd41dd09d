# METADATA
# title: Who changed post keeps no access of the former one
# description: >-
#   Somebody whose post changed, and whose rights the log of changes does not show as updated in time, still reaches a
#   dataset. Root and superusers count too.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/least_privilege
# custom:
#   id: access-mover
#   resource: dataset.access
#   severity: high
#   controls: [lp-need-to-know, lp-authorised-only]
#   needs:
#     register.access_change_log: [person, to_post, effective_on, rights_updated_at]
#   remediation: |
#     Take away what the new post does not need, then enter in access_change_log.csv when that was done:
#       selfaudit access --person PERSON
#       gpasswd -d LOGIN GROUP; REVOKE group_role FROM "LOGIN"; aws iam remove-user-from-group --user-name LOGIN --group-name GROUP
#     Verify: selfaudit access --person PERSON
#   zh:
#     title: 转岗人员不保留原岗位的访问权限
#     message: "{person} 已转岗，权限未更新，{who} 仍可对 {dataset} {rights}"
#     remediation: |
#       撤销新岗位不需要的权限，并在 access_change_log.csv 中登记完成时间：
#         selfaudit access --person PERSON
#         gpasswd -d LOGIN GROUP; REVOKE group_role FROM "LOGIN"; aws iam remove-user-from-group --user-name LOGIN --group-name GROUP
#       验证：selfaudit access --person PERSON
package least_privilege.access_mover

import data.lib.access
import data.lib.dates

deny contains {"msg": msg, "path": sprintf("%s/%s", [person, row.effective_on]), "args": args} if {
	some person in working
	some row in data.inventory["register.access_change_log"].by.person[person]
	row.rights_updated_at == null
	overdue(row.effective_on)
	held := access.listed(access.rights(input.facts.grants))
	dataset := input.dataset.ids[0]
	args := {"who": input.facts.principal.name, "dataset": dataset, "rights": held, "person": person}
	msg := sprintf("%s of %s, who became %s on %s and whose rights were not updated, can %s %s", [
		input.facts.principal.name,
		person,
		row.to_post,
		substring(row.effective_on, 0, 10),
		held,
		dataset,
	])
}

# A moment that cannot be read has passed for all we know.
unknown contains {"msg": msg} if {
	some person in working
	some row in data.inventory["register.access_change_log"].by.person[person]
	row.rights_updated_at == null
	not dates.instant(row.effective_on)
	msg := sprintf("the moment of a change of post of %s cannot be read: %s", [person, row.effective_on])
}

not_applicable if count(working) == 0

working := {person.person |
	some person in input.facts.people
	person.status in {"active", "leave"}
}

overdue(moment) if {
	end := dates.instant(moment) + dates.hours(data.parameters.mover_update_hours)
	dates.instant(data.run.now) > end
}
