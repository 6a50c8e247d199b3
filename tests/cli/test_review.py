"""``review`` through the command line: what each command prints, what it makes of the incidents, how bad input ends."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Program = Callable[..., Result]
Review = Callable[..., Result]


@pytest.fixture
def mine(register: Path, tmp_path: Path) -> Path:
    """A register of one's own: the pages "one" and "two" tell of one incident, "three" of another."""
    return Path(shutil.copy(register, tmp_path / "mine.db"))


@pytest.fixture
def review(tallybook: Program, mine: Path) -> Review:
    return lambda *arguments: tallybook("review", *arguments, "-r", mine)


def lines_of(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def incidents(tallybook: Program, register: Path) -> dict[str, str]:
    """The documents of each incident, joined by "+", and its id."""
    listed = lines_of(tallybook("list", "-r", register, "--json"))
    return {"+".join(sorted(line["documents"])): line["incident_id"] for line in listed}


def decided(result: Result) -> str:
    """The id of the decision that a command made."""
    assert result.exit_code == 0, result.output
    return result.stdout.split()[0]


@pytest.mark.parametrize(
    ("command", "after"),
    [
        (["same", "{one+two}", "{three}"], ["one+three+two"]),
        (["merge", "{one+two}", "{three}"], ["one+three+two"]),
        (["different", "{one+two}", "{three}"], ["one+two", "three"]),
        (["unsure", "{one+two}", "{three}"], ["one+two", "three"]),
        (["split", "{one+two}", "two"], ["one", "three", "two"]),
        (["split", "{one+two}", "one", "two"], ["one", "three", "two"]),
        (["reject", "{three}"], ["one+two", "three"]),
        (["accept", "{three}"], ["one+two", "three"]),
    ],
    ids=["same", "merge", "different", "unsure", "split off", "split up", "reject", "accept"],
)
def test_a_decision_holds_is_logged_and_can_be_undone(
    command: list[str], after: list[str], tallybook: Program, review: Review, mine: Path
) -> None:
    before = incidents(tallybook, mine)
    done = review(*(word.format(**before) for word in command), "--who", "Ana", "--why", "a second look")
    name = decided(done)
    assert f"tallybook review undo {name}" in done.stderr
    assert sorted(incidents(tallybook, mine)) == after
    (logged,) = lines_of(review("log", "--json"))
    assert (logged["id"], logged["who"], logged["why"]) == (name, "Ana", "a second look")
    assert decided(review("undo", name)) != name
    assert incidents(tallybook, mine) == before
    assert [line["act"] for line in lines_of(review("log", "--json"))][1:] == ["undo"]


def test_a_decision_is_one_line_for_programs(tallybook: Program, review: Review, mine: Path) -> None:
    name = incidents(tallybook, mine)["three"]
    (line,) = lines_of(review("reject", name, "--json", "--who", "Ana"))
    assert (line["act"], line["incidents"], line["number"]) == ("reject", [name], 1)


def test_the_beginning_of_an_id_will_do(tallybook: Program, review: Review, mine: Path) -> None:
    name = incidents(tallybook, mine)["three"]
    assert name in review("reject", name.removeprefix("inc-")[:6]).stdout


def test_what_is_rejected_is_shown_as_rejected_until_that_is_undone(
    tallybook: Program, review: Review, mine: Path
) -> None:
    name = incidents(tallybook, mine)["three"]
    shown = []
    for words in (["reject", name], ["undo"], ["undo", "{undo}"]):
        last = lines_of(review("log", "--json"))[-1:]
        decided(review(*(word.format(undo=last[0]["id"] if last else "") for word in words)))
        shown += [line["review"] for line in lines_of(tallybook("list", "-r", mine, "--json", "--review", "rejected"))]
        shown.append(words[0])
    assert shown == ["rejected", "reject", "undo", "rejected", "undo"]


def test_next_shows_the_question_with_its_incidents_and_its_answers(
    tallybook: Program, review: Review, mine: Path
) -> None:
    names = incidents(tallybook, mine)
    decided(review("unsure", names["one+two"], names["three"], "--who", "Ana"))
    shown = review("next")
    (line,) = lines_of(review("next", "--json"))
    assert (shown.exit_code, set(line["incidents"])) == (0, set(names.values()))
    assert all(name in shown.stdout for name in names.values())
    assert "Ana was unsure" in shown.stdout
    assert [f"tallybook review {word} {line['id']}" in shown.stdout for word in ("same", "different", "unsure")] == [
        True
    ] * 3


def test_without_a_question_next_says_so(review: Review) -> None:
    done = review("next")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "No question is open.\n")
    assert review("next", "--json").stdout == ""


@pytest.mark.parametrize(("answer", "after"), [("same", ["one+three", "two"]), ("different", ["one", "three", "two"])])
def test_a_question_is_answered_by_its_id_and_asked_again_when_that_is_undone(
    answer: str, after: list[str], tallybook: Program, review: Review, mine: Path
) -> None:
    decided(review("split", incidents(tallybook, mine)["one+two"], "two"))
    names = incidents(tallybook, mine)
    decided(review("unsure", names["one"], names["three"]))
    (asked,) = lines_of(review("next", "--json"))
    decided(review(answer, asked["id"]))
    assert sorted(incidents(tallybook, mine)) == after
    assert lines_of(review("next", "--json")) == []
    decided(review("undo"))
    assert [line["id"] for line in lines_of(review("next", "--json"))] == [asked["id"]]


@pytest.mark.parametrize(("answer", "after"), [("same", ["one+three+two"]), ("different", ["one+two", "three"])])
def test_an_answer_about_two_incidents_is_one_about_all_their_reports(
    answer: str, after: list[str], tallybook: Program, review: Review, mine: Path
) -> None:
    names = incidents(tallybook, mine)
    decided(review("unsure", names["one+two"], names["three"]))
    (asked,) = lines_of(review("next", "--json"))
    (line,) = lines_of(review(answer, asked["id"], "--json"))
    assert line["act"] == {"same": "merge", "different": "split"}[answer]
    assert sorted(incidents(tallybook, mine)) == after
    assert review("questions").stderr == "0 questions.\n"
    decided(review("undo"))
    assert review("questions").stderr == "1 question.\n"


def test_undo_without_an_id_takes_back_the_last_that_holds(tallybook: Program, review: Review, mine: Path) -> None:
    names = incidents(tallybook, mine)
    made = [decided(review(act, names["three"])) for act in ("accept", "reject")]
    decided(review("undo"))
    decided(review("undo"))
    undone = [line["undoes"] for line in lines_of(review("log", "--json")) if line["act"] == "undo"]
    assert undone == made[::-1]
    done = review("undo")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "no decision holds" in done.stderr


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["same", "{three}", "{three}"], "given twice"),
        (["same", "{one+two}", "{one+two}"], "are one incident"),
        (["same", "{three}", "inc-0000"], "no incident 'inc-0000'"),
        (["same", "{three}", "rep-0000"], "'rep-0000' is no report"),
        (["same", "{three}"], "no open question about a pair"),
        (["different", "ask-0000"], "no open question about a pair"),
        (["unsure", "{three}", ""], "'' begins 2 ids"),
        (["merge", "{three}"], "is one incident"),
        (["split", "{one+two}", "one,two"], "stays whole"),
        (["split", "{one+two}", "three"], "'three' is no report or document"),
        (["split", "{three}", "three"], "stays whole"),
        (["split", "{three}"], "MEMBER"),
        (["reject", "inc-"], "begins 2 ids"),
        (["reject"], "INCIDENT"),
        (["reject", "{three}", "--who", " "], "is no name"),
        (["accept", "nothing"], "no incident 'nothing'"),
        (["correct", "{three}", "weather", "rain"], "weather"),
        (["correct", "{three}", "killed", "many"], "many"),
        (["undo"], "no decision holds"),
        (["undo", "dec-0000"], "'dec-0000' is no decision"),
        (["undo", ""], "'' is no decision"),
        (["judge", "{three}"], "No such command"),
    ],
)
def test_what_cannot_be_decided_says_why_and_leaves_everything(
    command: list[str], message: str, tallybook: Program, review: Review, mine: Path
) -> None:
    before = incidents(tallybook, mine)
    done = review(*(word.format(**before) for word in command))
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert lines_of(review("log", "--json")) == []
    assert incidents(tallybook, mine) == before


@pytest.mark.parametrize("command", ["next", "questions", "log", "head", "undo"])
def test_a_register_that_is_not_there_is_not_made(command: str, tallybook: Program, tmp_path: Path) -> None:
    done = tallybook("review", command, "-r", tmp_path / "nowhere.db")
    assert done.exit_code == 2
    assert "there is no register" in done.stderr
    assert not (tmp_path / "nowhere.db").exists()
