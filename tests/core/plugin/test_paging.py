"""A listing goes on at the provider that it began at, and comes to an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pickupkit.plugin import Trail, Unreadable, next_cursor

BASE = "https://api.example.com/v3"


@pytest.mark.parametrize(
    ("link", "cursor"),
    [
        (None, None),
        ("", None),
        ("nonsense", None),
        ('<https://api.example.com/v3/pickups?cursor=c1>; rel="prev"', None),
        ('<https://api.example.com/v3/pickups?cursor=c1>; rel="next"', "c1"),
        ("<https://api.example.com/v3/pickups?cursor=c1>; rel=next", "c1"),
        ("<https://api.example.com/v3/pickups?cursor=c1>;rel=next", "c1"),
        ('<https://api.example.com/v3/pickups?cursor=c1> ; REL = "Next"', "c1"),
        ('<https://api.example.com:443/v3/pickups?cursor=c1>; rel="next"', "c1"),
        ('<HTTPS://API.example.com/v3/pickups?cursor=c1>; rel="next"', "c1"),
        ('</v3/pickups?cursor=c1>; rel="next"', "c1"),
        ('<https:///v3/pickups?cursor=c1>; rel="next"', "c1"),
        ('<?page_size=5&cursor=c1&x=y>; rel="next"', "c1"),
        ('<?cursor=a%2Bb%26c%3D>; rel="next"', "a+b&c="),
        ('<?cursor=a,b>; rel="next"', "a,b"),
        ('<?cursor=p>; rel="prev", <?cursor=n>; rel="next"', "n"),
        ('<?cursor=n>; rel="next", <?cursor=p>; rel="prev"', "n"),
        ('<?ids=1,2&cursor=p>; rel="prev",<?ids=1,2&cursor=n>; rel="next"', "n"),
        ('<?cursor=n>; title="pages 1, 2"; rel="next"', "n"),
        ('<?cursor=n>; title="<x>; rel=prev"; rel="next"', "n"),
        ('<?cursor=n>; rel="last next"', "n"),
        ('<?cursor=p>; rel="nextish"', None),
        ('<?cursor=n>; rel="next', "n"),
        ("<?cursor=n>; rel='next'", "n"),
        ("<?cursor=n>; rel='last next'; title='x'", "n"),
        ("<?cursor=p>; rel='prev', <?cursor=n>; rel='next'", "n"),
        ("""<?cursor=n>; title='it"s'; rel=next""", "n"),
        ('<?rel=next>; rel="prev"', None),
        ('<?cursor=p>; rel="prev"; title="rel=next"', None),
        ('<?cursor=p>; title="the next page"; rel="prev", <?cursor=q>; rel="first"', None),
        ('<?cursor=p>; rel="https://example.com/rels/next"', None),
        ('<?cursor=p>; rel="next-archive"', None),
        ('?rel=prev>; title="what is next"', None),
    ],
)
def test_the_cursor_of_the_next_page_is_found(link: str | None, cursor: str | None) -> None:
    """Links in any order, quoted or not, with commas in URLs and titles."""
    assert next_cursor(link, BASE) == cursor


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example.org/v3/pickups?cursor=c1",
        "https://api.example.com.evil.example.org/?cursor=c1",
        "https://api.example.com:8443/v3/pickups?cursor=c1",
        "http://api.example.com/v3/pickups?cursor=c1",
        "//evil.example.org/v3/pickups?cursor=c1",
        "https://user@api.example.com/?cursor=c1",
        "https://user:pw@api.example.com/?cursor=c1",
        "https://@api.example.com/?cursor=c1",
        "https://api.example.com@evil.example.org/?cursor=c1",
        "https://api.example.com:port/?cursor=c1",
        "https://api.example.com:99999/?cursor=c1",
        "https://[::1/?cursor=c1",
        "https://[api]/?cursor=c1",
        "javascript:alert(1)?cursor=c1",
        "file:///etc/passwd?cursor=c1",
        "ftp://api.example.com/?cursor=c1",
        "/v3/pickups",
        "/v3/pickups?cursor=",
        "/v3/pickups?cursor=a&cursor=b",
        "/v3/pickups?Cursor=a",
        "/v3/pickups#cursor=a",
        "",
    ],
)
def test_a_next_page_elsewhere_or_without_a_cursor_is_unreadable(target: str) -> None:
    """It is neither followed nor taken for the end of the listing."""
    with pytest.raises(Unreadable):
        next_cursor(f'<{target}>; rel="next"', BASE)


@pytest.mark.parametrize(
    "link",
    [
        'https://api.example.com/v3/pickups?cursor=c1>; rel="next"',
        '<https://api.example.com/v3/pickups?cursor=c1; rel="next"',
        'https://api.example.com/v3/pickups?cursor=c1; REL = "Next"',
        '<?cursor=p>; rel="prev", ?cursor=n>; rel="next"',
        '<?cursor=n; rel="next", <?cursor=p>; rel="prev"',
        '<?cursor=n> rel="next"',
        "<?cursor=n>; rel='next",
        '<?cursor=n>; rel:"next"',
        '<?cursor=n>; rel="last,next"',
        "<?cursor=n>; rel=“next”",
        "rel=next",
    ],
)
def test_a_next_page_that_cannot_be_read_is_not_the_end(link: str) -> None:
    """A listing that was cut short would count as a complete one."""
    with pytest.raises(Unreadable, match="cannot be read"):
        next_cursor(link, BASE)


def test_the_error_does_not_repeat_the_link() -> None:
    """Where a link leads, and what it carries, stays out of the text."""
    with pytest.raises(Unreadable) as raised:
        next_cursor('<https://user:canary@evil.example.org/>; rel="next"', BASE)
    assert "canary" not in str(raised.value)
    assert "evil" not in str(raised.value)


def test_the_cursor_may_have_another_name() -> None:
    """Providers differ."""
    assert next_cursor('<?after=x>; rel="next"', BASE, "after") == "x"


@given(st.text() | st.from_regex(r'<[^>]*>;? ?rel="?next"?.*', fullmatch=True))
def test_no_link_raises_anything_else(link: str) -> None:
    """Any header gives a cursor, the end, or an unreadable answer."""
    try:
        found = next_cursor(link, BASE)
    except Unreadable:
        return
    assert found is None or found


def test_a_long_hostile_header_is_read_in_no_time() -> None:
    """The patterns have no way to go wild; a hundred thousand signs are nothing."""
    for sign in ("<", ">", ";", '"', ",", "<>;", '<>;"', "; rel=", "< ", "rel ", "<>;a='"):
        assert next_cursor(sign * (100_000 // len(sign)), BASE) is None


def test_a_circle_ends() -> None:
    """A cursor that comes again stops the listing with an error, not silently."""
    trail = Trail()
    assert [trail.step(cursor) for cursor in ("a", "b", "c")] == ["a", "b", "c"]
    with pytest.raises(Unreadable, match="circle"):
        trail.step("b")
