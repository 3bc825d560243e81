"""Pickups by Sendcloud's API v2: nine carriers, no cancel."""
