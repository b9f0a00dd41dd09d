"""Recorded replies of a host, made those of many hosts that are set up alike but not the same."""

import base64
import gzip
import re

_PACKED = re.compile(rb"(?<=\nz\n)[A-Za-z0-9+/=\n]+(?=\n@NONCE@ end)")
_ITEM = re.compile(rb"(?<=\n)@ (\S+)\n([A-Za-z0-9+/=\n]*)\n# \d+\n")
_TEXTS = re.compile(rb"[FNAD]/")
_FILE = re.compile(rb"^(=.*)$", re.MULTILINE)


def of_host(reply: str, name: str) -> str:
    """The reply of a host of this name: each of its configuration files begins with a comment of its own."""

    def section(packed: re.Match[bytes]) -> bytes:
        text = gzip.decompress(base64.b64decode(packed[0]))
        changed = _ITEM.sub(item, b"\n" + text)[1:]
        return base64.encodebytes(gzip.compress(changed, 1, mtime=0)).rstrip()

    def item(found: re.Match[bytes]) -> bytes:
        out = base64.b64decode(found[2])
        if found[1] == b"hostname":
            out = f"{name}\n".encode()
        elif _TEXTS.match(out):
            out = _FILE.sub(rb"\1\n\t# managed on " + name.encode(), out)
        armored = base64.encodebytes(out).rstrip()
        return b"@ %s\n%s\n# %d\n" % (found[1], armored, len(armored))

    return _PACKED.sub(section, reply.encode("ascii")).decode("ascii")
