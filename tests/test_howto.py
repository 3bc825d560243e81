"""The how-to pages: short, and each block runs."""

import re
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parent.parent / "docs" / "howto").glob("*.md"))
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_how_to_runs(page):
    """Its blocks run from top to bottom, and what they assert is so."""
    text = page.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)

    assert blocks
    assert len(text.splitlines()) < 100
    exec(compile("\n".join(blocks), page.name, "exec"), {"__name__": page.stem})  # noqa: S102
