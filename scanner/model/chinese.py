"""Words of the model in Chinese, by their values."""

from collections.abc import Mapping

SEVERITY: Mapping[str, str] = {"critical": "严重", "high": "高", "medium": "中", "low": "低"}
STATUS: Mapping[str, str] = {
    "fail": "不符合",
    "overdue": "逾期",
    "unknown": "未知",
    "not_assessed": "未评估",
    "waived": "已豁免",
    "pass": "符合",
    "not_applicable": "不适用",
}
FREQUENCY: Mapping[str, str] = {
    "continuous": "持续",
    "weekly": "每周",
    "monthly": "每月",
    "quarterly": "每季度",
    "half-yearly": "每半年",
    "yearly": "每年",
    "per-event": "按事件",
}
GAP: Mapping[str, str] = {
    "denied": "无访问权限",
    "unreachable": "无法连接",
    "timeout": "超时",
    "tool_absent": "未安装所需工具",
    "unsupported": "不支持",
    "malformed": "无法解析返回内容",
    "truncated": "超出大小上限而被截断",
    "cancelled": "已取消",
    "unknown_until_apply": "应用变更后才能得知",
    "not_in_source": "来源中没有",
}
WAY: Mapping[str, str] = {
    "direct": "直接授权",
    "owner": "所有者",
    "group": "用户组",
    "role": "角色",
    "everybody": "所有人",
    "root": "root",
}
"""By what somebody reaches a dataset."""
PRINCIPAL: Mapping[str, str] = {
    "anonymous": "任何人",
    "conditional": "有条件",
    "aws account": "AWS 账户",
    "iam user": "IAM 用户",
    "iam role": "IAM 角色",
    "federated": "身份提供方",
    "service": "服务",
    "server account": "账号",
    "postgres role": "数据库角色",
}
"""Kinds of those who reach it."""
ANYBODY: Mapping[str, str] = {
    "anybody on the internet": "互联网上的任何人",
    "anybody with an AWS account": "任何拥有 AWS 账户的人",
}
STORE: Mapping[str, str] = {"path": "路径", "bucket": "存储桶", "table": "数据表"}
UNIT: Mapping[str, str] = {
    "12-digit account numbers": "12 位账号",
    "CSS pixels": "CSS 像素",
    "algorithms": "种算法",
    "bits": "位",
    "canonical user ids": "规范用户 ID",
    "characters": "个字符",
    "contrast ratio of WCAG 2": "WCAG 2 对比度",
    "day of the last release": "末次发布日",
    "days": "天",
    "departments of the staff roster": "花名册中的部门",
    "failures": "次失败",
    "fields": "个字段",
    "groups": "个组",
    "hash formats": "种散列格式",
    "hours": "小时",
    "ids of organizations, o-…": "组织 ID（o-…）",
    "kinds of data": "类数据",
    "kinds of fields": "类字段",
    "kinds of rules": "类规则",
    "login names": "登录名",
    "meetings": "次会议",
    "minutes": "分钟",
    "months": "个月",
    "names of buckets": "存储桶名称",
    "names of log groups, * for any text": "日志组名称（* 代表任意文本）",
    "names of users, groups and roles; * stands for any text": "用户、组和角色名称（* 代表任意文本）",
    "octal mask": "八进制掩码",
    "passwords": "个口令",
    "paths": "路径",
    "percent": "%",
    "ports": "端口",
    "predefined roles": "预定义角色",
    "protocol/port": "协议/端口",
    "purposes": "用途",
    "roles": "角色",
    "roles of the staff roster": "花名册中的角色",
    "seconds": "秒",
    "service prefixes of actions": "操作的服务前缀",
    "services of server.listener": "server.listener 的服务",
    "share of 2000::/3": "占 2000::/3 的比例",
    "share of the addresses routed on the internet": "占互联网路由地址的比例",
    "support programmes": "支持计划",
    "tag key": "标签键",
    "tries": "次尝试",
    "values of ENCRYPT_METHOD": "ENCRYPT_METHOD 的取值",
    "ways to reach the company": "种联系方式",
}
"""Units of parameters."""
