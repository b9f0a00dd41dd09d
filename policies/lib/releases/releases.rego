# METADATA
# title: Until when releases of Linux distributions get security updates
# description: >-
#   Last days as their makers had published them by 2026-11-24, by ID and VERSION_ID of os-release. Debian
#   and Ubuntu as in distro-info-data; extended programmes are named, because most of them have to be bought.
#   A release that is not in the table is unknown, not supported.
# related_resources:
#   - ref: https://www.debian.org/releases/
#   - ref: https://ubuntu.com/about/release-cycle
#   - ref: https://access.redhat.com/support/policy/updates/errata
#   - ref: https://alpinelinux.org/releases/
#   - ref: https://www.suse.com/lifecycle
package lib.releases

# METADATA
# description: >-
#   Programme to its last day (ISO date), of the release or else of its minor or major version. Undefined when
#   the table does not have it.
ends(id, version) := _found(id, version)[0]

_found(id, version) := [row |
	some key in _versions(version)
	row := _table[id][key]
]

_versions(version) := [version, concat(".", array.slice(parts, 0, 2)), parts[0]] if parts := split(version, ".")

# METADATA
# description: The distribution has no releases that end; it is supported as long as it is updated.
rolling(id) if id in {"arch", "gentoo", "kali", "opensuse-tumbleweed", "void"}

_table := {
	"almalinux": {
		"8": {"standard": "2029-05-31"},
		"9": {"standard": "2032-05-31"},
		"10": {"standard": "2035-05-31"},
	},
	"alpine": {
		"3.13": {"standard": "2022-11-01"},
		"3.14": {"standard": "2023-05-01"},
		"3.15": {"standard": "2023-11-01"},
		"3.16": {"standard": "2024-05-23"},
		"3.17": {"standard": "2024-11-22"},
		"3.18": {"standard": "2025-05-09"},
		"3.19": {"standard": "2025-11-01"},
		"3.20": {"standard": "2026-04-01"},
		"3.21": {"standard": "2026-11-01"},
		"3.22": {"standard": "2027-05-01"},
	},
	"amzn": {
		"2": {"standard": "2026-06-30"},
		"2023": {"standard": "2029-06-30"},
	},
	"centos": {
		"6": {"standard": "2020-11-30"},
		"7": {"standard": "2024-06-30"},
		"8": {"standard": "2024-05-31"},
		"9": {"standard": "2027-05-31"},
	},
	"debian": {
		"8": {"standard": "2018-06-17", "debian-lts": "2020-06-30", "debian-elts": "2025-06-30"},
		"9": {"standard": "2020-07-18", "debian-lts": "2022-06-30", "debian-elts": "2027-06-30"},
		"10": {"standard": "2022-09-10", "debian-lts": "2024-06-30", "debian-elts": "2029-06-30"},
		"11": {"standard": "2024-08-14", "debian-lts": "2026-08-31", "debian-elts": "2031-06-30"},
		"12": {"standard": "2026-07-11", "debian-lts": "2028-06-30", "debian-elts": "2033-06-30"},
		"13": {"standard": "2028-08-09", "debian-lts": "2030-06-30", "debian-elts": "2035-06-30"},
	},
	"fedora": {
		"36": {"standard": "2023-05-16"},
		"37": {"standard": "2023-12-05"},
		"38": {"standard": "2024-05-21"},
		"39": {"standard": "2024-11-26"},
		"40": {"standard": "2025-05-13"},
		"41": {"standard": "2025-12-15"},
	},
	"ol": {
		"7": {"standard": "2024-12-31"},
		"8": {"standard": "2029-07-31"},
		"9": {"standard": "2032-06-30"},
		"10": {"standard": "2035-06-30"},
	},
	"opensuse-leap": {
		"15.3": {"standard": "2022-12-31"},
		"15.4": {"standard": "2023-12-07"},
		"15.5": {"standard": "2024-12-31"},
		"15.6": {"standard": "2026-04-30"},
	},
	"rhel": {
		"6": {"standard": "2020-11-30"},
		"7": {"standard": "2024-06-30"},
		"8": {"standard": "2029-05-31"},
		"9": {"standard": "2032-05-31"},
		"10": {"standard": "2035-05-31"},
	},
	"rocky": {
		"8": {"standard": "2029-05-31"},
		"9": {"standard": "2032-05-31"},
		"10": {"standard": "2035-05-31"},
	},
	"sles": {
		"11.4": {"standard": "2019-03-31"},
		"12.5": {"standard": "2024-10-31", "sles-ltss": "2027-10-31"},
		"15.3": {"standard": "2022-12-31", "sles-ltss": "2025-12-31"},
		"15.4": {"standard": "2023-12-31", "sles-ltss": "2026-12-31"},
		"15.5": {"standard": "2024-12-31", "sles-ltss": "2027-12-31"},
		"15.6": {"standard": "2025-12-31", "sles-ltss": "2028-12-31"},
		"15.7": {"standard": "2031-07-31"},
	},
	"ubuntu": {
		"13.10": {"standard": "2014-07-17"},
		"14.04": {"standard": "2019-04-25", "ubuntu-pro": "2024-04-25", "ubuntu-legacy": "2026-04-28"},
		"14.10": {"standard": "2015-07-23"},
		"15.04": {"standard": "2016-02-04"},
		"15.10": {"standard": "2016-07-28"},
		"16.04": {"standard": "2021-04-30", "ubuntu-pro": "2026-04-23", "ubuntu-legacy": "2028-04-25"},
		"16.10": {"standard": "2017-07-20"},
		"17.04": {"standard": "2018-01-13"},
		"17.10": {"standard": "2018-07-19"},
		"18.04": {"standard": "2023-05-31", "ubuntu-pro": "2028-04-26", "ubuntu-legacy": "2030-04-30"},
		"18.10": {"standard": "2019-07-18"},
		"19.04": {"standard": "2020-01-23"},
		"19.10": {"standard": "2020-07-17"},
		"20.04": {"standard": "2025-05-29", "ubuntu-pro": "2030-04-23", "ubuntu-legacy": "2032-04-27"},
		"20.10": {"standard": "2021-07-22"},
		"21.04": {"standard": "2022-01-20"},
		"21.10": {"standard": "2022-07-14"},
		"22.04": {"standard": "2027-06-01", "ubuntu-pro": "2032-04-21", "ubuntu-legacy": "2034-04-25"},
		"22.10": {"standard": "2023-07-20"},
		"23.04": {"standard": "2024-01-25"},
		"23.10": {"standard": "2024-07-11"},
		"24.04": {"standard": "2029-05-31", "ubuntu-pro": "2034-04-25", "ubuntu-legacy": "2036-04-29"},
		"24.10": {"standard": "2025-07-10"},
		"25.04": {"standard": "2026-01-15"},
		"25.10": {"standard": "2026-07-09"},
		"26.04": {"standard": "2031-05-29", "ubuntu-pro": "2036-04-23", "ubuntu-legacy": "2038-04-27"},
	},
}
