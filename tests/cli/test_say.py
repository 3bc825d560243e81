"""What is printed: a terminal obeys none of it, a program gets all of it."""

import json
import subprocess
import sys

from pickupkit.cli._say import echo_json, say


def test_a_terminal_obeys_no_word_of_a_vendor(capsys):
    """Neither a control sequence nor a turn of the line's direction; ends of lines stay."""
    say("a\x1b[2Jb\rc\u202ed\x9be\nf\tg")

    assert capsys.readouterr().out == "a\ufffd[2Jb\ufffdc\ufffdd\ufffde\nf\tg\n"


def test_a_program_gets_every_character(capsys):
    """What a terminal would obey is escaped; text from right to left keeps its marks."""
    said = "a\x1b[2J\x7f\x9b\u202b\u05d0\u202c\u2067\u05d1\u2069\t\n"
    echo_json({said: said})

    printed = capsys.readouterr().out
    assert json.loads(printed) == {said: said}
    assert not {*"\x1b\x7f\x9b\u202b\u2067"} & {*printed}


def test_json_is_json_whatever_the_terminal_shows(monkeypatch):
    """A letter that the output cannot hold is written as JSON has it."""
    monkeypatch.setenv("PYTHONIOENCODING", "iso8859-2")
    command = [sys.executable, "-m", "pickupkit", "--config", "ñ😀.toml", "list", "--json"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)

    assert "ñ😀.toml" in json.loads(done.stdout)["error"]["message"]
