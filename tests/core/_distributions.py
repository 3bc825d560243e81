"""Fake distributions that bring plugins, good and broken."""

import textwrap

GOOD = """
    from attrs import frozen
    from pickupkit.plugin import Connection, Provider, hookimpl

    @frozen
    class Settings: ...

    def make(name, api=1):
        return Provider(
            name, title=name, settings=Settings, connect=lambda _: Connection("https://a.example"),
            api=api,
        )
"""
BODIES = {
    "good": "@hookimpl\ndef pickupkit_providers(): return [make('good')]",
    "bad_import": "import a_module_that_is_not_there",
    "raising": "@hookimpl\ndef pickupkit_providers(): raise RuntimeError('no luck')",
    "misspelt": "@hookimpl\ndef pickupkit_provider(): return [make('misspelt')]",
    "old_api": "@hookimpl\ndef pickupkit_providers(): return [make('old_api', api=0)]",
    "wrong_name": "@hookimpl\ndef pickupkit_providers(): return [make('another')]",
    "easypost": "@hookimpl\ndef pickupkit_providers(): return [make('easypost')]",
    "exits": "raise SystemExit(3)",
    "too_much": "@hookimpl\ndef pickupkit_providers(): return [make('too_much'), make('good')]",
    "nothing": "@hookimpl\ndef pickupkit_providers(): return None",
    "strange": "@hookimpl\ndef pickupkit_providers(): return ['strange']",
}


def install(folder, *names):
    """Lay fake distributions out as an installer does: a module and its metadata."""
    for name in names:
        code = textwrap.dedent(GOOD) + BODIES[name]
        (folder / f"fake_{name}.py").write_text(code, encoding="utf-8")
        info = folder / f"fake_{name}-1.2.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Name: fake-{name}\nVersion: 1.2\n", encoding="utf-8")
        points = f"[pickupkit]\n{name} = fake_{name}\n"
        (info / "entry_points.txt").write_text(points, encoding="utf-8")
