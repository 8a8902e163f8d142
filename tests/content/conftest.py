"""What several tests of the content share stands beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
