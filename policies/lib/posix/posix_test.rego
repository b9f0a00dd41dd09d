package lib.posix_test

import data.lib.posix

test_bits_of_each_class if {
	posix.bits_of("4751", "special") == 4
	posix.bits_of("4751", "owner") == 7
	posix.bits_of("4751", "group") == 5
	posix.bits_of("4751", "other") == 1
}

test_short_modes_are_filled_from_the_left if {
	posix.bits_of("27", "owner") == 0
	posix.bits_of("27", "group") == 2
	posix.bits_of("27", "other") == 7
	posix.bits_of("0", "other") == 0
}

test_what_is_no_mode_is_undefined if {
	not posix.bits_of("", "other")
	not posix.bits_of("rwx", "other")
	not posix.bits_of("0888", "other")
	not posix.bits_of("00644", "other")
}

test_read_write_pass if {
	posix.may_read("0644", "other")
	not posix.may_write("0644", "other")
	not posix.may_pass("0644", "other")
	posix.may_write("0622", "other")
	posix.may_pass("0711", "other")
	not posix.may_read("0711", "other")
	not posix.may_read("0640", "other")
	posix.may_read("0640", "group")
}

test_sticky if {
	posix.sticky("1777")
	not posix.sticky("0777")
	not posix.sticky("2775")
	not posix.sticky("4755")
}

test_umask if {
	posix.umask_at_least("027", "027")
	posix.umask_at_least("077", "027")
	posix.umask_at_least("0077", "027")
	not posix.umask_at_least("022", "027")
	not posix.umask_at_least("007", "027")
	not posix.umask_at_least("", "027")
}

test_letters if {
	posix.grants_nothing("---")
	not posix.grants_nothing("--x")
	not posix.grants_nothing("r--")
}

test_others_pass_when_every_folder_lets_them if {
	posix.others_pass([])
	posix.others_pass([{"mode": "0755"}, {"mode": "1777"}, {"mode": "0711"}])
	not posix.others_pass([{"mode": "0755"}, {"mode": "0750"}, {"mode": "0755"}])
	not posix.others_pass([{"mode": "0754"}])
}

test_only_root_passes_a_folder_of_root_that_gives_nobody_else_x if {
	posix.only_root_passes([{"mode": "0755", "uid": 0}, {"mode": "0700", "uid": 0}])
	posix.only_root_passes([{"mode": "0744", "uid": 0}])
	not posix.only_root_passes([{"mode": "0700", "uid": 1001}])
	not posix.only_root_passes([{"mode": "0710", "uid": 0}])
	not posix.only_root_passes([])
}
