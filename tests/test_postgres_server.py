"""The server of the tests: what is missing is said, and what was started is gone afterwards."""

from __future__ import annotations

from pathlib import Path

import postgres_server
import pytest
from postgres_server import NoServer, Server, program


def test_a_machine_without_the_server_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres_server, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoServer, match=r"initdb is missing.*apt-get install postgresql"):
        program("initdb")


def test_the_server_hears_nobody_but_this_machine_and_sorts_unlike_us(server: Server) -> None:
    assert server.ask("SHOW listen_addresses") == [("",)]
    assert server.ask("SELECT 'a' < 'B'") == [(True,)]
