"""Which stage of learning a run is in, and what `train` is told for it. Needs no PyTorch."""

import pathlib
import re

import pytest

from percept_training.whole import OWN, STAGES, ahead, own

ROOT = pathlib.Path(__file__).parents[1]


@pytest.mark.parametrize("step, stages", [
    (0, STAGES), (2_999, STAGES), (3_000, STAGES[1:]), (5_999, STAGES[1:]), (6_000, STAGES[2:]), (39_999, STAGES[2:]), (40_000, ()), (50_000, ()),
])
def test_a_run_goes_on_in_the_stage_into_which_its_step_falls(step, stages):
    assert ahead(step) == stages


def test_each_stage_is_the_command_that_the_readme_has():
    readme = (ROOT / "README.md").read_text(encoding="utf8")
    for stage in STAGES:
        assert f"`python -m percept_training.train --data build/data --run build/run {' '.join(stage.arguments)}`" in readme


def test_what_a_stage_sets_is_an_option_of_train_and_not_to_be_given_besides():
    options = {name for stage in STAGES for name in stage.arguments if name.startswith("--")}
    of_train = set(re.findall(r'add_argument\("(--[a-z-]+)"', (ROOT / "percept_training/train.py").read_text(encoding="utf8")))
    assert options <= set(OWN) <= of_train


def test_options_of_the_stages_are_found_also_where_they_are_given_short_or_joined():
    assert own(["--steps", "5"]) == ["--steps"]
    assert own(["--batch=9", "--dec", "3"]) == ["--batch", "--dec"]


def test_other_options_are_left_to_train():
    assert own(["--device", "cuda", "--workers", "15", "--dense-end=0.1", "--save-every", "100", "--shows", "4", "--seed", "-1"]) == []
