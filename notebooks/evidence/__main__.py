"""`python notebooks/evidence sync`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evidence.pages.sync import main

sys.exit(main())
