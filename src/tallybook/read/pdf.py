"""The text of a PDF, page after page. Runs in the worker process (``worker.py``)."""

from __future__ import annotations

import re
from typing import Any

from tallybook.read import limits
from tallybook.read.maintext import Extracted, Request
from tallybook.read.markup import one_line
from tallybook.read.plaintext import clean_text

SOFT_BREAK = re.compile("[\x02\u00ad\ufffe]\\s{0,3}\n?")
"""What PDFium gives for a hyphen at a line's end that the word itself does not have."""
HARD_BREAK = re.compile(r"(?<=[a-zß-öø-ÿ])-\r?\n(?=[a-zß-öø-ÿ])")
"""A hyphen between small letters at a line's end: mostly one of the typesetter's."""
CREATED = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


def read_pdf(request: Request) -> Extracted:
    """The text of a PDF with lines joined; its creation day stands for the day of publication, marked as inferred."""
    import pypdfium2  # noqa: PLC0415 - a native library; only the worker loads it

    try:
        document = pypdfium2.PdfDocument(request.content)
    except pypdfium2.PdfiumError as error:
        return Extracted(
            reader="pdf/1", problems=(("broken_pdf", f"this PDF cannot be opened, it is damaged or locked: {error}"),)
        )
    try:
        count, texts = len(document), _texts(document)
        about = document.get_metadata_dict()
    finally:
        document.close()
    problems = (("text_cut", f"{count} pages; {len(texts)} were read"),) if len(texts) < count else ()
    return Extracted(
        text=clean_text("\n".join(texts)), title=one_line(about.get("Title")), problems=problems, reader="pdf/1",
        published=_created(about.get("CreationDate")), inferred=True,
    )  # fmt: skip


def _texts(document: Any) -> list[str]:
    texts, size = [], 0
    for number in range(min(len(document), limits.MAX_PDF_PAGES)):
        page = document[number]
        words = page.get_textpage()
        text = words.get_text_bounded()
        words.close()
        page.close()
        texts.append(HARD_BREAK.sub("", SOFT_BREAK.sub("", text.replace("\r\n", "\n"))))
        size += len(text)
        if size > limits.MAX_TEXT_CHARACTERS:
            break
    return texts


def _created(stamp: str | None) -> str | None:
    found = CREATED.match(stamp or "")
    return "-".join(found.groups()) if found else None
