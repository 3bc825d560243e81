"""The command ``pickupkit``; what a command needs is imported when it runs."""

from ._main import main

__all__ = ["main"]
