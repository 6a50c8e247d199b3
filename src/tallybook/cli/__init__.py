"""The command line: thin calls into the library, data on standard output, everything else on standard error."""

from __future__ import annotations

import gc

__all__ = ["main"]

COLLECT_AFTER = 50_000
"""New objects after which Python looks for unreachable ones; its own default of 700 costs a tenth of the start."""


def main() -> None:
    """Run the ``tallybook`` command and leave with its exit status."""
    gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])
    try:
        from tallybook.cli.app import app  # noqa: PLC0415  importing tallybook.cli must stay free of cost
    except KeyboardInterrupt:
        # Nothing was begun; where a command runs, ``guard`` says what is kept.
        raise SystemExit(130) from None
    app(prog_name="tallybook")
