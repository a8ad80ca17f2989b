"""Composes pictures: objects on a background with text, and everything that is true of them."""

import dataclasses
import io
import pathlib
import pickle
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from .mislabelled import MISLABELLED
from .nouns import plural
from .patterns import patterned
from .sight import Placed, changed
from .styles import restyled
from .texts import held_out

GRID = 10
"""Cells per side of the dense object targets."""
CHARACTER_GRID = 20
"""Cells per side of the dense character targets."""

COLOURS = {
    "red": (214, 39, 40), "orange": (255, 140, 20), "yellow": (250, 215, 40), "green": (44, 150, 60),
    "blue": (40, 90, 210), "purple": (130, 60, 170), "pink": (250, 150, 190), "brown": (120, 75, 40),
    "black": (15, 15, 15), "white": (250, 250, 250), "gray": (128, 128, 128),
}
SHAPES = ("circle", "square", "triangle", "cross")
BACKGROUNDS = ("plain", "plain", "gradient", "texture", "clutter", "plain")
HELD_OUT_BACKGROUND = "stripes"
PATTERNED = 0.5
"""Share of the training world's backgrounds that are a pattern."""

RESTYLED = 0.3
"""Share of things that the training world draws as if by another hand; more pays in a long run."""
FEW = 3
"""A noun of fewer pictures to learn from is drawn as if by another hand twice as often."""
SMALLEST_THING, SMALLEST_TEXT = 0.19, 0.6
"""How small the training world draws, as shares of a picture's side and of the size that fits; the held-out world stops at 0.24 and 0.72."""
TINTED = 1.6
"""How much more often the training world paints a thing than it was asked to."""
LEARNT_FROM_ALONE = ("art:", "drawing:", "costume:", "lines:", "icon:", "openmoji:", "letter:", "desktop:")
"""Hands that came later: the held-out world shows a noun as those before did, so that its figures can be compared from model to model."""
OFTEN = {"stamp": 2.0} | dict.fromkeys(("emoji", "emojione", "twemoji", "clipart", "gcompris"), 1.8) | {"lines": 0.4, "icon": 0.4}
"""How often the training world draws a hand's picture, to once of those not named: what is kept back is of the first six, and none is in black."""
VARIANTS = 6
"""Restyled pictures of a noun that a world keeps."""
TRIES = 4
"""How often the training world composes a scene at most until each of its things can be seen; there may be no way to see a white one on a white page."""

_FONT_ROOT = pathlib.Path("/usr/share/fonts/truetype")
FONTS = [str(_FONT_ROOT / p) for p in (
    "dejavu/DejaVuSans.ttf", "dejavu/DejaVuSans-Bold.ttf", "dejavu/DejaVuSerif.ttf", "dejavu/DejaVuSansMono.ttf",
    "dejavu/DejaVuSerif-Bold.ttf", "dejavu/DejaVuSansMono-Bold.ttf",
    "liberation2/LiberationSans-Regular.ttf", "liberation2/LiberationSans-Bold.ttf",
    "liberation2/LiberationSerif-Regular.ttf", "liberation2/LiberationSerif-Bold.ttf",
    "liberation2/LiberationMono-Regular.ttf", "liberation2/LiberationSans-BoldItalic.ttf",
    "freefont/FreeSans.ttf", "freefont/FreeSansBold.ttf", "freefont/FreeSerif.ttf", "freefont/FreeMonoBold.ttf")]
_OPEN_TYPE = _FONT_ROOT.parent / "opentype"
MORE_FONTS = [str(_FONT_ROOT / p) for p in (
    "lato/Lato-Regular.ttf", "lato/Lato-Bold.ttf", "lato/Lato-Black.ttf", "roboto/unhinted/RobotoTTF/Roboto-Regular.ttf",
    "roboto/unhinted/RobotoCondensed-Bold.ttf", "open-sans/OpenSans-Regular.ttf", "open-sans/OpenSans-ExtraBold.ttf",
    "open-sans/OpenSans-CondBold.ttf", "inconsolata/Inconsolata.otf", "crosextra/Carlito-Bold.ttf", "crosextra/Caladea-Regular.ttf",
    "crosextra/Caladea-Bold.ttf", "hack/Hack-Regular.ttf", "quicksand/Quicksand-Bold.ttf")] + [str(_OPEN_TYPE / p) for p in (
    "comic-neue/ComicNeue-Bold.otf", "cantarell/Cantarell-Regular.otf", "linux-libertine/LinLibertine_R.otf",
    "linux-libertine/LinLibertine_RB.otf", "linux-libertine/LinBiolinum_RB.otf", "ebgaramond/EBGaramond12-Bold.otf",
    "cabin/Cabin-Bold.otf", "courier-prime/Courier Prime Bold.otf", "dosis/Dosis-Bold.otf")]
"""What the training world writes in besides; none has its letters from where the held-out font has them."""
BOLD_SERIFS = [path for path in FONTS + MORE_FONTS if pathlib.Path(path).stem in (
    "DejaVuSerif-Bold", "LiberationSerif-Bold", "Caladea-Bold", "LinLibertine_RB", "EBGaramond12-Bold")]
"""Few fonts are of the held-out one's kind, so these are drawn more often."""
WORDS = "/usr/share/dict/words"
HELD_OUT_FONT = str(_FONT_ROOT / "freefont/FreeSerifBold.ttf")
CHARACTERS = "".join(chr(c) for c in range(33, 127))


@dataclasses.dataclass
class Thing:
    """An object of a picture; its box is x1, y1, x2, y2 in 0..1 and covers its visible alpha."""

    noun: str
    colour: str | None
    box: tuple[float, float, float, float]

    @property
    def centre(self) -> tuple[float, float]:
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    @property
    def name(self) -> str:
        return f"{self.colour} {self.noun}" if self.colour else self.noun

    @property
    def size(self) -> str:
        side = max(self.box[2] - self.box[0], self.box[3] - self.box[1])
        return "small" if side < 0.3 else "large" if side > 0.5 else "medium"


@dataclasses.dataclass(frozen=True)
class Letter:
    """A character of a picture's text: its place in the text, the line that it is drawn in, and its centre in 0..1."""

    character: str
    at: int
    line: int
    x: float
    y: float


@dataclasses.dataclass
class Scene:
    """A picture with its truth: things from left to right, the text, and dense targets for training."""

    image: Image.Image
    things: list[Thing]
    text: str
    background: str
    background_colour: str | None
    object_map: np.ndarray
    character_map: np.ndarray
    thing_map: np.ndarray
    """Which of the things each cell of the object map shows: its index in `things`, -1 for none."""
    letters: list[Letter]
    doubtful: bool = False
    """Whether a picture is among them that shows another thing than its noun, as the held-out world alone has them."""


class World:
    """Makes scenes. Not thread-safe: one per process."""

    def __init__(self, data: pathlib.Path, seed: int, held: bool = False, size: int = 160, unseen: float = 0.3,
                 restyled: float = RESTYLED):
        """`held`: the held-out world, where so large a share of the pictures of nouns that keep one back is `unseen`.

        `restyled`: the share of pictures of the training world that are drawn as if by another hand.
        """
        with open(pathlib.Path(data) / "cutouts.pickle", "rb") as file:
            pictures = pickle.load(file)
        self.rng = random.Random(seed)
        self.noise = np.random.default_rng(seed)
        self.held, self.size, self.unseen, self.restyled = held, size, unseen if held else 0.0, restyled
        self._variants: dict[str, list[Image.Image]] = {}
        self._is_doubtful = False
        self.nouns = sorted(pictures)
        self.classes = {n: i + 1 for i, n in enumerate(self.nouns + list(SHAPES))}
        self._pictures, self._held_pictures, self._doubtful = {noun: [] for noun in pictures}, {}, set()
        self._often: dict[str, list[float]] = {noun: [] for noun in pictures}
        for noun, entries in pictures.items():
            images = [Image.frombytes("RGBA", s, b) for _, s, b in entries]
            kept = self._held_pictures[noun] = images.pop() if len(images) > 1 else None
            if held and kept is not None and (noun, entries[-1][0]) in MISLABELLED:
                self._doubtful.add(id(kept))
            for (name, *_), image in zip(entries, images):
                if not held:
                    shown = MISLABELLED.get((noun, name), noun)
                else:
                    shown = None if name.startswith(LEARNT_FROM_ALONE) else noun
                    # Of those that are kept alone: the numbers of others are given to later pictures.
                    if shown is not None and (noun, name) in MISLABELLED:
                        self._doubtful.add(id(image))
                if shown is not None:
                    self._pictures[shown].append(image)
                    self._often[shown].append(OFTEN.get(name.split(":")[0], 1.0))
        words = [w.strip() for w in open(WORDS, encoding="utf8")]
        words = [w for w in words if w.isascii() and w.isalpha() and 2 <= len(w) <= 10]
        self.words = [w for w in words if held_out("word", w.lower(), 0.1) == held]
        self._fonts: dict[tuple[str, int], ImageFont.FreeTypeFont] = {}

    # ------------------------------------------------------------------ text

    def font(self, pixels: int) -> ImageFont.FreeTypeFont:
        if self.held:
            path = HELD_OUT_FONT if self.rng.random() < 0.5 else self.rng.choice(FONTS)
        else:
            path = self.rng.choice(BOLD_SERIFS if self.rng.random() < 0.2 else FONTS + MORE_FONTS)
        key = (path, pixels)
        if key not in self._fonts:
            self._fonts[key] = ImageFont.truetype(path, pixels)
        return self._fonts[key]

    def random_text(self, words: int | None = None) -> str:
        rng = self.rng
        # Of three words, drawn small, 9 in 100 were read without an error while one text in five had as many; of one word, 89.
        count = words or rng.choices((1, 2, 3), (5, 3, 2) if self.held else (3, 3, 4))[0]
        parts = []
        for _ in range(count):
            if rng.random() < 0.15:
                alphabet = rng.choice(("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"))
                parts.append("".join(rng.choice(alphabet) for _ in range(rng.randint(1, 6))))
            else:
                parts.append(rng.choice(self.words))
        text = " ".join(parts)
        style = rng.random()
        return text.upper() if style < 0.3 else text.lower() if style < 0.75 else text

    def _draw_text(self, image: Image.Image, text: str, where: str, characters: np.ndarray, letters: list[Letter]):
        rng, (width, height) = self.rng, image.size
        draw = ImageDraw.Draw(image)
        limit = width * (0.96 if where != "label" else rng.uniform(0.55, 0.9))
        lines, pixels = self._fit(text, limit, height * (0.9 if where == "screen" else 0.34))
        font = self.font(pixels)
        while max(font.getlength(line) for line in lines) > width * 0.98 and pixels > 8:
            pixels = max(8, int(pixels * 0.9))
            path = font.path
            font = self._fonts.setdefault((path, pixels), ImageFont.truetype(path, pixels))
        step = int(pixels * rng.uniform(1.05, 1.3))
        block = step * len(lines)
        wide = max(font.getlength(line) for line in lines)
        if where == "top":
            y = rng.randint(1, max(1, int(height * 0.05)))
        elif where == "bottom":
            y = height - block - rng.randint(1, max(1, int(height * 0.05)))
        else:
            y = rng.randint(0, max(0, height - block))
        left = (width - wide) / 2 if where in ("top", "bottom") else rng.uniform(0, max(0.0, width - wide))
        fill, stroke, stroke_fill = self._ink(image, draw, where, (left, y, left + wide, y + block))
        first = 0
        for number, line in enumerate(lines):
            x = left + (wide - font.getlength(line)) / 2 if where in ("top", "bottom") else left
            draw.text((x, y), line, font=font, fill=fill, stroke_width=stroke, stroke_fill=stroke_fill)
            ends = [font.getlength(line[:i]) for i in range(len(line) + 1)]
            for i, character in enumerate(line):
                if character == " ":
                    continue
                cx = x + (ends[i] + ends[i + 1]) / 2
                cy = y + pixels * 0.62
                gx, gy = int(cx / width * CHARACTER_GRID), int(cy / height * CHARACTER_GRID)
                if 0 <= gx < CHARACTER_GRID and 0 <= gy < CHARACTER_GRID:
                    characters[gy, gx] = CHARACTERS.index(character) + 1
                    letters.append(Letter(character, first + i, number, cx / width, cy / height))
            first += len(line) + 1
            y += step
        return int(left), int(y - block), int(left + wide), int(y)

    def _fit(self, text: str, limit: float, height: float) -> tuple[list[str], int]:
        """Breaks a text into lines and finds a letter size, in pixels, at which it about fits."""
        words = text.split()
        longest = max(len(w) for w in words)
        best = None
        for count in range(1, len(words) + 1):
            per_line = max(longest, -(-len(text) // count))
            lines, line = [], ""
            for word in words:
                if line and len(line) + 1 + len(word) > per_line:
                    lines.append(line)
                    line = word
                else:
                    line = f"{line} {word}".strip()
            lines.append(line)
            pixels = min(limit / (0.56 * max(map(len, lines))), height / (1.15 * len(lines)), self.size * 0.24)
            if best is None or pixels > best[1]:
                best = (lines, pixels)
        shrink = self.rng.uniform(0.72 if self.held else SMALLEST_TEXT, 1.0)
        return best[0], max(9, int(best[1] * shrink))

    def _ink(self, image, draw, where, box):
        rng = self.rng
        if where in ("top", "bottom") and rng.random() < 0.6:
            return (255, 255, 255), 1 + (rng.random() < 0.3), (0, 0, 0)
        dark = rng.random() < 0.6
        fill = tuple(rng.randint(0, 70) if dark else rng.randint(190, 255) for _ in range(3))
        paper = tuple(rng.randint(180, 255) if dark else rng.randint(0, 80) for _ in range(3))
        if where == "screen":
            image.paste(paper, (0, 0, *image.size))
        elif rng.random() < 0.75:
            pad = rng.randint(1, 5)
            draw.rectangle((box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad), fill=paper)
        else:
            return fill, 1, paper
        return fill, 0, None

    # ------------------------------------------------------------ background

    def _background(self, width: int, height: int):
        rng = self.rng
        if not self.held and rng.random() < PATTERNED:
            colours = [self._jitter(COLOURS[rng.choice(list(COLOURS))], 30) for _ in range(rng.choice((2, 2, 3)))]
            return patterned(rng, width, height, colours), "pattern", None
        kind = HELD_OUT_BACKGROUND if self.held and rng.random() < 0.3 else rng.choice(BACKGROUNDS)
        name = rng.choice(list(COLOURS))
        base = self._jitter(COLOURS[name], 18)
        if kind == "plain":
            return Image.new("RGB", (width, height), base), kind, name
        other = self._jitter(COLOURS[rng.choice(list(COLOURS))], 30)
        if kind == "gradient":
            ramp = np.linspace(0, 1, 32, dtype=np.float32)
            mix = ramp[None, :] * rng.uniform(-1, 1) + ramp[:, None] * rng.uniform(-1, 1)
            mix = (mix - mix.min()) / max(1e-6, float(np.ptp(mix)))
            pixels = np.asarray(base) * (1 - mix[..., None]) + np.asarray(other) * mix[..., None]
            return Image.fromarray(pixels.astype(np.uint8)).resize((width, height), Image.BILINEAR), kind, None
        if kind == "texture":
            cells = rng.choice((6, 12, 40))
            grain = self.noise.normal(0, rng.uniform(8, 30), (cells, cells, 1)) + np.asarray(base)
            image = Image.fromarray(np.clip(grain, 0, 255).astype(np.uint8))
            return image.resize((width, height), rng.choice((Image.BILINEAR, Image.NEAREST))), kind, name
        image = Image.new("RGB", (width, height), base)
        draw = ImageDraw.Draw(image)
        if kind == HELD_OUT_BACKGROUND:
            step = rng.randint(8, 24)
            for x in range(-height, width, step * 2):
                draw.polygon([(x, 0), (x + step, 0), (x + step + height, height), (x + height, height)], fill=other)
            return image, kind, None
        for _ in range(rng.randint(6, 18)):
            colour = tuple(rng.randint(0, 255) for _ in range(3))
            x, y, r = rng.randint(0, width), rng.randint(0, height), rng.randint(3, width // 6)
            if rng.random() < 0.5:
                draw.line((x, y, x + rng.randint(-60, 60), y + rng.randint(-60, 60)), fill=colour, width=rng.randint(1, 5))
            else:
                draw.ellipse((x, y, x + r // 2, y + r // 2), fill=colour)
        return image, kind, None

    def _jitter(self, colour, amount):
        return tuple(min(255, max(0, c + self.rng.randint(-amount, amount))) for c in colour)

    # --------------------------------------------------------------- objects

    def _cut_out(self, noun: str, colour: str | None, side: int) -> Image.Image:
        rng = self.rng
        if noun in SHAPES:
            return self._shape(noun, COLOURS[colour], side)
        kept_back = self._held_pictures[noun]
        if not self.held and rng.random() < self.restyled * (2 if len(self._pictures[noun]) < FEW else 1):
            picture = self._variant(noun)
        else:
            picture = kept_back if kept_back and rng.random() < self.unseen else self._learnt(noun)
        self._is_doubtful = id(picture) in self._doubtful
        scale = side / max(picture.size)
        stretch = rng.uniform(-0.15, 0.15) if rng.random() < 0.3 else 0
        size = (max(6, round(picture.width * scale * (1 - max(0, stretch)))), max(6, round(picture.height * scale * (1 + min(0, stretch)))))
        cut = picture.resize(size, Image.BILINEAR, reducing_gap=2.0)
        if rng.random() < 0.5:
            cut = cut.transpose(Image.FLIP_LEFT_RIGHT)
        if rng.random() < 0.35:
            cut = cut.rotate(rng.uniform(-25, 25), Image.BILINEAR, expand=True)
        if not self.held and rng.random() < 0.25:
            lean = rng.uniform(-0.25, 0.25)
            cut = cut.transform((cut.width + round(abs(lean) * cut.height), cut.height), Image.AFFINE,
                                (1, lean, min(0, -lean * cut.height), 0, 1, 0), Image.BILINEAR)
        if colour is not None:
            cut = self._tint(cut, COLOURS[colour])
        elif rng.random() < (0.25 if self.held else 0.5):
            cut = self._light(cut) if self.held else self._repaint(cut)
        box = cut.getchannel("A").point(lambda a: 255 if a > 40 else 0).getbbox()
        return cut.crop(box) if box else cut

    def _learnt(self, noun: str) -> Image.Image:
        """A picture that is not kept back. The held-out world draws evenly, as for all sets so far."""
        if self.held:
            return self.rng.choice(self._pictures[noun])
        return self.rng.choices(self._pictures[noun], self._often[noun])[0]

    def _light(self, cut: Image.Image) -> Image.Image:
        """Other light: each channel a little stronger or weaker."""
        gains = [self.rng.uniform(0.8, 1.15) for _ in range(3)]
        return cut.point([min(255, int(v * g)) for g in gains for v in range(256)] + list(range(256)))

    def _variant(self, noun: str) -> Image.Image:
        """One of the last few restyled pictures of a noun; a sixth of the calls makes a new one, since making one takes as long as a scene."""
        rng, kept = self.rng, self._variants.setdefault(noun, [])
        if len(kept) < VARIANTS or rng.random() < 1 / 6:
            made = restyled(self._learnt(noun), rng)
            if len(kept) < VARIANTS:
                kept.append(made)
            else:
                kept[rng.randrange(VARIANTS)] = made
            return made
        return rng.choice(kept)

    def _repaint(self, cut: Image.Image) -> Image.Image:
        """Another painter: colours stronger or paler, a little towards each other, each channel stronger or weaker: for training alone."""
        rng = self.rng
        pale, mixed = rng.uniform(-0.25, 0.55), rng.uniform(0, 0.3)
        turn = rng.choice(((0, 1, 2), (0, 1, 2), (1, 2, 0), (2, 0, 1)))
        grey = (0.3, 0.59, 0.11)
        rows = []
        for channel in range(3):
            gain = rng.uniform(0.75, 1.2)
            own = [(1 - mixed) * (k == channel) + mixed * (k == turn[channel]) for k in range(3)]
            rows += [gain * ((1 - pale) * own[k] + pale * grey[k]) for k in range(3)] + [0]
        return Image.merge("RGBA", (*cut.convert("RGB").convert("RGB", rows).split(), cut.getchannel("A")))

    @staticmethod
    def _tint(cut: Image.Image, colour) -> Image.Image:
        pixels = np.asarray(cut).astype(np.float32)
        light = pixels[..., :3].mean(-1, keepdims=True) / 255
        target = np.asarray(colour, np.float32)
        shade = target * (0.45 + 0.75 * light) + 25 * light
        return Image.fromarray(np.concatenate([np.clip(shade, 0, 255), pixels[..., 3:]], -1).astype(np.uint8), "RGBA")

    def _shape(self, noun: str, colour, side: int) -> Image.Image:
        big = side * 2
        image = Image.new("RGBA", (big, big))
        draw, fill = ImageDraw.Draw(image), (*self._jitter(colour, 12), 255)
        if noun == "circle":
            draw.ellipse((0, 0, big - 1, big - 1), fill=fill)
        elif noun == "square":
            draw.rectangle((0, 0, big - 1, big - 1), fill=fill)
        elif noun == "triangle":
            draw.polygon([(big / 2, 0), (big - 1, big - 1), (0, big - 1)], fill=fill)
        else:
            third = big / 3
            draw.rectangle((third, 0, 2 * third, big - 1), fill=fill)
            draw.rectangle((0, third, big - 1, 2 * third), fill=fill)
        return image.resize((side, side), Image.BOX)

    def _place(self, size, width, height, taken, keep_out):
        for _ in range(12):
            x = self.rng.randint(0, max(0, width - size[0]))
            top, bottom = keep_out
            y = self.rng.randint(min(top, max(0, height - size[1])), max(min(top, max(0, height - size[1])), bottom - size[1]))
            box = (x, y, x + size[0], y + size[1])
            if all(_overlap(box, other) < 0.12 for other in taken):
                return box
        return None

    # ---------------------------------------------------------------- scenes

    def pick_nouns(self, count: int) -> list[str]:
        rng, nouns = self.rng, []
        while len(nouns) < count:
            if nouns and rng.random() < (0.25 if self.held else 0.2):
                nouns.append(rng.choice(nouns))
            elif rng.random() < 0.1:
                nouns.append(rng.choice(SHAPES))
            else:
                nouns.append(rng.choice(self.nouns))
        return nouns

    def scene(self, nouns: list[str], text: str = "", where: str | None = None, tint: float = 0.15,
              colours: list[str | None] | None = None, ground: str | None = None) -> Scene:
        """A scene that shows the nouns (those for which there is room) and the text.

        `ground`: the background is plain, and of this colour.
        """
        for _ in range(1 if self.held else TRIES):
            scene, seen = self._composed(nouns, text, where, tint, colours, ground)
            if seen:
                break
        return scene

    def _composed(self, nouns, text, where, tint, colours, ground) -> tuple[Scene, bool]:
        """A scene, and whether each of its things can be seen, which the held-out world does not ask."""
        rng, size = self.rng, self.size
        width = height = size
        if rng.random() < 0.25:
            width, height = (rng.randint(int(size * 0.9), int(size * 1.6)) for _ in range(2))
        image, kind, name = self._background(width, height)
        if ground:
            name = ground
            # White is paper, as it always was; other colours differ from picture to picture.
            base = COLOURS[name] if name == "white" else self._jitter(COLOURS[name], 18)
            image, kind = Image.new("RGB", (width, height), base), "plain"
        while not ground and name and name in (colours or ()):
            image, kind, name = self._background(width, height)
        owners = np.full((GRID, GRID), -1, np.int8)
        characters = np.zeros((CHARACTER_GRID, CHARACTER_GRID), np.uint8)
        if text and where is None:
            where = rng.choice(("top", "bottom", "label")) if nouns else rng.choice(("screen", "label", "top"))
        keep_out = (0, height)
        if text and nouns and where == "top":
            keep_out = (int(height * 0.3), height)
        elif text and nouns and where == "bottom":
            keep_out = (0, int(height * 0.7))
        if where == "screen":
            name = None
        things, taken, letters, placed, doubtful = [], [], [], [], False
        largest = (0.75, 0.5, 0.42, 0.38)[min(3, len(nouns) - 1)] if nouns else 0
        smallest, painted = (0.24, tint) if self.held else (SMALLEST_THING, TINTED * tint)
        over = where in ("top", "bottom") or (where == "label" and rng.random() < 0.15)
        if text and not over:
            taken.append(self._draw_text(image, text, where, characters, letters))
        for index, noun in enumerate(nouns):
            colour = colours[index] if colours else rng.choice(list(COLOURS)) if noun in SHAPES or rng.random() < painted else None
            if colour is not None and colour == name:
                colour = rng.choice([c for c in COLOURS if c != name])
            side = int(rng.uniform(smallest, largest) * min(width, keep_out[1] - keep_out[0]))
            self._is_doubtful = False
            cut = self._cut_out(noun, colour, max(16, side))
            box = self._place(cut.size, width, height, taken, keep_out)
            if box is None:
                continue
            doubtful |= self._is_doubtful
            placed.append(Placed(cut, box, image.crop(box)))
            image.paste(cut, box[:2], cut)
            taken.append(box)
            self._mark(owners, cut, box, width, height, len(things))
            things.append(Thing(noun, colour, (box[0] / width, box[1] / height, min(1, box[2] / width), min(1, box[3] / height))))
        written = None
        if text and over:
            unwritten = image.copy()
            self._draw_text(image, text, where, characters, letters)
            written = changed(image, unwritten)
        seen = self.held or bool(placed) == bool(nouns) and all(p.seen(image, written) for p in placed)
        order = sorted(range(len(things)), key=lambda i: things[i].centre[0])
        things = [things[i] for i in order]
        thing_map = np.array([*np.argsort(order), -1], np.int8)[owners]
        objects = np.array([*(self.classes[t.noun] for t in things), 0], np.int16)[thing_map]
        image = self._finish(image)
        return Scene(image, things, text, kind, name, objects, characters, thing_map, letters, doubtful), seen

    def _mark(self, owners, cut, box, width, height, owner):
        alpha = np.asarray(cut.getchannel("A"))
        for gy in range(GRID):
            y = int((gy + 0.5) / GRID * height) - box[1]
            if not 0 <= y < alpha.shape[0]:
                continue
            for gx in range(GRID):
                x = int((gx + 0.5) / GRID * width) - box[0]
                if 0 <= x < alpha.shape[1] and alpha[y, x] > 60:
                    owners[gy, gx] = owner

    def _finish(self, image: Image.Image) -> Image.Image:
        rng = self.rng
        if rng.random() < 0.06:
            image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 0.9)))
        if rng.random() < 0.15:
            pixels = np.asarray(image).astype(np.float32) * rng.uniform(0.8, 1.15) + rng.uniform(-15, 15)
            image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
        if rng.random() < 0.15:
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=rng.randint(45, 95))
            image = Image.open(buffer).convert("RGB")
        return image

    def pixels(self, image: Image.Image) -> np.ndarray:
        """A picture as the model sees it: uint8 [S,S,3], resized straight, bicubic."""
        if image.size != (self.size, self.size):
            image = image.resize((self.size, self.size), Image.BICUBIC)
        return np.asarray(image.convert("RGB"))


def _overlap(a, b) -> float:
    w, h = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))


_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six")


def number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def with_article(name: str) -> str:
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def grouped(things: list[Thing]) -> list[tuple[str, list[Thing]]]:
    """Things of one name together, in the order in which the name is first met from the left."""
    groups: dict[str, list[Thing]] = {}
    for thing in things:
        groups.setdefault(thing.name, []).append(thing)
    return [(phrase_of(name, len(members)), members) for name, members in groups.items()]


def phrase_of(name: str, count: int) -> str:
    if count == 1:
        return with_article(name)
    head, _, noun = name.partition(" ") if " " in name and name.split(" ")[0] in COLOURS else ("", "", name)
    return f"{number(count)} {head + ' ' if head else ''}{plural(noun)}"


def listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
