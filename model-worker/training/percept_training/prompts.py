"""What a bundle is asked: its prompt templates, filled, among the images of a document."""

import pathlib

Part = str | pathlib.Path
"""A text (with literal special tokens) or the path of an image."""


def prompt(bundle, name: str, **values) -> str:
    """A prompt template of a bundle with its places filled."""
    text = bundle.prompts[name]
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text
