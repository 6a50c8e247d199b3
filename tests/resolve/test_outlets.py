"""Where outlets are at home: by the table, by the name they spell, by the first parts of a path."""

from __future__ import annotations

import pytest

from tallybook.model import Document
from tallybook.resolve.outlets import home_of
from tallybook_gazetteer import Gazetteer

GAZETTEER = Gazetteer.open()


@pytest.mark.parametrize(
    ("url", "publisher", "unit", "pointed"),
    [
        ("https://www.wgntv.com/2020/a", None, "Illinois", True),
        ("https://sports.wgntv.com:443/2020/a", None, "Illinois", True),
        ("https://www.nbcchicago.com/a", None, "Illinois", True),
        ("https://chicago.example.com/a", None, "Illinois", True),
        ("https://www.texastribune.org/a", None, "Texas", False),
        ("https://patch.com/illinois/joliet/a", None, "Illinois", True),
        (None, "The Miami Herald", "Florida", True),
        (None, "wgntv.com", "Illinois", True),
    ],
    ids=["table", "part of a host", "spelled", "a label", "a state", "path", "publisher", "publisher's host"],
)
def test_a_home_is_told(url: str | None, publisher: str | None, unit: str, pointed: bool) -> None:
    home = home_of(Document(id="d", text="", url=url, publisher=publisher), GAZETTEER)
    assert home is not None
    assert home.admin1_row is not None
    assert GAZETTEER.entry(home.admin1_row).name == unit
    assert (home.point is not None) == pointed


@pytest.mark.parametrize(
    "url",
    [None, "", "https://www.reuters.com/chicago/a", "https://mobile.example.com/a", "https://springfieldtimes.com/a",
     "http://[bad", "https://chicagoland-tours.example.com/"],
    ids=["no address", "empty", "the world's news", "a word of hosts", "a name of many towns", "broken", "other words"],
)  # fmt: skip
def test_no_home_is_guessed(url: str | None) -> None:
    assert home_of(Document(id="d", text="", url=url), GAZETTEER) is None
