"""The committed bundle: complete, unchanged, and after its schema. Needs no PyTorch."""

import hashlib
import json
import pathlib
import re

import pytest

yaml = pytest.importorskip("yaml")
jsonschema = pytest.importorskip("jsonschema")

ROOT = pathlib.Path(__file__).parents[3]
BUNDLE = ROOT / "model-worker/models/percept-tiny"
TRAINING = ROOT / "model-worker/training"


@pytest.fixture(scope="module")
def manifest():
    return yaml.safe_load((BUNDLE / "bundle.yaml").read_text(encoding="utf8"))


def test_it_is_after_its_schema(manifest):
    jsonschema.validate(manifest, json.loads((ROOT / "schemas/bundle.schema.json").read_text(encoding="utf8")))


def test_its_files_are_the_ones_that_were_exported(manifest):
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((BUNDLE / name).read_bytes()).hexdigest() == digest, name


def test_it_is_small_enough():
    assert sum(file.stat().st_size for file in BUNDLE.iterdir() if file.is_file()) <= 48e6


def test_its_card_is_of_its_version(manifest):
    assert (BUNDLE / "MODEL_CARD.md").read_text(encoding="utf8").splitlines()[0] == f"# {manifest['name']} {manifest['version']}"


def test_it_has_the_figures_and_the_temperature_that_were_found_with_it(manifest):
    assert manifest["evaluation"]
    assert manifest["moderation"]["temperature"] != 1


def test_no_export_is_without_a_version():
    source = (TRAINING / "percept_training/export.py").read_text(encoding="utf8")
    assert re.search(r'add_argument\("--version", required=True', source)


def test_each_command_is_in_the_readme():
    readme = (TRAINING / "README.md").read_text(encoding="utf8")
    commands = [path.stem for path in (TRAINING / "percept_training").glob("*.py") if "\ndef main(" in path.read_text(encoding="utf8")]
    assert commands
    assert [name for name in commands if f"python -m percept_training.{name} " not in readme] == []
