"""The wheels of both packages: everything that the program reads is in them, and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"tallybook": ROOT, "tallybook_gazetteer": ROOT / "packages" / "tallybook-gazetteer"}
NO_PART = {"__pycache__", ".DS_Store"}
"""What lies beside the sources and is no part of them."""

DEMO_CORPUS = """
import tallybook, tallybook_gazetteer
from tallybook.samples import gold, pages_folder
print(tallybook.__file__, tallybook_gazetteer.__file__, pages_folder(), sep="\\n")
assert sorted(path.stem for path in pages_folder().iterdir()) and gold()["documents"]
"""


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both wheels, built as a release builds them, but without a network."""
    folder = tmp_path_factory.mktemp("wheels")
    options = [
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "--disable-pip-version-check",
        "-q",
        "-w",
        str(folder),
    ]
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, *map(str, PACKAGES.values())],
        check=True,
        timeout=300,
        cwd=folder,
    )
    return {path.name.split("-")[0]: path for path in folder.glob("*.whl")}


@pytest.fixture(scope="session")
def installed(wheels: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the content of both wheels and nothing of the sources: what a user has."""
    folder = tmp_path_factory.mktemp("installed")
    for wheel in wheels.values():
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(folder)
    return folder


def run(installed: Path, work: Path, *arguments: str) -> str:
    """What Python prints when it finds tallybook in ``installed``."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("name", PACKAGES)
def test_a_wheel_holds_every_file_of_its_package(name: str, wheels: dict[str, Path]) -> None:
    source = PACKAGES[name] / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / name).rglob("*")
        if path.is_file() and not NO_PART & set(path.parts)
    }
    with zipfile.ZipFile(wheels[name]) as packed:
        held = {one for one in packed.namelist() if ".dist-info/" not in one}
    assert held == wanted


@pytest.mark.parametrize("name", PACKAGES)
def test_a_wheel_brings_its_licence_and_its_notices(name: str, wheels: dict[str, Path]) -> None:
    with zipfile.ZipFile(wheels[name]) as packed:
        held = {Path(one).name: packed.read(one).decode() for one in packed.namelist() if "/licenses/" in one}
    assert "END OF TERMS AND CONDITIONS" in held["LICENSE"]
    assert "GeoNames" in held["NOTICE"]


@pytest.mark.parametrize(
    "pattern",
    [
        "tallybook/codebook/event_types/bombing.yaml",
        "tallybook/codebook/actors/south_asia.yaml",
        "tallybook/lang/en/triggers.yaml",
        "tallybook/samples/pages/*.html",
        "tallybook/export/report/page.html.jinja",
        "tallybook/register/migrations/versions/0001_tables.py",
        "tallybook/schema/document.json",
        "tallybook/py.typed",
        "tallybook_gazetteer/data/borders.json",
        "tallybook_gazetteer/data/*.npy",
    ],
)
def test_the_data_beside_the_code_is_installed(pattern: str, installed: Path) -> None:
    assert list(installed.glob(pattern))


def test_an_installed_tallybook_finds_its_own_sample_corpus(installed: Path, tmp_path: Path) -> None:
    places = run(installed, tmp_path, "-c", DEMO_CORPUS).split()
    assert len(places) == 3
    assert all(Path(place).is_relative_to(installed) for place in places)


def test_an_installed_tallybook_runs_the_demo(installed: Path, tmp_path: Path) -> None:
    assert "Kabul" in run(installed, tmp_path, "-m", "tallybook", "demo", "--output", "demo")
    assert (tmp_path / "demo" / "report.html").stat().st_size > 10_000


FREE = re.compile(r"Apache|BSD|MIT|ISC|PSF|Python Software|MPL|Mozilla|0BSD|Zlib|CC0|CNRI")
"""Licences that bind nobody who uses tallybook; where there is a choice, one of them is enough."""


def test_every_core_library_may_be_used_freely() -> None:
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements" / "core.txt").read_text("utf-8"), re.MULTILINE)
    bound = []
    for name in pinned:
        about = metadata(name)
        said = [about.get("License-Expression", ""), about.get("License", ""), *about.get_all("Classifier", [])]
        if not FREE.search(" ".join(one for one in said if one and ("License ::" in one or "::" not in one))):
            bound.append(name)
    assert len(pinned) > 20
    assert bound == []


def test_the_notice_names_every_source_of_word_lists_and_the_libraries_with_conditions() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for name in ("SCOWL", "Kevin Atkinson", "Princeton University", "Geoff Kuenning", "1990 census", "certifi", "tld"):
        assert name in notice
