"""A call's path cannot lead to another host."""

import pytest

from pickupkit.calls import Call


@pytest.mark.parametrize("path", ["@evil.example/x", ".evil.example/x", ":1@evil.example", "", "x"])
def test_a_path_starts_with_a_slash(path):
    """Joined to a base URL, anything else could change its host and take the credentials there."""
    with pytest.raises(ValueError, match="slash"):
        Call("GET", path, lambda answer: answer)
