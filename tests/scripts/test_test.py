"""What passed is not run again on the very same files; anything that changed is."""

import subprocess

import pytest

from scripts import test as chore

SAID = "2 passed in 1s"


class Runs:
    """Stands in for pytest, and counts."""

    def __init__(self, code=0):
        self.count = 0
        self.code = code
        self.meanwhile = lambda: None

    def __call__(self, words, plugins):
        self.count += 1
        plugins[0].said = SAID
        self.meanwhile()
        return self.code


@pytest.fixture
def checkout(tmp_path):
    """Give a repository with a file that is committed and one that is ignored."""
    root = tmp_path / "checkout"
    root.mkdir()
    (root / "kept.py").write_text("A = 1\n")
    (root / ".gitignore").write_text("*.log\n")
    (root / "a.log").write_text("1")
    git = ("git", "-C", str(root), "-c", "user.name=Dock", "-c", "user.email=dock@example.com")
    for words in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "First")):
        subprocess.run([*git, *words], check=True, capture_output=True)
    return root


@pytest.fixture
def chores(checkout, tmp_path):
    """Give the chore at that checkout, and what counts its runs."""
    runs = Runs()
    return runs, lambda *words: chore.main(words, checkout, tmp_path / "kept", runs)


def test_what_passed_is_told_and_not_run_again(chores, capsys):
    """With how it ended, and how to run it all the same."""
    runs, test = chores

    assert [test(), test(), test()] == [0, 0, 0]
    assert runs.count == 1
    [said, _] = capsys.readouterr().out.splitlines()
    assert said.startswith(f"{SAID} at ")
    assert said.endswith(", on exactly these files; `make test AGAIN=1` runs them again")
    assert test("--again") == 0
    assert runs.count == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "kept.py").write_text("A = 2\n"),
        lambda root: (root / "kept.py").unlink(),
        lambda root: (root / "kept.py").rename(root / "other.py"),
        lambda root: (root / "new.py").write_text(""),
    ],
)
def test_whatever_changed_is_tested(chores, checkout, change):
    """Committed or not, new or gone; what git ignores is no part of it."""
    runs, test = chores
    test()
    (checkout / "a.log").write_text("2")
    test()
    assert runs.count == 1

    change(checkout)
    test()
    assert runs.count == 2


def test_settings_count(chores, monkeypatch):
    """Such as the one that lets no test of PostgreSQL be skipped, as does its absence."""
    runs, test = chores
    monkeypatch.delenv("PICKUPKIT_REQUIRE_POSTGRES", raising=False)
    test()
    monkeypatch.setenv("PICKUPKIT_REQUIRE_POSTGRES", "1")
    test()

    assert runs.count == 2


def test_what_failed_is_run_again(chores):
    """Its code is pytest's own."""
    runs, test = chores
    runs.code = 1

    assert [test(), test()] == [1, 1]
    assert runs.count == 2


def test_what_was_edited_meanwhile_is_run_again(chores, checkout):
    """Part of the tests saw the file as it was before."""
    runs, test = chores
    runs.meanwhile = lambda: (checkout / "kept.py").write_text(f"A = {runs.count + 2}\n")
    test()
    test()

    assert runs.count == 2


def test_without_git_every_run_is_a_run(chores, checkout):
    """Nobody can say what has changed."""
    runs, test = chores
    (checkout / ".git").rename(checkout / "git")
    test()
    test()

    assert runs.count == 2
