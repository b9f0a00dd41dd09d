# METADATA
# title: Who gets at customer information was trained
# description: >-
#   Everybody who can reach a dataset, by whatever way, must have taken part in a training that is still
#   valid. Accounts of nobody are a finding of access-without-person.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/50/r1/final
# custom:
#   id: access-untrained
#   resource: dataset.access
#   severity: high
#   controls: [trn-handlers-trained]
#   needs:
#     register.training_register: [person, attended, date]
#   remediation: |
#     Train the person, and enter it in training_register; until then take the access away. Verify:
#       selfaudit access --person PERSON
#   zh:
#     title: 可访问客户信息的人员均经过培训
#     message: "{person} 可访问 {dataset}，但没有有效的培训记录"
#     remediation: |
#       完成培训并登记到 training_register；在此之前撤销其访问权限。
#       验证：selfaudit access --person PERSON
package training.access_untrained

import data.lib.dates

deny contains {"msg": msg, "path": person.person, "args": {"person": person.person, "dataset": dataset}} if {
	some person in input.facts.people
	person.status != "left"
	not valid(person.person)
	dataset := input.dataset.ids[0]
	msg := sprintf("%s gets at %s without a valid training", [person.person, dataset])
}

unknown contains {"msg": msg} if {
	some person in input.facts.people
	some row in data.inventory["register.training_register"].by.person[person.person]
	row.attended
	not dates.day_start(row.date)
	msg := sprintf("the day of a training of %s cannot be read: %s", [person.person, row.date])
}

# A training to come proves nothing; its last day of validity counts.
valid(person) if {
	some row in data.inventory["register.training_register"].by.person[person]
	row.attended
	held := dates.day_start(row.date)
	held <= dates.instant(data.run.now)
	dates.instant(data.run.now) < time.add_date(held, 0, data.parameters.training_valid_months, 1)
}

not_applicable if {
	here := [person | some person in input.facts.people; person.status != "left"]
	count(here) == 0
}
