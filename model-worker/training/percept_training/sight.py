"""Whether the things of a picture can be seen: white on white paper, or behind a label, a thing teaches nothing but guessing."""

import dataclasses

from PIL import Image, ImageChops

APART = 24
"""A pixel of a thing is seen where one of its channels differs by more from what lies behind."""
LEAST = 0.4
"""Share of its pixels of which a thing that can be seen shows as many."""


@dataclasses.dataclass(frozen=True)
class Placed:
    """A cut-out, its box in pixels, and what lay there before it."""

    cut: Image.Image
    box: tuple[int, int, int, int]
    behind: Image.Image

    def seen(self, image: Image.Image, written: Image.Image | None = None) -> bool:
        """Whether it can be seen in a picture. `written` [L]: where a text that was drawn later hides what is there."""
        apart = _difference(image.crop(self.box), self.behind)
        if written is not None:
            apart.paste(0, mask=written.crop(self.box))
        counts = apart.histogram(self.cut.getchannel("A").point(_INKED))
        return sum(counts[APART + 1 :]) >= LEAST * sum(counts)


def changed(after: Image.Image, before: Image.Image) -> Image.Image:
    """Where two pictures differ at all, [L: 255 there]."""
    return _difference(after, before).point(_ANY)


def _difference(a: Image.Image, b: Image.Image) -> Image.Image:
    """The largest difference of a channel, [L]."""
    red, green, blue = ImageChops.difference(a, b).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


_INKED = [0] * 61 + [255] * 195
_ANY = [0] + [255] * 255
