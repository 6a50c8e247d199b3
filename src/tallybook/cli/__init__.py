"""The command line: thin calls into the library, data on standard output, everything else on standard error."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the ``tallybook`` command and leave with its exit status."""
    try:
        from tallybook.cli.app import app  # noqa: PLC0415  importing tallybook.cli must stay free of cost
    except KeyboardInterrupt:
        # Nothing was begun; where a command runs, ``guard`` says what is kept.
        raise SystemExit(130) from None
    app(prog_name="tallybook")
