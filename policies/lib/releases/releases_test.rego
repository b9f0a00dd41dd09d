package lib.releases_test

import data.lib.releases

test_by_exact_minor_or_major_version if {
	releases.ends("debian", "12") == {"standard": "2026-07-11", "debian-lts": "2028-06-30", "debian-elts": "2033-06-30"}
	releases.ends("alpine", "3.20.3") == {"standard": "2026-04-01"}
	releases.ends("rhel", "9.4") == {"standard": "2032-05-31"}
	releases.ends("sles", "15.7").standard == "2031-07-31"
}

test_what_is_not_in_the_table_is_undefined if {
	not releases.ends("debian", "")
	not releases.ends("debian", "99")
	not releases.ends("alpine", "3")
	not releases.ends("nobodys-linux", "1")
}

test_rolling if {
	releases.rolling("arch")
	not releases.rolling("debian")
}
