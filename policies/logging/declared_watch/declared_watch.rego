# METADATA
# title: Somebody watches what the machines report
# description: >-
#   Rules find what they were written for; people find the rest, and act. Stated by people in the
#   declared inventory, not observed; an expired statement is unknown.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/92/final
# custom:
#   id: declared-watch
#   resource: declared.inventory
#   severity: high
#   controls: [log-anomaly-detection]
#   remediation: |
#     Put people on watch, and enter them in the declared inventory:
#       watch: [{people: [ann, bob], hours: 24x7}]
#   zh:
#     title: 有人值守告警
#     message: "没有登记值守人员"
#     remediation: |
#       安排值守人员并登记：
#         watch: [{people: [ann, bob], hours: 24x7}]
package logging.declared_watch

import data.lib.declared

deny contains {"msg": "nobody is on watch"} if {
	people := {person | some shift in input.facts.watch; some person in shift.people}
	count(people) == 0
}

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
