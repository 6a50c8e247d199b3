"""A device without space: said in plain words, nothing acknowledged lost, and mended by making room."""

from __future__ import annotations

import errno
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from simple_stages import SIMPLE
from test_killed import texts

from tallybook.errors import RegisterFull
from tallybook.model import Page
from tallybook.pipeline import build, verify
from tallybook.read.archive import PageArchive
from tallybook.register import open_register

CHILD = Path(__file__).with_name("building_child.py")

ON_A_SMALL_DEVICE = """
mount -t tmpfs -o size=500k tmpfs {disk} || exit 77
{python} {child} {disk}/my.db {texts}
mount -o remount,size=50m {disk}
{python} -c "from tallybook.pipeline import verify; print(verify('{disk}/my.db').sentence)"
{python} {child} {disk}/my.db {texts}
"""


def test_a_full_device_is_said_and_after_making_room_the_same_command_completes(tmp_path: Path) -> None:
    (tmp_path / "texts.json").write_text(json.dumps(texts()))
    (tmp_path / "disk").mkdir()
    script = ON_A_SMALL_DEVICE.format(
        disk=tmp_path / "disk", texts=tmp_path / "texts.json", python=sys.executable, child=CHILD
    )
    if shutil.which("unshare") is None:
        pytest.skip("needs unshare to mount a small device")
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True, check=False)
    if "finished" not in done.stdout and "RegisterFull" not in done.stderr:
        pytest.skip(f"no small device can be mounted here: {done.stderr[-200:]}")
    assert "RegisterFull" in done.stderr
    assert "no space left on the device" in done.stderr or "No space left on device" in done.stderr
    assert "all is as it was stored" in done.stdout
    assert done.stdout.strip().endswith("finished")


def test_a_page_that_cannot_be_kept_ends_the_run_and_its_document_is_not_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "texts.json").write_text(json.dumps(texts()))

    def full(archive: PageArchive, pages: Sequence[Page]) -> NoReturn:
        raise RegisterFull(f"{archive.folder}: {pages[0].id!r} cannot be kept") from OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patched:
        patched.setattr(PageArchive, "put_all", full)
        with pytest.raises(RegisterFull):
            build(tmp_path / "my.db", [tmp_path / "texts.json"], stages=SIMPLE)
    with open_register(tmp_path / "my.db") as register:
        assert register.view().documents() == []
        assert [run.state for run in register.view().runs()] == ["failed"]
    assert build(tmp_path / "my.db", [tmp_path / "texts.json"], stages=SIMPLE).failed == 0
    assert verify(tmp_path / "my.db").problems == ()
