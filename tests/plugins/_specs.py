"""The strict descriptions in ``specs/``, each read when a test first asks for it."""

import json
from functools import cache
from pathlib import Path

from openapi_core import OpenAPI

SPECS = Path(__file__).parents[2] / "specs"


@cache
def description(api):
    """Give an API's description, to check requests and answers by."""
    return OpenAPI.from_dict(json.loads((SPECS / api / "openapi.json").read_text("utf-8")))
