"""The contract, kept by our own providers, and proved by plugins that break it."""
