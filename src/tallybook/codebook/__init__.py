"""What counts, as data: event types, lists of codes, profiles and crosswalks, read from YAML files."""

from tallybook.codebook.counting import excluded
from tallybook.codebook.describe import Description, describe
from tallybook.codebook.load import codebook_names, data_hash, load_codebook
from tallybook.codebook.schema import (
    Category,
    Codebook,
    Crosswalk,
    EventType,
    ForeignCode,
    Profile,
    Property,
)

__all__ = [
    "Category",
    "Codebook",
    "Crosswalk",
    "Description",
    "EventType",
    "ForeignCode",
    "Profile",
    "Property",
    "codebook_names",
    "data_hash",
    "describe",
    "excluded",
    "load_codebook",
]
