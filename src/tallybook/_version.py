"""The version of the installed package."""

from __future__ import annotations

FALLBACK = "0.1.0"
"""The version of the source tree, for when the package is not installed (kept equal to pyproject.toml by a test)."""


def version() -> str:
    """The installed version, or that of the source tree."""
    from importlib.metadata import PackageNotFoundError  # noqa: PLC0415
    from importlib.metadata import version as installed  # noqa: PLC0415

    try:
        return installed("tallybook")
    except PackageNotFoundError:
        return FALLBACK
