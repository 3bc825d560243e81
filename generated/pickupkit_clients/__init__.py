"""Clients generated from OpenAPI descriptions, one package an API."""
