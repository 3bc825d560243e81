"""Regenerate the clients: ``python -m scripts.generate [--check | --guard] [API ...]``.

``--guard`` shows what moved in the generator since the templates were written against it.
"""

import sys
from pathlib import Path

from pickupkit.codegen.cli import main

ROOT = Path(__file__).resolve().parents[1]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], ROOT / "specs", ROOT / "generated" / "pickupkit_clients"))
