"""Trees are put in place whole."""

from pathlib import Path

import pytest

from pickupkit.codegen.swap import clear, differences, files, recover, swap, workshop


@pytest.fixture
def trees(tmp_path):
    for name in ("fresh", "client"):
        (tmp_path / name / "models").mkdir(parents=True)
        (tmp_path / name / "models" / "a.py").write_text(name)
    (tmp_path / "client" / "stale.py").write_text("old")
    return tmp_path / "fresh", tmp_path / "client"


def test_a_swap_leaves_nothing_of_the_old_tree(trees):
    """A module that is no longer generated is gone."""
    fresh, target = trees
    swap(fresh, target)
    assert files(target) == {"models/a.py": b"fresh"}
    assert [path.name for path in target.parent.iterdir()] == ["client"]


def test_a_first_swap_needs_no_old_tree(trees):
    """The first client of an API has nothing to replace."""
    fresh, target = trees
    swap(fresh, target.with_name("other"))
    assert files(target.with_name("other")) == {"models/a.py": b"fresh"}


def test_a_swap_that_is_interrupted_leaves_the_old_tree(trees, monkeypatch):
    """Whatever stops it between the renames, even an interrupt by the keyboard."""
    fresh, target = trees
    before, rename = files(target), Path.rename

    def interrupted(self, to):
        if self == fresh:
            raise KeyboardInterrupt
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        swap(fresh, target)
    assert files(target) == before


def test_a_killed_swap_is_undone_by_the_next_run(trees):
    """A kill between the renames leaves the old tree beside its place."""
    _, target = trees
    before = files(target)
    target.rename(target.with_name(".client.old"))
    recover(target)
    assert files(target) == before


def test_what_a_swap_killed_at_its_end_left_is_cleared(trees):
    """The new tree is in place, the old one was not yet removed."""
    _, target = trees
    before = files(target)
    target.with_name(".client.old").mkdir()
    recover(target)
    assert files(target) == before
    assert not target.with_name(".client.old").exists()


def test_a_workshop_is_gone_afterwards(tmp_path):
    """It lies beside the target, and leaves nothing when work in it fails."""

    def work():
        with workshop(tmp_path, "client") as place:
            (place / "a").touch()
            raise ValueError("interrupted")

    with pytest.raises(ValueError, match="interrupted"):
        work()
    assert list(tmp_path.iterdir()) == []


def test_what_killed_runs_left_of_their_workshops_is_cleared(trees):
    """Of this target alone."""
    _, target = trees
    for name in (".client.new-abc", ".other.new-abc"):
        (target.parent / name / "models").mkdir(parents=True)
    clear(target)
    left = {path.name for path in target.parent.iterdir()}
    assert left == {"fresh", "client", ".other.new-abc"}


def test_trees_differ_by_a_byte_a_file_and_its_absence(trees):
    """Compiled files do not count."""
    fresh, target = trees
    (target / "__pycache__").mkdir()
    (target / "__pycache__" / "a.pyc").touch()
    (fresh / "new.py").touch()
    assert differences(fresh, target) == ["models/a.py", "new.py", "stale.py"]
    assert differences(fresh, fresh) == []
