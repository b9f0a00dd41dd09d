# METADATA
# title: Endpoints and what is configured behind them
# description: Finds the server blocks that answer for an endpoint.
# related_resources:
#   - ref: https://nginx.org/en/docs/http/request_processing.html
package lib.endpoints

# METADATA
# description: >-
#   Blocks out of those of a machine that take TLS on a port. Those that carry the name come alone; without one, any of
#   them may answer.
blocks(all, name, port) := named if {
	named := [block | some block in _listening(all, port); name in block.names]
	count(named) > 0
} else := _listening(all, port)

_listening(all, port) := [block |
	some block in all
	some socket in block.listen
	socket.port == port
	socket.tls != "no"
]
