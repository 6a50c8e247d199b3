"""Every command: what it prints where, and how it ends."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import pty
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest
from typer.testing import Result

from tallybook.cli import main
from tallybook.cli.app import COMMANDS
from tallybook.cli.cards import short_ids
from tallybook.cli.console import expected_documents
from tallybook.cli.demo import copy_pages
from tallybook.schema import SCHEMAS, load_schema

Program = Callable[..., Result]
Process = Callable[..., subprocess.CompletedProcess[str]]


def lines_of(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def valid(line: dict[str, Any], name: str) -> dict[str, Any]:
    jsonschema.Draft202012Validator(load_schema(name)).validate(line)
    return line


def ids(tallybook: Program, register: Path) -> list[str]:
    return [line["incident_id"] for line in lines_of(tallybook("list", "-r", register, "--json"))]


def test_extract_gives_one_valid_line_for_each_document(tallybook: Program, pages: Path) -> None:
    done = tallybook("extract", pages)
    assert done.exit_code == 0
    lines = [valid(line, "document") for line in lines_of(done)]
    assert [line["document"]["id"] for line in lines] == ["one", "two", "three", "four"]
    assert done.stderr == ""


def test_extract_reads_standard_input(tallybook: Program) -> None:
    done = tallybook("extract", "-", stdin='{"id": "x", "text": "A bomb killed 3 people in Kabul."}\n')
    assert done.exit_code == 0
    assert lines_of(done)[0]["reports"][0]["killed"]["best"] == 3


def test_a_broken_line_fails_alone(tallybook: Program) -> None:
    done = tallybook("extract", "-", stdin='{"id": "x", "text": "Rain."}\n{"id": \n{"id": "y", "text": "Sun."}\n')
    lines = [valid(line, "document") for line in lines_of(done)]
    assert done.exit_code == 1
    assert [line["document"]["id"] for line in lines if line["document"]["text"]] == ["x", "y"]
    assert any(line["issues"] for line in lines)
    assert "1 failed" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract", "nowhere.txt"], "nowhere.txt"),
        (["extract", "--codebook", "nonesuch", "-"], "nonesuch"),
        (["list", "-r", "nowhere.db"], "nowhere.db"),
        (["codebook", "nonesuch"], "event_type"),
        (["schema", "nonesuch"], "document, incident, geocode, missed, reconciled, table, tally"),
    ],
    ids=["missing file", "unknown codebook", "missing register", "unknown section", "unknown schema"],
)
def test_what_cannot_run_says_why_and_ends_with_two(tallybook: Program, arguments: list[str], message: str) -> None:
    done = tallybook(*arguments, stdin="")
    assert done.exit_code == 2, done.output
    assert message in done.stderr
    assert "Traceback" not in done.output
    assert done.stdout == ""


def test_geocode_gives_valid_lines(tallybook: Program, pages: Path) -> None:
    done = tallybook("geocode", pages)
    lines = [valid(line, "geocode") for line in lines_of(done)]
    assert done.exit_code == 0
    assert [place["text"] for place in lines[0]["places"]] == ["Kabul"]


def test_building_twice_changes_nothing(tallybook: Program, pages: Path, tmp_path: Path) -> None:
    register = tmp_path / "my.db"
    assert tallybook("build", "-r", register, pages).exit_code == 0
    first = tallybook("export", "-r", register).stdout
    again = tallybook("build", "-r", register, pages)
    assert "4 unchanged" in again.stderr
    assert tallybook("export", "-r", register).stdout == first


def test_build_says_when_a_document_failed(tallybook: Program, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    done = tallybook("build", "-r", tmp_path / "my.db", tmp_path / "empty.txt")
    assert done.exit_code == 1
    listed = lines_of(tallybook("issues", "-r", tmp_path / "my.db", "--json"))
    assert [issue["fatal"] for issue in listed] == [True]
    assert listed[0]["message"]


def test_list_gives_incident_lines_and_a_table(tallybook: Program, register: Path) -> None:
    lines = [valid(line, "incident") for line in lines_of(tallybook("list", "-r", register, "--json"))]
    assert len(lines) == 2
    shown = tallybook("list", "-r", register)
    assert "2 incidents." in shown.stderr
    assert "Kabul, Afghanistan" in " ".join(shown.stdout.split())


def test_a_ledger_gives_every_figure_and_what_became_of_it(tallybook: Program, register: Path) -> None:
    (incident, *_) = lines_of(tallybook("list", "-r", str(register), "--killed", "1", "--json"))
    rows = lines_of(tallybook("show", incident["incident_id"], "-r", str(register), "--ledger", "--json"))
    assert {row["claim"] for row in rows} == {one["claim_id"] for one in incident["casualties"]}
    assert {row["claim"] for row in rows if row["counted"] == "for"} >= set(incident["killed"]["for"])
    shown = tallybook("show", incident["incident_id"], "-r", str(register), "--ledger").stdout
    assert "by range_of_independent_latest" in shown


def test_a_rule_is_chosen_for_one_tally(tallybook: Program, register: Path) -> None:
    told = [tallybook("tally", "-r", str(register), "--rule", rule, "--json") for rule in ("lowest", "highest")]
    low, high = ([row["killed"]["best"] or 0 for row in lines_of(done)[0]["rows"]] for done in told)
    assert all(one <= other for one, other in zip(low, high, strict=True))
    assert "lowest" in lines_of(told[0])[0]["caveats"][-1]
    refused = tallybook("tally", "-r", str(register), "--rule", "guess")
    assert (refused.exit_code, "majority" in refused.stderr) == (2, True)


def test_filters_choose_incidents(tallybook: Program, register: Path) -> None:
    kandahar = tallybook("list", "-r", register, "--json", "--since", "2022", "--country", "AF")
    assert [line["where"]["place"] for line in lines_of(kandahar)] == ["Kandahar"]
    typo = tallybook("list", "-r", register, "--type", "bommbing")
    assert typo.exit_code == 2
    assert "bombing" in typo.stderr


def test_show_sets_each_figure_beside_its_words(tallybook: Program, register: Path) -> None:
    done = tallybook("show", "-r", register, ids(tallybook, register)[0])
    text = " ".join(done.stdout.split())
    assert done.exit_code == 0
    assert "at least 12" in text
    assert "killed 15 people" in text
    assert "Sample Wire, two:" in text
    assert "rule:" in text
    assert "what disagrees" in text


def test_show_takes_the_beginning_of_an_id(tallybook: Program, register: Path) -> None:
    whole = ids(tallybook, register)[0]
    assert lines_of(tallybook("show", "-r", register, whole[:9], "--json"))[0]["incident_id"] == whole


def test_show_names_near_ids_for_one_that_is_not_there(tallybook: Program, register: Path) -> None:
    whole = ids(tallybook, register)[0]
    wrong = whole[:-1] + ("0" if whole[-1] != "0" else "1")
    done = tallybook("show", "-r", register, wrong)
    assert done.exit_code == 2
    assert whole in done.stderr


def test_show_refuses_a_beginning_that_several_share(tallybook: Program, register: Path) -> None:
    done = tallybook("show", "-r", register, "inc-")
    assert done.exit_code == 2
    assert "give more of it" in done.stderr


def test_short_ids_stay_apart() -> None:
    assert short_ids(["inc-1234567", "inc-1234568"]) == {"inc-1234567": "inc-1234567", "inc-1234568": "inc-1234568"}
    assert short_ids(["inc-1234567", "inc-9234568"])["inc-1234567"] == "inc-123456"


def test_tally_gives_one_valid_object(tallybook: Program, register: Path) -> None:
    done = tallybook("tally", "-r", register, "--by", "year", "--compare", "year-earlier", "--json")
    (line,) = lines_of(done)
    valid(line, "tally")
    rows = {row["label"]: row for row in line["rows"]}
    assert rows["2021"]["incidents"] == rows["2022"]["incidents"] == 1
    # The newest document is of 3 March 2022, so that 2022 is compared with 2021 up to that day.
    assert (rows["2022"]["earlier"]["incidents"], rows["2022"]["change"]) == (0, 1)
    assert line["caveats"]


def test_tally_shows_its_caveats_with_the_numbers(tallybook: Program, register: Path) -> None:
    done = tallybook("tally", "-r", register, "--by", "year")
    assert "Note: Counts what 4 documents tell" in done.stdout
    assert re.search(r"2022\s+1\s+4", done.stdout)


def test_a_long_run_of_empty_periods_is_one_line(tallybook: Program, register: Path) -> None:
    done = tallybook("tally", "-r", register, "--by", "month")
    assert "… 6 without" in done.stdout
    assert "2021-10" not in done.stdout


def test_timeline_is_in_order(tallybook: Program, register: Path) -> None:
    days = [line["start"] for line in lines_of(tallybook("timeline", "-r", register, "--json"))]
    assert days == sorted(days)
    assert "2021-08-26" in tallybook("timeline", "-r", register).stdout


def test_disagreements_keep_both_readings(tallybook: Program, register: Path) -> None:
    (line,) = lines_of(tallybook("disagreements", "-r", register, "--json"))
    (killed,) = [one for one in line["disagreements"] if one["field"] == "killed"]
    assert {name for value in killed["values"] for name in value["documents"]} == {"one", "two"}
    assert "killed" in tallybook("disagreements", "-r", register).stdout


@pytest.mark.parametrize("name", ["jsonl", "csv", "geojson"])
def test_export_writes_to_a_file_what_it_prints(tallybook: Program, register: Path, tmp_path: Path, name: str) -> None:
    printed = tallybook("export", "-r", register, "--format", name)
    target = tmp_path / "new" / "out"
    assert tallybook("export", "-r", register, "--format", name, "--output", target).exit_code == 0
    assert target.read_bytes() == printed.stdout_bytes


def test_exported_csv_has_a_row_for_each_incident(tallybook: Program, register: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(tallybook("export", "-r", register, "-f", "csv").stdout)))
    assert sorted(row["place"] for row in rows) == ["Kabul", "Kandahar"]


def test_an_unwritable_target_is_named(tallybook: Program, register: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = tallybook("export", "-r", register, "--output", tmp_path / "folder")
    assert done.exit_code == 2
    assert "folder" in done.stderr
    assert list((tmp_path).glob(".folder*")) == []


@pytest.mark.parametrize("command", ["export", "report"])
def test_a_pipe_as_target_is_written_into_and_stays_a_pipe(
    process: Process, register: Path, tmp_path: Path, command: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE) as reader:
        assert process(command, "-r", register, "-o", tmp_path / "pipe").returncode == 0
        assert len(reader.communicate()[0]) > 1000
    assert (tmp_path / "pipe").is_fifo()


def test_a_link_as_target_stays_a_link(tallybook: Program, register: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "data" / "real")
    assert tallybook("export", "-r", register, "-o", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out").is_symlink()
    assert len((tmp_path / "data" / "real").read_text().splitlines()) == 2


def test_ctrl_c_while_the_program_loads_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    class Loading(ModuleType):
        def __getattr__(self, name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "tallybook.cli.app", Loading("tallybook.cli.app"))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(tallybook: Program, register: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
    done = tallybook("export", "-r", register, "--output", closed / "out.jsonl")
    assert done.exit_code == 2
    assert "closed" in done.stderr


def test_report_writes_a_page(tallybook: Program, register: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    assert tallybook("report", "-r", register, "--output", target, "--title", "Two <b>").exit_code == 0
    page = target.read_text(encoding="utf-8")
    assert "<h1>Two &lt;b&gt;</h1>" in page
    assert page.count('<article class="card"') == 2


def test_codebook_lists_the_event_types(tallybook: Program) -> None:
    codes = [line["code"] for line in lines_of(tallybook("codebook", "--json"))]
    assert {"bombing", "kidnapping", "other"} <= set(codes)
    assert "air_strike" in tallybook("codebook", "all").stdout


def test_codebook_lists_the_actors_that_a_filter_takes(tallybook: Program, register: Path) -> None:
    codes = {line["code"] for line in lines_of(tallybook("codebook", "actor", "--json"))}
    assert "taliban" in codes
    assert tallybook("list", "-r", register, "--actor", "taliban").exit_code == 0


def test_runs_and_verify_look_after_the_register(tallybook: Program, register: Path) -> None:
    (run,) = lines_of(tallybook("runs", "-r", register, "--json"))
    assert run["state"] == "done"
    assert "done" in tallybook("runs", "-r", register).stdout
    checked = tallybook("verify", "-r", register)
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert "all is as it was stored" in checked.stderr


def test_verify_names_what_does_not_hold_and_ends_with_one(tallybook: Program, register: Path, tmp_path: Path) -> None:
    copied = Path(shutil.copy(register, tmp_path / "damaged.db"))
    pages = register.with_name(f"{register.name}.pages")
    shutil.copytree(pages, tmp_path / "damaged.db.pages")
    blob = next(path for path in (tmp_path / "damaged.db.pages").rglob("*") if path.is_file())
    blob.unlink()
    checked = tallybook("verify", "-r", copied)
    assert checked.exit_code == 1
    assert blob.name.split(".")[0] in checked.stdout


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_prints_valid_schemas(tallybook: Program, name: str) -> None:
    schema = json.loads(tallybook("schema", name).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)


def test_schema_lists_the_names(tallybook: Program) -> None:
    assert [line.split()[0] for line in tallybook("schema").stdout.splitlines()] == list(SCHEMAS)


def test_the_register_can_come_from_the_environment(
    tallybook: Program, register: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALLYBOOK_REGISTER", str(register))
    assert len(lines_of(tallybook("list", "--json"))) == 2


@pytest.mark.parametrize("name", [name for _, name, _ in COMMANDS])
def test_every_command_has_help(tallybook: Program, name: str) -> None:
    done = tallybook(name, "--help")
    assert done.exit_code == 0
    assert name in done.stdout


def test_copying_pages_drops_old_ones(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    (source / "new.txt").write_text("new")
    target.mkdir()
    (target / "old.txt").write_text("old")
    assert copy_pages(source, target) == 1
    assert [path.name for path in target.iterdir()] == ["new.txt"]


def test_the_demo_shows_everything_and_can_be_repeated(tallybook: Program, pages: Path, tmp_path: Path) -> None:
    first = tallybook("demo", "--output", tmp_path / "demo", "--pages", pages.parent)
    again = tallybook("demo", "--output", tmp_path / "demo", "--pages", pages.parent)
    assert first.exit_code == again.exit_code == 0, first.output
    for number in range(1, 6):
        assert f"{number}. " in first.stdout
    made = {path.name for path in (tmp_path / "demo").iterdir()}
    assert {"report.html", "register.db", "incidents.jsonl", "incidents.csv", "incidents.geojson", "pages"} <= made
    assert first.stdout.split("2. ")[1] == again.stdout.split("2. ")[1]


def test_help_is_quick(process: Process) -> None:
    process("--help")  # the first start writes the byte code
    best = 9.0
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert process("--help").returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # The processor's time, since the clock on the wall measures what else the machine does.
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert best < 0.4


def test_help_loads_nothing_heavy() -> None:
    heavy = ["sqlalchemy", "trafilatura", "numpy", "duckdb", "jinja2", "lxml", "yaml", "tallybook_gazetteer"]
    code = f"import sys, tallybook.cli.app; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_command_ends_with_two(process: Process) -> None:
    done = process("nonesuch")
    assert done.returncode == 2
    assert "nonesuch" in done.stderr


@pytest.mark.parametrize("what", ["list --json -r {}", "list -r {}", "codebook actor"])
def test_nobody_reading_is_no_error(register: Path, what: str) -> None:
    called = f"{sys.executable} -m tallybook {what.format(register)}"
    command = f"{called} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
    assert "Traceback" not in done.stderr
    assert "rror" not in done.stderr


def test_no_colour_and_no_progress_where_there_is_no_terminal(process: Process, register: Path) -> None:
    done = process("list", "-r", register)
    assert "\x1b" not in done.stdout + done.stderr


def test_progress_is_shown_on_a_terminal_only(register: Path, pages: Path) -> None:
    mine, its = pty.openpty()
    command = [sys.executable, "-m", "tallybook", "extract", str(pages)]
    terminal = {**os.environ, "TERM": "xterm"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=its, text=True, env=terminal) as running:
        os.close(its)
        shown = all_shown(mine)
        printed, _ = running.communicate()
    assert "4/4" in shown
    assert "Reading" not in printed
    assert len(printed.splitlines()) == 4


def all_shown(terminal: int) -> str:
    """What a terminal was given until its last user left it; it holds only a few thousand characters at once."""
    shown = b""
    # Linux reports the end of a terminal as an error.
    with contextlib.suppress(OSError):
        while block := os.read(terminal, 4096):
            shown += block
    os.close(terminal)
    return shown.decode("utf-8", "replace")


def test_the_time_left_is_told_only_where_the_number_of_documents_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.jsonl").write_text("{}\n{}\n")
    assert expected_documents([str(tmp_path)]) == 3
    assert expected_documents(["-"]) is None
    (tmp_path / "c.warc").write_text("")
    assert expected_documents([str(tmp_path)]) is None


def test_interrupting_ends_with_130_and_one_line(tmp_path: Path) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "tallybook", "extract", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        text=True,
    )
    assert started.stdin is not None
    assert started.stdout is not None
    started.stdin.write('{"id": "x", "text": "Rain."}\n' * 20)
    started.stdin.flush()
    time.sleep(4)
    started.send_signal(signal.SIGINT)
    _, errors = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "Interrupted" in errors
    assert "Traceback" not in errors
