"""Place names of the world, looked up offline.

::

    from tallybook_gazetteer import Gazetteer

    gazetteer = Gazetteer.open()
    gazetteer.candidates("Mazar-e Sharif")[0].lat   # 36.709

``borders()`` gives simplified country outlines as GeoJSON. Data: GeoNames (CC BY 4.0), Natural Earth (public domain)
and a supplement of our own; see NOTICE.
"""

from tallybook_gazetteer.folding import Word, fold_name, words
from tallybook_gazetteer.gazetteer import Entry, Gazetteer, GazetteerError, Hit, borders
from tallybook_gazetteer.user_files import read_geonames, read_pcodes

__all__ = [
    "Entry",
    "Gazetteer",
    "GazetteerError",
    "Hit",
    "Word",
    "borders",
    "fold_name",
    "read_geonames",
    "read_pcodes",
    "words",
]
