"""`python tests/mutation`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutation.command import main

sys.exit(main())
