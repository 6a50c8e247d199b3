"""Names of countries for their codes, as the map has them."""

from __future__ import annotations

from functools import cache

__all__ = ["country_names"]


@cache
def country_names() -> dict[str, str]:
    """The name of each country code."""
    from tallybook_gazetteer import borders  # noqa: PLC0415  a quarter of a megabyte

    found = (feature["properties"] for feature in borders()["features"])
    return {str(one["iso"]): str(one["name"]) for one in found if one.get("iso")}
