"""``python -m tallybook.codebook`` gives the reference page of the codebook on standard output."""

import sys

from tallybook.codebook.describe import reference_page
from tallybook.codebook.load import codebook_names, load_codebook

if __name__ == "__main__":
    profiles = {name: load_codebook(name) for name in codebook_names()}
    sys.stdout.write(reference_page(profiles["default"], profiles=profiles))
