"""The scaffold of a plugin."""
