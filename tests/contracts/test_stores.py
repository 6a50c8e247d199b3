"""One body over every store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from postgres_server import Server

from tallybook.plugins import names
from tallybook.register import Register, open_register
from tallybook.testing import STORE_CONTRACT

Opener = Callable[[], Register]


@pytest.fixture(params=names("stores"))
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    opened: list[Register] = []

    def place() -> str | Path:
        if request.param == "postgres":
            return cast(Server, request.getfixturevalue("server")).address()
        return tmp_path / f"{len(opened)}.db"

    def open_one() -> Register:
        opened.append(open_register(place(), create=True, store=request.param))
        return opened[-1]

    yield open_one
    for register in opened:
        register.close()


@pytest.mark.parametrize("rule", STORE_CONTRACT, ids=[rule.__name__ for rule in STORE_CONTRACT])
def test_every_store_keeps_the_contract(rule: Callable[[Opener], None], open_store: Opener) -> None:
    rule(open_store)


def test_every_rule_of_the_contract_says_what_it_asks() -> None:
    assert all(rule.__doc__ for rule in STORE_CONTRACT)
