package lib.web_test

import data.lib.web

settled := {"rendered": true, "scripts": true, "unsettled": ""}

test_what_forms_ask_for if {
	web.collects([{"kind": "search"}, {"kind": "phone"}])
	not web.collects([{"kind": "search"}, {"kind": "unrecognised"}])
	web.may_collect([{"kind": "unrecognised"}])
	not web.may_collect([{"kind": "search"}])
}

test_what_is_unclear if {
	web.unclear([], object.union(settled, {"unsettled": "scripts"})) == "scripts"
	startswith(web.unclear([{"kind": "unrecognised"}], settled), "what a field asks for")
	not web.unclear([{"kind": "phone"}], settled)
}

test_hosts if {
	web.host("https://shop.example:8443/a/b") == "shop.example"
	web.host("http://shop.example/") == "shop.example"
}
