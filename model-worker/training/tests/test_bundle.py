"""The committed bundle: complete, unchanged, and after its schema. Needs no PyTorch."""

import hashlib
import json
import pathlib

import pytest

yaml = pytest.importorskip("yaml")
jsonschema = pytest.importorskip("jsonschema")

ROOT = pathlib.Path(__file__).parents[3]
BUNDLE = ROOT / "model-worker/models/percept-tiny"


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
