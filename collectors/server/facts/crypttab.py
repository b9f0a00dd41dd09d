"""crypttab(5): encrypted devices that are opened at boot, and the files of their keys."""

import re
from collections.abc import Mapping

from collectors.server.facts import disks
from collectors.server.facts.tls import certificates, model
from collectors.server.reply import Reply
from collectors.server.texts import parse_texts
from scanner.interfaces import Json

SECTION = "crypttab"
_RANDOM = ("/dev/urandom", "/dev/random", "/dev/hw_random")


def crypttab(reply: Reply) -> Json:
    """The whole fact; raises NotSeenError when the file or a key file is out of reach."""
    lines = parse_texts(reply.item(SECTION, "table"), reply).read("/etc/crypttab")
    files = certificates.files(reply, SECTION)
    found = []
    for line in lines or ():
        fields = line.split()
        if not fields or fields[0].startswith("#"):
            continue
        if len(fields) < 2:
            raise model.malformed("crypttab: a line has fewer than two fields")
        name, device, key, options = [*(_unescaped(field) for field in fields), "none", ""][:4]
        found.append(
            {
                "name": name,
                "device": device,
                "options": [option for option in options.split(",") if option and option != "none"],
                "key": _key(name, key, options, files, reply),
            }
        )
    return found


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), text)


def _key(name: str, path: str, options: str, files: Mapping[str, certificates.File], reply: Reply) -> Json:
    """None for a passphrase, a token, a random key, and a key that is not on this machine now."""
    if re.search(r"(^|,)(keyscript|tpm2-device|fido2-device|pkcs11-uri)=", options) or path in _RANDOM:
        return None
    if path in ("none", "-", ""):
        # systemd-cryptsetup@.service(8) looks for this one by itself.
        path = f"/etc/cryptsetup-keys.d/{name}.key"
    file = files.get(path)
    if not path.startswith("/") or (file is not None and file.state in ("A", "N")):
        return None
    about = certificates.key_file(files, path, reply)
    encrypted = disks.read_disks(reply).file(files[path].about["real"])
    return {**{k: v for k, v in about.items() if k != "encrypted"}, "disk_encrypted": encrypted}
