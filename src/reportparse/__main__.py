"""`python -m reportparse` is the command `reportparse`."""

import sys

from reportparse.cli import main

sys.exit(main())
