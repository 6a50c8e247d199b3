"""How a register is named: by the path of a file, or by the address of a database on a server."""

from __future__ import annotations

import re
from pathlib import Path

from tallybook.errors import UsageError

MEMORY = ":memory:"
"""The path that stands for the store in memory."""

SCHEMES = {"postgresql": "postgres", "postgres": "postgres"}
"""Which store the scheme of an address means, where it has another name."""

ADDRESS = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://")
CUT = re.compile(r"postgres(ql)?:/(?!/)")
"""An address that was made a ``Path``, which makes one slash of two."""

PASSWORD = re.compile(r"(?P<before>://[^/?#@]*?:)[^/?#]*(?=@)|(?P<named>[?&]password=)[^&#]*", re.IGNORECASE)
HIDDEN = "***"


def store_of(register: str | Path) -> str:
    """The kind of store that a register's path or address means.

    Raises:
        UsageError: It is an address that was cut.
    """
    name = str(register)
    if CUT.match(name):
        raise UsageError(f"{name}: is an address that lost a slash; give it as text (str), not as a Path")
    found = ADDRESS.match(name)
    if found is not None:
        return SCHEMES.get(found["scheme"].lower(), found["scheme"].lower())
    return "memory" if name == MEMORY else "sqlite"


def shown(register: str | Path) -> str:
    """A register's name as it may be printed: passwords in an address are hidden."""
    return PASSWORD.sub(lambda found: (found["before"] or found["named"]) + HIDDEN, str(register))
