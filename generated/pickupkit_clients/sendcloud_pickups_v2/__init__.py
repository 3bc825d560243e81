"""Generated from an OpenAPI description; do not edit. `api` has the operations, `models` the data."""
