"""A page to a document: text, title, publisher, language, address and day of publication, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tallybook.model import Document, Issue, Page, PartialDate
from tallybook.model.document import PublishedBasis
from tallybook.read import limits
from tallybook.read.decode import decode
from tallybook.read.language import language_of
from tallybook.read.maintext import LETTER, Extracted, Request, charset_of, simple_text
from tallybook.read.markup import one_line
from tallybook.read.plaintext import clean_text
from tallybook.read.problems import problem
from tallybook.read.published import from_address, from_dateline, parse_published, tells_later
from tallybook.read.worker import ExtractionWorker, WorkerError, shared_worker

MASTHEAD_WORDS = 4
"""Words of an outlet's name at the head of a text."""
TITLE_WORDS = 25
"""Headlines have some ten words; a first line with more is a paragraph."""


def read_document(
    page: Page, *, latest: date | None = None, worker: ExtractionWorker | None = None
) -> tuple[Document | None, list[Issue]]:
    """The document of a page, with the issues; ``None`` when nothing could be read, which is then a fatal issue.

    ``latest`` is the last day that can be a day of publication (the day of the run); later dates are not believed.
    HTML and PDF pages are read in a second process, ``worker``; the program's shared one by default.
    """
    extracted = _extract(page, latest, worker)
    if extracted.reader == "none":
        return None, [problem(page.id, code, message) for code, message in extracted.problems]
    issues = [problem(page.id, code, message, fatal=False) for code, message in extracted.problems]
    text = extracted.text
    if len(text) > limits.MAX_TEXT_CHARACTERS:
        text = text[: limits.MAX_TEXT_CHARACTERS].rpartition("\n")[0] or text[: limits.MAX_TEXT_CHARACTERS]
        issues.append(problem(page.id, "text_cut", f"the text was cut at {len(text)} characters", fatal=False))
    if not LETTER.search(text):
        issues.append(problem(page.id, "empty_text", f"no text was found in the {len(page.content)} bytes of the page"))
        return None, issues
    language, url = language_of(text, declared=extracted.language), page.url or extracted.url
    complaints, given = _given(page, latest)
    issues += complaints
    candidates = _candidates(given, extracted, url=url, text=text, language=language)
    published, basis = next((found for found in candidates if not _later(found[0], latest)), (PartialDate(), "none"))
    document = Document(
        id=page.id, text=text, title=one_line(page.title) or extracted.title or first_line_title(text),
        publisher=one_line(page.publisher) or extracted.publisher, language=language, url=url, published=published,
        published_basis=basis, page_hash=page.sha256, reader=extracted.reader,
    )  # fmt: skip
    return document, issues


def _extract(page: Page, latest: date | None, worker: ExtractionWorker | None) -> Extracted:
    if page.media_type.startswith("text/plain"):
        return _plain(page)
    request = Request(
        content=page.content, media_type=page.media_type, url=page.url, dated=page.published is not None,
        latest=latest.isoformat() if latest else None,
    )  # fmt: skip
    try:
        extracted = (worker or shared_worker()).read(request)
    except WorkerError as error:
        return _without_worker(page, error)
    if "broken_pdf" in dict(extracted.problems):
        return replace(extracted, reader="none")
    return extracted


def _plain(page: Page) -> Extracted:
    decoded = decode(page.content, declared=charset_of(page.media_type))
    problems = ((decoded.complaint_code, decoded.complaint),) if decoded.complaint else ()
    return Extracted(text=clean_text(decoded.text), reader="text/1", problems=problems)


def _without_worker(page: Page, error: WorkerError) -> Extracted:
    """The stripped text of a page that the worker could not read: linear, so that nothing can hang any more."""
    problems = ((error.code, str(error)),)
    if page.media_type.startswith("application/pdf"):
        return Extracted(reader="none", problems=problems)
    decoded = decode(page.content, declared=charset_of(page.media_type))
    return Extracted(text=simple_text(decoded.text), reader="strip/1", problems=problems)


def first_line_title(text: str) -> str | None:
    """The first line of a text, when it looks like a headline: short, no full stop, and not all there is.

    A masthead before it (a few words in capitals, then another headline) is passed over.
    """
    first, mark, rest = text.partition("\n")
    if not mark or not _is_headline(first):
        return None
    second = rest.lstrip("\n").partition("\n")[0]
    masthead = first == first.upper() and len(first.split()) <= MASTHEAD_WORDS
    return one_line(second if masthead and second != second.upper() and _is_headline(second) else first)


def _is_headline(line: str) -> bool:
    if len(line.split()) > TITLE_WORDS or line.endswith((".", ",", ":", ";")) or "--" in line:
        return False
    return LETTER.search(line) is not None


def _given(page: Page, latest: date | None) -> tuple[list[Issue], PartialDate | None]:
    """The date that came with the input, or an issue that says why it is not believed."""
    if page.published is None:
        return [], None
    given = parse_published(page.published)
    if given is not None and not _later(given, latest):
        return [], given
    message = f"{page.published!r} is {'after the day of the run' if given else 'no ISO date'}, and was not used"
    return [problem(page.id, "bad_date", message, fatal=False)], None


def _candidates(
    given: PartialDate | None, extracted: Extracted, *, url: str | None, text: str, language: str
) -> Iterator[tuple[PartialDate, PublishedBasis]]:
    """The day of publication by falling trust: with the input, stated by page or address, printed, in the dateline."""
    if given is not None:
        yield given, "metadata"
    found = parse_published(extracted.published) if extracted.published else None
    if found is not None and not extracted.inferred:
        yield found, "metadata"
    addressed = from_address(url)
    if addressed is not None:
        yield addressed, "metadata"
    if found is not None and not tells_later(text, found, language=language):
        yield found, "inferred"
    opening = from_dateline(text, language=language)
    if opening is not None and not tells_later(text, opening, language=language):
        yield opening, "inferred"


def _later(given: PartialDate, latest: date | None) -> bool:
    return latest is not None and given.start is not None and given.start > latest
