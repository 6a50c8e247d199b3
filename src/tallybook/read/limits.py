"""How much of a source is read at most; beyond these a source is reported, never swallowed.

The figures follow the reliability notes: cap decoded bytes, not file sizes, and kill what hangs.
"""

from __future__ import annotations

MEGABYTE = 1_000_000
MAX_PAGE_BYTES = 10 * MEGABYTE
"""Decoded bytes of one page. The largest of some 500 news pages looked at has 1.5 MB."""
MAX_FEED_BYTES = 50 * MEGABYTE
"""Bytes of one feed file; feeds hold many items."""
MAX_PDF_BYTES = 100 * MEGABYTE
"""Bytes of one PDF file: scanned annual reports of human-rights organisations reach some 60 MB."""
MAX_TEXT_CHARACTERS = 2 * MEGABYTE
"""Characters of one document's text, about 800 printed pages; longer text is cut at a line end."""
MAX_PDF_PAGES = 3_000
"""Pages read of one PDF."""
MAX_EXPANSION = 200
"""Decoded by packed bytes; text packs about 1:10 at best, bombs 1:1000."""
EXPANSION_FLOOR = 20 * MEGABYTE
"""Decoded bytes before the expansion is looked at, so that small repetitive files pass."""
MAX_TAGS = 150_000
"""Tags of a page that the main-text extractor is given: it needs over a minute for 200,000 paragraphs."""
WALL_SECONDS = 10.0
"""Time the extraction of one page may take."""
ADDRESS_SPACE = 1024 * 1024 * 1024
"""Bytes of memory that the extracting process may map."""
