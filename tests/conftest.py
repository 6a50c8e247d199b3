"""What holds for every test: no network, no settings of whoever runs it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from postgres_server import NoServer, Server, running

# A busy machine is no failure: how long things may take is tested where it is promised.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

_connect = socket.socket.connect


def _refuse(self: socket.socket, address: Any) -> None:
    """Only sockets within this machine's kernel: nothing that tallybook does needs another."""
    if self.family != socket.AF_UNIX:
        raise AssertionError(f"a test opened a network connection to {address!r}")
    _connect(self, address)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No network, and no settings from outside."""
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    for name in [name for name in os.environ if name.startswith("TALLYBOOK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(_nothing(tmp_path_factory)))


def _nothing(factory: pytest.TempPathFactory) -> Path:
    folder = factory.getbasetemp() / "no-settings"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for the tests of one process; where there is none, continuous integration fails."""
    try:
        with running() as started:
            yield started
    except NoServer as missing:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(f"the team store is not tested: {missing}")
        pytest.skip(f"THE TEAM STORE IS NOT TESTED: {missing}")
