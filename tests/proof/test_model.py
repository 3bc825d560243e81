"""The model of the protocol holds, and each bug that is sown in it is found."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proof import FULL
from tests.proof._model import Protocol, Violation, make_template
from tests.proof._mutants import BY_CHANCE, Sow
from tests.proof._scenes import SCENES, Scene, stage


@pytest.fixture(scope="module", autouse=True)
def _template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    make_template(tmp_path_factory.mktemp("model"))
    yield
    Protocol.template = None


def run(examples: int, steps: int) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    run_state_machine_as_test(Protocol, settings=chosen)


def test_the_protocol_holds() -> None:
    """No double, no lost, no wrong id, and everything comes to an end."""
    run(*((300, 40) if FULL else (25, 30)))


@pytest.mark.parametrize("sow", BY_CHANCE, ids=lambda sow: sow.__name__)
def test_a_sown_bug_is_found(sow: Sow, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is no tautology: each of these breaks it."""
    sow(monkeypatch)
    with pytest.raises(Violation):
        run(300, 40)


@pytest.mark.parametrize(("scene", "sow"), SCENES, ids=lambda each: each.__name__)
def test_a_rare_story_ends_well(scene: Scene, sow: Sow) -> None:
    """What chance does seldom is told on purpose."""
    with stage() as told:
        scene(told)


@pytest.mark.parametrize(("scene", "sow"), SCENES, ids=lambda each: each.__name__)
def test_a_rare_bug_is_found(scene: Scene, sow: Sow, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its bug sown, the same story ends badly."""
    sow(monkeypatch)
    with pytest.raises(Violation), stage() as told:
        scene(told)
