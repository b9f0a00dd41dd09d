# METADATA
# title: Access Analyzer watches for access from outside in every region
# description: >-
#   Policies of buckets, keys, queues, roles and snapshots can let in strangers. An analyzer reports
#   each that does, within minutes, in its own region only. One of the whole organization lives in
#   another account and cannot be seen from a member, so there the answer is open.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-getting-started.html
# custom:
#   id: iam-analyzer-enabled
#   resource: iam.access_analyzer
#   severity: medium
#   controls: [lp-no-unauthorised-access]
#   remediation: |
#     Make one in each region that is in use:
#       aws accessanalyzer create-analyzer --region REGION --analyzer-name external --type ACCOUNT
#     or once for all, from the management account or its delegate, with --type ORGANIZATION; then add a waiver for
#     the member accounts that it covers. A region that nobody uses is better disabled.
#     Verify: aws accessanalyzer list-analyzers --region REGION --query 'analyzers[].[type,status]'
#   zh:
#     title: 各区域均启用访问分析器
#     message: "{id} 没有启用监测外部访问的访问分析器"
#     remediation: |
#       在每个使用的区域创建：
#         aws accessanalyzer create-analyzer --region REGION --analyzer-name external --type ACCOUNT
#       或由管理账户（或其委托账户）以 --type ORGANIZATION 统一创建，并为其覆盖的成员账户登记豁免。不使用的区域应停用。
#       验证：aws accessanalyzer list-analyzers --region REGION --query 'analyzers[].[type,status]'
package least_privilege.iam_analyzer_enabled

deny contains {"msg": msg} if {
	not watched
	input.facts.organization == null
	msg := sprintf("no analyzer watches for access from outside in %s", [input.name])
}

unknown contains {"msg": msg} if {
	not watched
	input.facts.organization != null
	msg := sprintf("%s has no analyzer of this account; whether the organization has one cannot be seen", [input.name])
}

watched if {
	some analyzer in input.facts.analyzers
	analyzer.external
	analyzer.active
}
