# Part of the library when packages are wanted: one function per fact. Nothing here asks the network or
# refreshes a list. dnf writes to its own log whatever it is asked, and apt unpacks signed lists into a
# temporary file that it removes; nothing else is written.
pkg_manager() {
	family=$(awk -F= '$1 == "ID" || $1 == "ID_LIKE" { gsub(/["\047]/, "", $2); print $2 }' \
		/etc/os-release /usr/lib/os-release 2>/dev/null | tr '\n' ' ')
	case " $family " in
	*debian* | *ubuntu*) set -- apt ;;
	*suse* | *sles*) set -- zypper ;;
	*alpine* | *wolfi*) set -- apk ;;
	*rhel* | *fedora* | *centos*) set -- dnf yum ;;
	*) set -- apt zypper dnf yum apk ;;
	esac
	for manager; do
		tool=$manager
		if [ "$manager" = apt ]; then tool=apt-cache; fi
		if command -v "$tool" >/dev/null; then echo "$manager" && return 0; fi
	done
	echo none
}
pkg_settings() { texts /etc/os-release /usr/lib/os-release; }

# Each version of an installed package that is newer than the installed one: name, installed, version,
# then one line per source. Pins, holds and the resolver hide updates; the version table does not.
pkg_apt_cache() { apt-cache -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= "$@"; }
pkg_apt_newer() {
	names=$(dpkg-query -W -f '${db:Status-Status} ${binary:Package}\n') || return
	names=$(printf '%s\n' "$names" | awk '$1 == "installed" { print $2 }')
	echo "installed $(printf '%s\n' "$names" | wc -l)"
	printf '%s\n' "$names" |
		xargs apt-cache -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= policy | awk '
	/^[^ ].*:$/ { name = substr($0, 1, length($0) - 1); above = 0; packages++; next }
	$1 == "Installed:" { installed = $2; next }
	$1 == "Version" && $2 == "table:" { above = 1; next }
	$1 == "***" { above = 0; next }
	above && /^     [^ -]/ { version = $1; next }
	above && / http|:\// { sub(/^ *-?[0-9]+ /, ""); gsub(/\/\/[^\/@ ]*@/, "//"); print name, installed, version, $0 }
	END { print "packages " packages + 0 }'
}
pkg_apt_indexes() { pkg_apt_cache policy | sed 's#//[^/@ ]*@#//#'; }
pkg_zypper_patches() {
	env ZYPP_LOGFILE=/dev/null ZYPP_READONLY_HACK=1 zypper --no-refresh --non-interactive --xmlout list-patches |
		grep -oE '<update [^>]*>|<issue-date [^>]*>|</update-status>'
}
pkg_dnf() {
	if [ "$manager" = yum ]; then yum -C -q "$@"; else dnf -C -q "$@"; fi
}
pkg_security_updates() {
	manager=$(pkg_manager)
	run manager pkg_manager
	run release pkg_settings
	run held pkg_held_texts
	case $manager in
	apt)
		run newer pkg_apt_newer
		run indexes pkg_apt_indexes
		run holds dpkg-query -W -f '${db:Status-Want} ${binary:Package}\n'
		;;
	zypper)
		run advisories pkg_metadata /var/cache/zypp/raw
		run patches pkg_zypper_patches
		;;
	dnf | yum)
		run advisories pkg_dnf_metadata
		# Excludes and locks would hide what is missing.
		if [ "$manager" = dnf ] && dnf --version | grep -q '^dnf5'; then
			run updates dnf -C -q --setopt=disable_excludes=* advisory list --security
			run all dnf -C -q --setopt=disable_excludes=* check-update
		else
			run updates pkg_dnf --disableexcludes=all --disableplugin=versionlock updateinfo list --security
			run dates pkg_dnf --disableexcludes=all --disableplugin=versionlock updateinfo info --security
			run all pkg_dnf --disableexcludes=all --disableplugin=versionlock check-update
		fi
		;;
	apk) run all apk --no-network version -l '<' ;;
	esac
}

# pkg_metadata FOLDER...: per repository below, the time of its repomd.xml and whether it tells advisories.
pkg_metadata() {
	for folder; do
		for repomd in "$folder"/*/repodata/repomd.xml; do
			if [ ! -f "$repomd" ]; then continue; fi
			home=${repomd%/repodata/repomd.xml}
			told=no
			if grep -q 'type="updateinfo"' "$repomd"; then told=yes; fi
			printf '%s %s %s\n' "$(stat -c %Y "$repomd")" "$told" "${home##*/}"
		done
	done
	for folder; do
		look "$folder"
		if [ $? -eq 2 ] || { [ -d "$folder" ] && [ ! -r "$folder" ]; }; then echo "denied $folder"; fi
	done
}
pkg_dnf_metadata() { pkg_metadata /var/cache/dnf /var/cache/libdnf5 /var/cache/yum/*/*; }

pkg_apt_releases() {
	for path in /var/lib/apt/lists/*Release; do
		if [ -f "$path" ]; then
			awk -v path="${path##*/}" '
			FNR > 60 || /^(MD5Sum|SHA1|SHA256):/ { exit }
			/^(Date|Valid-Until|Suite|Codename|Label): / { print path "\t" $0 }' "$path" || return
		fi
	done
}
# pkg_times PATH...: seconds since 1970 and the path of what is there.
pkg_times() {
	for path; do
		if [ -e "$path" ]; then stat -c '%Y %n' "$path" || return; fi
	done
}
pkg_lists() {
	manager=$(pkg_manager)
	run manager pkg_manager
	run release pkg_settings
	case $manager in
	apt)
		run times pkg_times /var/lib/apt/periodic/update-success-stamp /var/lib/apt/periodic/update-stamp \
			/var/lib/apt/lists
		run releases pkg_apt_releases
		run indexes pkg_apt_indexes
		;;
	zypper)
		run repositories pkg_metadata /var/cache/zypp/raw
		run enabled env ZYPP_LOGFILE=/dev/null ZYPP_READONLY_HACK=1 zypper --no-refresh --non-interactive --xmlout repos
		;;
	dnf | yum)
		run repositories pkg_dnf_metadata
		run enabled pkg_dnf repolist --enabled
		;;
	apk)
		run times pkg_times /var/cache/apk/APKINDEX.*.tar.gz /etc/apk/cache/APKINDEX.*.tar.gz
		run sources texts /etc/apk/repositories
		;;
	esac
}

# Lines of cron tables and scripts that install updates; only where they stand goes out.
pkg_cron() {
	set -- /etc/crontab
	for path in /etc/cron.d/* /etc/cron.hourly/* /etc/cron.daily/* /etc/cron.weekly/* /etc/cron.monthly/* \
		/etc/periodic/*/* /etc/crontabs/root /var/spool/cron/crontabs/root /var/spool/cron/root; do
		case ${path##*/} in apt-compat | apt | 0yum-*) continue ;; esac
		if [ -e "$path" ]; then set -- "$@" "$path"; fi
	done
	for folder in /var/spool/cron /var/spool/cron/crontabs /etc/crontabs; do
		look "$folder/root"
		if [ $? -eq 2 ]; then printf 'D%s\n' "$folder"; fi
	done
	for path; do
		if [ -f "$path" ] && [ ! -r "$path" ]; then printf 'D%s\n' "$path"; fi
		if [ -f "$path" ] && grep -Eq "$pkg_installing" "$path" 2>/dev/null; then printf 'F%s\n' "$path"; fi
	done
}
pkg_installing='^[^#]*(unattended-upgrade|(apt|apt-get|aptitude) .*upgrade|(dnf|yum) .*(update|upgrade)|zypper .*(patch|update| up|dup)|apk .*upgrade|transactional-update)'
pkg_enabled() {
	for unit; do printf '%s %s\n' "$unit" "$(systemctl is-enabled "$unit" 2>/dev/null)"; done
}
pkg_executable() {
	for path; do
		if [ -x "$path" ]; then echo "$path"; fi
	done
}
pkg_automatic() {
	manager=$(pkg_manager)
	run manager pkg_manager
	run init states /run/systemd/system
	run cron pkg_cron
	case $manager in
	apt)
		run installed found unattended-upgrade
		run config apt-config dump
		run units pkg_enabled apt-daily.timer apt-daily-upgrade.timer
		run daily pkg_executable /etc/cron.daily/apt-compat /etc/cron.daily/apt
		;;
	dnf | yum)
		run config texts /etc/dnf/automatic.conf /usr/share/dnf5/dnf5-plugins/automatic.conf /etc/yum/yum-cron.conf
		run units pkg_enabled dnf-automatic.timer dnf-automatic-install.timer dnf5-automatic.timer yum-cron.service
		;;
	zypper)
		run units pkg_enabled transactional-update.timer os-update.timer
		run daily pkg_executable /etc/cron.daily/opensuse.org-online_update \
			/etc/cron.weekly/opensuse.org-online_update /etc/cron.monthly/opensuse.org-online_update
		;;
	esac
}

pkg_held_texts() {
	texts /etc/dnf/plugins/versionlock.list /etc/yum/pluginconf.d/versionlock.list /etc/dnf/versionlock.toml \
		/etc/dnf/dnf.conf /etc/yum.conf /etc/zypp/locks /etc/apk/world
}
pkg_held() {
	manager=$(pkg_manager)
	run manager pkg_manager
	run held pkg_held_texts
	if [ "$manager" = apt ]; then run holds dpkg-query -W -f '${db:Status-Want} ${binary:Package}\n'; fi
}

pkg_reboot() {
	manager=$(pkg_manager)
	run manager pkg_manager
	run marks texts /run/reboot-required /run/reboot-required.pkgs /run/reboot-needed
	run kernel uname -r
	run modules pkg_kernels
	run container pkg_container
	case $manager in
	dnf | yum) if command -v needs-restarting >/dev/null; then run restarting needs-restarting -r; fi ;;
	zypper) run rebooting env ZYPP_LOGFILE=/dev/null ZYPP_READONLY_HACK=1 zypper --no-refresh needs-rebooting ;;
	esac
}
pkg_kernels() {
	for folder in /lib/modules/*; do
		if [ -e "$folder/modules.dep" ]; then echo "${folder##*/}"; fi
	done
}
# A container runs the kernel of its host: what lies in its own /lib/modules says nothing.
pkg_container() {
	if [ -e /.dockerenv ] || [ -e /run/.containerenv ] || [ -e /run/systemd/container ]; then echo yes && return 0; fi
	if command -v systemd-detect-virt >/dev/null; then systemd-detect-virt -c && return 0; fi
	echo no
}

# Names and passwords inside of addresses stay on the machine.
pkg_repository_texts() { texts "$@" | sed 's#//[^/@ ]*@#//#; s/^\(	[ 	]*\(username\|password\)[ 	]*=\).*/\1/'; }
pkg_repositories() {
	manager=$(pkg_manager)
	run manager pkg_manager
	case $manager in
	apt)
		set -- /etc/apt/sources.list /etc/apt/sources.list.d
		for path in /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
			if [ -e "$path" ]; then set -- "$@" "$path"; fi
		done
		run config apt-config dump
		;;
	apk) set -- /etc/apk/repositories ;;
	zypper)
		set -- /etc/zypp/zypp.conf /etc/zypp/repos.d
		for path in /etc/zypp/repos.d/*.repo; do
			if [ -e "$path" ]; then set -- "$@" "$path"; fi
		done
		;;
	*)
		set -- /etc/dnf/dnf.conf /etc/yum.conf /etc/yum.repos.d
		for path in /etc/yum.repos.d/*.repo; do
			if [ -e "$path" ]; then set -- "$@" "$path"; fi
		done
		;;
	esac
	run texts pkg_repository_texts "$@"
}

pkg_support() {
	run release pkg_settings
	run dates texts /usr/share/distro-info/debian.csv /usr/share/distro-info/ubuntu.csv
}
