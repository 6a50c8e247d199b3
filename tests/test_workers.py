"""Several processes give the same as one, in the same order."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

import pytest
from test_pipeline import dumped

from tallybook.errors import ReadError
from tallybook.pipeline import build
from tallybook.workers import in_processes

DOUBLED: list[int] = []


def begin(factor: int) -> None:
    DOUBLED.append(factor)


def times(numbers: list[int]) -> list[tuple[int, int]]:
    return [(number * DOUBLED[0], os.getpid()) for number in numbers]


def die(numbers: list[int]) -> list[int]:
    if 20 in numbers:
        os._exit(3)
    return numbers


def test_results_come_in_order_from_other_processes() -> None:
    found = list(in_processes(times, range(50), jobs=2, begin=begin, given=(3,)))
    assert [(number, result) for number, (result, _) in found] == [(number, number * 3) for number in range(50)]
    assert os.getpid() not in {process for _, (_, process) in found}


def test_nothing_gives_nothing() -> None:
    assert list(in_processes(times, [], jobs=2, begin=begin, given=(3,))) == []


def test_a_process_that_dies_is_said_with_the_way_out() -> None:
    with pytest.raises(ReadError, match=r"one of 2 processes .* has died .* with one job"):
        list(in_processes(die, range(50), jobs=2, begin=begin, given=(3,)))


def test_two_jobs_make_the_same_register_as_one(tmp_path: Path) -> None:
    with resources.as_file(resources.files("tallybook") / "samples" / "pages") as pages:
        some = sorted(path for path in pages.iterdir() if path.suffix in (".txt", ".html"))[:12]
        single = build(tmp_path / "single.db", some, jobs=1)
        double = build(tmp_path / "double.db", some, jobs=2)
    assert (single.documents, single.stored) == (double.documents, double.stored)
    assert single.documents == 12
    assert dumped(tmp_path / "single.db") == dumped(tmp_path / "double.db")
