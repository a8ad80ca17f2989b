"""Spells what a tokenizer does not know with what it knows, as `io.percept.prompt.Spelling` of the service does; `tests/spelling.json` holds
both to it."""

import typing
import unicodedata

SIGNS = {
    sign: plain
    for signs, plain in (
        ("‘’‚‛′‵ʹʻʼʽ´‹›", "'"), ("“”„‟″‶«»", '"'), ("‐‒–—―−⁃", "-"), ("⁄∕", "/"), ("•", "*"), ("×", "x"),
        ("ß", "ss"), ("ẞ", "SS"), ("æ", "ae"), ("Æ", "AE"), ("œ", "oe"), ("Œ", "OE"), ("ø", "o"), ("Ø", "O"), ("ł", "l"), ("Ł", "L"),
        ("đð", "d"), ("ĐÐ", "D"), ("þ", "th"), ("Þ", "Th"), ("ı", "i"),
    )
    for sign in signs
}
"""What readers take for the same, though the compatible forms of Unicode (NFKD) do not."""

MARKS = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF))
"""Accents of letters, marks around signs, and what chooses between the shapes of one: from and to."""


class Spelling:
    """Each character by itself; what the tokenizer knows stays, as does what could not be spelled either way."""

    def __init__(self, is_known: typing.Callable[[str], bool]):
        """`is_known`: whether the tokenizer has tokens for all of a text."""
        self.is_known = is_known
        self.remembered: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        return text if text.isascii() else "".join(map(self._spelled, text))

    def _spelled(self, character: str) -> str:
        if character.isascii():
            return character
        if character not in self.remembered:
            other = _otherwise(character)
            stays = other == character or self.is_known(character) or not self.is_known(other)
            self.remembered[character] = character if stays else other
        return self.remembered[character]


def _otherwise(character: str) -> str:
    plain = _plain(character)
    if plain != character:
        return plain
    apart = "".join(map(_plain, unicodedata.normalize("NFKD", character)))
    return unicodedata.normalize("NFC", apart)


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" or any(first <= ord(character) <= last for first, last in MARKS):
        return ""
    return " " if category.startswith("Z") else SIGNS.get(character, character)
