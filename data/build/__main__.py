"""`python data/build --sources DIR`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from build.cli import main

sys.exit(main())
