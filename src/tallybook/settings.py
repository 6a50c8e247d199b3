"""One frozen Settings: defaults, over them the files, over them the environment, over them the arguments.

Files are the user's ``settings.toml`` in the configuration folder of the system and ``tallybook.toml`` in the current
folder; the environment has ``TALLYBOOK_`` and the name in capitals. The resolved whole is stored with every run.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from tallybook.errors import UsageError

__all__ = ["PREFIX", "Settings", "described", "load_settings", "setting_files"]

PREFIX = "TALLYBOOK_"
"""What environment variables begin with."""

LOCAL_FILE = "tallybook.toml"
USER_FILE = "settings.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run can be told; each with its default and what it means."""

    codebook: str = field(default="default", metadata={"help": "what counts as an incident"})
    extractor: str = field(default="patterns", metadata={"help": "what finds mentions in a document"})
    rule: str = field(
        default="range_of_independent_latest", metadata={"help": "the rule that chooses among several figures"}
    )
    jobs: int = field(default=1, metadata={"help": "processes that read documents", "least": 1})
    batch: int = field(default=50, metadata={"help": "documents stored by one commit", "least": 1})

    who: str = field(default="", metadata={"help": "who decides in a review; the login name where it is empty"})

    def stored(self) -> dict[str, object]:
        """The settings as they are kept in the row of a run."""
        return asdict(self)


def described() -> Iterator[tuple[str, object, str]]:
    """Name, default and meaning of every setting."""
    for one in fields(Settings):
        yield one.name, one.default, str(one.metadata["help"])


def setting_files() -> tuple[Path, ...]:
    """The files that are read if they are there, the weakest first."""
    from platformdirs import user_config_path  # noqa: PLC0415  imported only when settings are resolved

    return (user_config_path("tallybook") / USER_FILE, Path(LOCAL_FILE))


def load_settings(
    *,
    files: Sequence[Path] | None = None,
    environment: Mapping[str, str] | None = None,
    **arguments: object,
) -> Settings:
    """The settings that hold; an argument that is ``None`` was not given.

    Raises:
        UsageError: A setting is unknown, or a value does not fit it; the message names where it stands.
    """
    given: dict[str, object] = {}
    for path in setting_files() if files is None else files:
        given.update(_checked(_read(path), str(path)))
    given.update(_from_environment(os.environ if environment is None else environment))
    stated = {name: value for name, value in arguments.items() if value is not None}
    given.update(_checked(stated, "the call"))
    return Settings(**given)  # type: ignore[arg-type]


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except PermissionError as error:
        way_out = "become the user it belongs to, or let HOME or XDG_CONFIG_HOME name a folder of your own"
        raise UsageError(f"{path}: may not be read ({error.strerror}); {way_out}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: cannot be read as settings ({error}); mend the file or remove it") from error


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    """Only variables that name a setting: others with our prefix belong to single commands."""
    known = {one.name for one in fields(Settings)}
    found = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and value
    }
    return _checked({name: value for name, value in found.items() if name in known}, "the environment")


def _checked(given: Mapping[str, object], source: str) -> dict[str, object]:
    known = {one.name: one for one in fields(Settings)}
    for name in given:
        if name not in known:
            raise UsageError(f"{source}: there is no setting {name!r}; known: {', '.join(known)}")
    return {
        name: _fitted(name, value, type(known[name].default), known[name].metadata.get("least"), source)
        for name, value in given.items()
    }


def _fitted(name: str, value: object, kind: type, least: int | None, source: str) -> object:
    """The value in the type of the default; numbers may come as text, as the environment has nothing else."""
    if kind is int and isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if not isinstance(value, kind) or isinstance(value, bool):
        wanted = "a whole number" if kind is int else "text"
        raise UsageError(f"{source}: the setting {name} must be {wanted}, not {value!r}")
    if least is not None and isinstance(value, int) and value < least:
        raise UsageError(f"{source}: the setting {name} must be at least {least}, not {value}")
    return value
