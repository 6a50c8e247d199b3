"""Where a register is: a file, memory, or a database on a server, whose password nobody is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallybook.errors import RegisterError, UsageError
from tallybook.register import open_register, shown
from tallybook.register.address import store_of


@pytest.mark.parametrize(
    ("name", "store"),
    [
        ("my.db", "sqlite"),
        (Path("folder/my.db"), "sqlite"),
        (":memory:", "memory"),
        ("postgresql://server/incidents", "postgres"),
        ("postgres:///incidents?host=/run/postgresql", "postgres"),
        ("POSTGRESQL://server/incidents", "postgres"),
        ("clay://server/incidents", "clay"),
        ("odd:name.db", "sqlite"),
    ],
)
def test_a_name_says_which_store_it_means(name: str | Path, store: str) -> None:
    assert store_of(name) == store


@pytest.mark.parametrize("name", [Path("postgresql://server/incidents"), "postgres:/server/incidents"])
def test_an_address_that_was_made_a_path_is_said(name: str | Path) -> None:
    with pytest.raises(UsageError, match="lost a slash; give it as text"):
        open_register(name)


def test_an_address_of_an_unknown_store_is_said() -> None:
    with pytest.raises(UsageError, match="'paper' is none of the stores; known: memory, postgres, sqlite"):
        open_register("paper://server/incidents")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("my.db", "my.db"),
        ("postgresql://ann@server/db", "postgresql://ann@server/db"),
        ("postgresql://server:5432/db?user=ann", "postgresql://server:5432/db?user=ann"),
        ("postgresql://ann:s3cret@server:5432/db", "postgresql://ann:***@server:5432/db"),
        ("postgresql://ann:s3%40cret:x@server/db", "postgresql://ann:***@server/db"),
        ("postgresql://ann:@server/db", "postgresql://ann:***@server/db"),
        ("postgresql:///db?user=ann&password=s3cret&host=/run", "postgresql:///db?user=ann&password=***&host=/run"),
    ],
)
def test_a_password_is_not_shown(name: str, words: str) -> None:
    assert shown(name) == words


def test_what_is_missing_is_said_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(RegisterError, match=r"needs psycopg: pip install 'tallybook\[postgres\]'"):
        open_register("postgresql://server/incidents")
