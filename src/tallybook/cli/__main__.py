"""``python -m tallybook.cli`` gives the reference page of the command line on standard output."""

import sys

from tallybook.cli.reference import reference_page

if __name__ == "__main__":
    sys.stdout.write(reference_page())
