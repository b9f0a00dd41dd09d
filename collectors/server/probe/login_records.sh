# What kind of thing keeps the records of logins; whether this account may read it does not matter.
kinds() {
	for path; do
		look "$path"
		case $? in
		1) echo "absent $path" ;;
		2) echo "hidden $path" ;;
		*)
			if [ -f "$path" ]; then
				echo "file $path"
			elif comes "$path"; then
				echo "absent $path"
			else
				echo "other $path"
			fi
			;;
		esac
	done
}
# A database that a link names is made where the link leads, with the first login; that of wtmpdb is such a link.
comes() {
	case $1 in *.db) ;; *) return 1 ;; esac
	[ -L "$1" ] && [ ! -e "$1" ] || return 1
	place=$(readlink "$1")
	case $place in
	/*) ;;
	*) place=${1%/*}/$place ;;
	esac
	[ -d "${place%/*}/" ]
}
run kinds kinds /var/log/wtmp /var/log/btmp /var/log/lastlog /var/lib/wtmpdb/wtmp.db /var/lib/lastlog/lastlog2.db
