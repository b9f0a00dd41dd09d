# METADATA
# title: Access Analyzer knows of nothing that is open to everyone
# description: >-
#   AWS itself proves from the policies that strangers can reach these resources: buckets, keys, queues,
#   snapshots, roles. A finding stays active until it is repaired or archived by somebody who answers
#   for it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings-view.html
# custom:
#   id: iam-analyzer-public
#   resource: iam.access_analyzer
#   severity: critical
#   controls: [lp-no-unauthorised-access, lp-authorised-only]
#   remediation: |
#     Look at what is open, and close it at the resource:
#       aws accessanalyzer list-findings --region REGION --analyzer-arn ARN \
#         --filter '{"status":{"eq":["ACTIVE"]},"isPublic":{"eq":["true"]}}'
#     What is meant to be public is archived by a rule that names it:
#       aws accessanalyzer create-archive-rule --region REGION --analyzer-name NAME --rule-name website \
#         --filter '{"resource":{"eq":["arn:aws:s3:::BUCKET"]}}'
#     Verify: the first command; an empty list.
#   zh:
#     title: 访问分析器未发现对所有人开放的资源
#     message: "{resource} 对所有人开放（{id}）"
#     remediation: |
#       查看并在资源上关闭公开访问：
#         aws accessanalyzer list-findings --region REGION --analyzer-arn ARN \
#           --filter '{"status":{"eq":["ACTIVE"]},"isPublic":{"eq":["true"]}}'
#       确需公开的资源，用指明该资源的归档规则处理：
#         aws accessanalyzer create-archive-rule --region REGION --analyzer-name NAME --rule-name website \
#           --filter '{"resource":{"eq":["arn:aws:s3:::BUCKET"]}}'
#       验证：再次执行第一条命令，应为空列表。
package least_privilege.iam_analyzer_public

deny contains {"msg": msg, "path": finding.id, "args": {"resource": resource(finding)}} if {
	some finding in input.facts.public_findings
	msg := sprintf("everyone can reach %s of the account %s", [resource(finding), finding.account])
}

not_applicable if not watched

resource(finding) := finding.resource if finding.resource != null

resource(finding) := sprintf("a resource of the type %s", [finding.kind]) if finding.resource == null

watched if {
	some analyzer in input.facts.analyzers
	analyzer.external
	analyzer.active
}
