"""The commands: `python -m extensions.runtime serve | train | shell | rasa …`."""

import sys

from extensions.runtime.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
