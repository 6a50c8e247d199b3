"""Source to document: files, folders, feeds and archives to pages, and a page to its main text.

After reading, a line of a document's text is a paragraph, a heading or a list item: every line end may be taken for a
sentence end.
"""

from tallybook.read.archive import PageArchive
from tallybook.read.documents import read_document
from tallybook.read.files import read_pages

__all__ = ["PageArchive", "read_document", "read_pages"]
