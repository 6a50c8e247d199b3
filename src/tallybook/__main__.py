"""``python -m tallybook`` is ``tallybook``."""

from tallybook.cli import main

if __name__ == "__main__":
    main()
