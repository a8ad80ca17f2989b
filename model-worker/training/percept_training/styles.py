"""A picture as another hand might have drawn it: bent, recoloured, outlined, partly hidden.

Most nouns have a few pictures only. What the model learns of them should hold for a picture that it has never seen.
"""

import random

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

BENT = 0.6
"""Share of the restyled pictures that are bent; each of the other changes has its own."""


def restyled(picture: Image.Image, rng: random.Random) -> Image.Image:
    """A changed copy of an RGBA picture. What it shows stays to be seen: every change is mild, and few come together."""
    if rng.random() < BENT:
        picture = bent(picture, rng)
    if rng.random() < 0.25:
        picture = hidden_in_part(picture, rng)
    alpha, colours = picture.getchannel("A"), picture.convert("RGB")
    draw = rng.random()
    if draw < 0.2:
        colours = turned(colours, rng.randint(-28, 28))
    elif draw < 0.32:
        colours = ImageOps.grayscale(colours).convert("RGB")
    elif draw < 0.42:
        colours = ImageOps.posterize(colours, rng.choice((2, 3)))
    elif draw < 0.5:
        colours = line_drawing(colours)
    elif draw < 0.62:
        colours = ImageEnhance.Contrast(colours).enhance(rng.uniform(0.45, 1.7))
    elif draw < 0.72:
        colours = colours.filter(ImageFilter.ModeFilter(5))
    picture = Image.merge("RGBA", (*colours.split(), alpha))
    return outlined(picture, rng) if rng.random() < 0.25 else picture


def bent(picture: Image.Image, rng: random.Random) -> Image.Image:
    """Moves the nodes of a 3x3 net over the picture by up to a twelfth of its sides; what comes from outside is transparent."""
    width, height = picture.size
    xs, ys = [0, width // 2, width], [0, height // 2, height]
    lean, tall = 0.085 * width, 0.085 * height
    nodes = {}
    for i, y in enumerate(ys):
        for j, x in enumerate(xs):
            nodes[i, j] = (x + rng.uniform(-lean, lean), y + rng.uniform(-tall, tall))
    mesh = []
    for i in range(2):
        for j in range(2):
            target = (xs[j], ys[i], xs[j + 1], ys[i + 1])
            corners = (nodes[i, j], nodes[i + 1, j], nodes[i + 1, j + 1], nodes[i, j + 1])
            mesh.append((target, tuple(c for corner in corners for c in corner)))
    return picture.transform(picture.size, Image.MESH, mesh, Image.BILINEAR)


def hidden_in_part(picture: Image.Image, rng: random.Random) -> Image.Image:
    """Takes away a corner, an edge or a patch: up to a fifth of the picture."""
    width, height = picture.size
    alpha = np.array(picture.getchannel("A"))
    if rng.random() < 0.5:
        wide, high = int(width * rng.uniform(0.2, 0.45)), int(height * rng.uniform(0.2, 0.45))
        x, y = rng.randint(0, width - wide), rng.randint(0, height - high)
        alpha[y : y + high, x : x + wide] = 0
    elif rng.random() < 0.5:
        strip = int(width * rng.uniform(0.05, 0.2))
        alpha[:, slice(0, strip) if rng.random() < 0.5 else slice(width - strip, width)] = 0
    else:
        strip = int(height * rng.uniform(0.05, 0.2))
        alpha[slice(0, strip) if rng.random() < 0.5 else slice(height - strip, height)] = 0
    return Image.merge("RGBA", (*picture.split()[:3], Image.fromarray(alpha)))


def turned(colours: Image.Image, by: int) -> Image.Image:
    """Every hue turned by so many 256ths of the circle."""
    hue, saturation, value = colours.convert("HSV").split()
    return Image.merge("HSV", (hue.point([(h + by) % 256 for h in range(256)]), saturation, value)).convert("RGB")


def line_drawing(colours: Image.Image) -> Image.Image:
    """Dark lines on white where the colours change."""
    lines = ImageOps.invert(ImageOps.grayscale(colours.filter(ImageFilter.FIND_EDGES)))
    return ImageOps.autocontrast(lines, cutoff=2).convert("RGB")


def outlined(picture: Image.Image, rng: random.Random) -> Image.Image:
    """A rim of one dark or light colour around the whole."""
    alpha = picture.getchannel("A")
    inner = alpha.filter(ImageFilter.MinFilter(rng.choice((3, 5))))
    rim = ImageChops.subtract(alpha, inner)
    ink = Image.new("RGB", picture.size, rng.choice(((0, 0, 0), (30, 20, 20), (255, 255, 255))))
    colours = Image.composite(ink, picture.convert("RGB"), rim)
    return Image.merge("RGBA", (*colours.split(), alpha))
