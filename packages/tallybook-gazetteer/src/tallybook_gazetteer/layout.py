"""What the columns of the data file mean; shared by the build script and the reader."""

from __future__ import annotations

FORMAT = 2
"""Raised whenever folding or columns change; a reader refuses another number."""

KINDS = (
    "country", "continent", "region", "admin1", "admin2", "city", "neighbourhood", "site", "sea", "lake", "river",
    "mountain",
)  # fmt: skip
"""The kinds of place, in the order of their numbers."""

NONE16 = 0xFFFF
"""No first- or second-level unit."""

PRIMARY = 1
"""The name is the place's own label."""
CODE = 2
"""A short form that counts only when printed in capitals (UK, UAE)."""
ABBREVIATION = 4
"""A news abbreviation that counts only behind a comma (Ill., Calif.)."""
DERIVED = 8
"""Made by rule from another name (without its article, without "Province")."""
DEMONYM = 16
"""An adjective or a people (Afghan, Afghans): says which country, but is no place name; kept in a list of its own."""

FLAG_SHIFT = 24
ROW_MASK = (1 << FLAG_SHIFT) - 1

COLUMNS = (
    "lat", "lon", "population", "geonames_id", "kind", "country", "admin1", "admin2", "extent", "label_start",
    "key_high", "key_low", "key_row", "admin1_row", "admin2_row", "spelling_high", "spelling_low",
    "spelling_row",
)  # fmt: skip
