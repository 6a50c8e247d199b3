"""Two incidents that were rejected and then merged: nothing that was decided is lost in silence."""

from __future__ import annotations

from importlib import resources

from tallybook.pipeline import build_into, default_stages
from tallybook.register import open_register
from tallybook.review.acts import Deed, merge, reject
from tallybook.settings import Settings


def test_who_rejected_both_is_asked_about_both() -> None:
    deed = Deed(who="Ana", why="a test", at="2026-01-01T00:00:00+00:00")
    stages = default_stages()
    with (
        resources.as_file(resources.files("tallybook") / "samples" / "pages") as pages,
        open_register(":memory:", create=True) as register,
    ):
        build_into(lambda: register, [pages], settings=Settings(), stages=stages)
        one, other = (incident.id for incident in register.view().incidents()[:2])
        with register.writer() as writer, writer.transaction():
            for decision in (
                reject(writer.view(), one, deed), reject(writer.view(), other, deed),
                merge(writer.view(), [one, other], deed),
            ):  # fmt: skip
                writer.put_decision(decision)
        build_into(lambda: register, [pages], settings=Settings(), stages=stages)
        view = register.view()
        rejections = {decision.id for decision in view.decisions() if decision.act == "reject"}
        state = {review.state for review in view.reviews().values() if rejections & set(review.decisions)}
        asked = {question.decision for question in view.questions()}
        assert state == {"rejected"} or rejections <= asked
