"""Compare two descriptions by what they mean to a client, and find what of ours that touches."""

from .compare import compare
from .findings import Drift, Finding
from .report import as_json, as_markdown, as_text
from .usage import Hit, Usage

__all__ = ["Drift", "Finding", "Hit", "Usage", "as_json", "as_markdown", "as_text", "compare"]
