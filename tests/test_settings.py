"""Settings: arguments over the environment over files over defaults, checked wherever they come from."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from tallybook.errors import UsageError
from tallybook.reconcile import DEFAULT_RULE
from tallybook.settings import Settings, described, load_settings, setting_files


def settings_file(folder: Path, content: str, name: str = "settings.toml") -> Path:
    path = folder / name
    path.write_text(content)
    return path


def test_each_layer_goes_over_the_one_below(tmp_path: Path) -> None:
    user = settings_file(tmp_path, 'codebook = "user"\nrule = "user"\nbatch = 1\njobs = 2')
    local = settings_file(tmp_path, 'codebook = "local"\nrule = "local"\nbatch = 3', "tallybook.toml")
    found = load_settings(
        files=(user, local),
        environment={"TALLYBOOK_CODEBOOK": "environment", "TALLYBOOK_RULE": "e"},
        codebook="argument",
    )
    assert found == Settings(codebook="argument", rule="e", batch=3, jobs=2)


def test_without_anything_the_defaults_hold() -> None:
    assert load_settings(files=(), environment={}, codebook=None) == Settings()


def test_a_file_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    assert load_settings(files=(tmp_path / "none.toml",), environment={}) == Settings()


def test_numbers_of_the_environment_are_numbers() -> None:
    assert load_settings(files=(), environment={"TALLYBOOK_JOBS": "4"}).jobs == 4


def test_variables_of_single_commands_are_left_alone() -> None:
    given = {"TALLYBOOK_REGISTER": "my.db", "TALLYBOOK_TRACEBACK": "1", "TALLYBOOK_JOBS": ""}
    assert load_settings(files=(), environment=given) == Settings()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("colour = 1", "there is no setting 'colour'; known: codebook"),
        ("jobs = 0", "the setting jobs must be at least 1, not 0"),
        ('jobs = "many"', "the setting jobs must be a whole number, not 'many'"),
        ("jobs = true", "the setting jobs must be a whole number, not True"),
        ("codebook = 3", "the setting codebook must be text, not 3"),
        ("codebook =", "cannot be read as settings"),
    ],
)
def test_what_does_not_fit_is_said_with_the_file(tmp_path: Path, content: str, words: str) -> None:
    path = settings_file(tmp_path, content)
    with pytest.raises(UsageError, match=words) as refused:
        load_settings(files=(path,), environment={})
    assert str(path) in str(refused.value)


def test_a_wrong_variable_is_said() -> None:
    with pytest.raises(UsageError, match="the environment: the setting jobs must be a whole number, not '-2'"):
        load_settings(files=(), environment={"TALLYBOOK_JOBS": "-2"})


def test_the_files_are_those_of_the_user_and_of_the_folder() -> None:
    user, local = setting_files()
    assert user.parts[-2:] == ("tallybook", "settings.toml")
    assert local == Path("tallybook.toml")


def test_every_setting_says_what_it_means() -> None:
    assert all(meaning for _, _, meaning in described())
    assert Settings().stored() == {name: default for name, default, _ in described()}


def test_the_default_rule_is_that_of_reconcile() -> None:
    assert Settings().rule == DEFAULT_RULE


def test_settings_of_somebody_else_are_named_with_a_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, encoding: str) -> str:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(UsageError, match=r"may not be read.*HOME"):
        load_settings(files=[tmp_path / "settings.toml"], environment={})
