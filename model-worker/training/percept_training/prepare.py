"""Collects the cut-outs (RGBA pictures with a noun each) from Debian packages into one file, and writes the tokenizer where there is none.

    python -m percept_training.prepare --data build/data
"""

import argparse
import collections
import glob
import hashlib
import io
import itertools
import pathlib
import pickle
import re
import shutil
import unicodedata

import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont
from tqdm import tqdm

from . import vocabulary
from .nouns import (CLIP_ART, DESKTOP_ICONS, FLASHCARDS, NOUNS, noun_of_clip_art, noun_of_costume, noun_of_drawing, noun_of_emoji, noun_of_file,
                    noun_of_icon, noun_of_letter, noun_of_stamp)
from .pictures import LayeredFont, coloured_in, drawn, glyph, resources, without_paper
from .world import FONTS, HELD_OUT_FONT, MORE_FONTS, WORDS

STAMPS = pathlib.Path("/usr/share/tuxpaint/stamps")
EMOJI_FONT = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
EMOJI_ONE = pathlib.Path("/usr/share/rubygems-integration/all/gems/gemojione-3.3.0/assets/png")
TWEMOJI = "/usr/lib/firefox-esr/fonts/TwemojiMozilla.ttf"
OPEN_MOJI = pathlib.Path("/usr/lib/python3/dist-packages/openshot_qt/emojis/color/svg")
LETTERS = pathlib.Path("/usr/share/qabcs/abcs/all/pics")
DESKTOP = pathlib.Path("/usr/share/pixmaps")
GCOMPRIS = pathlib.Path("/usr/share/gcompris-qt/rcc")
DRAWINGS = pathlib.Path("/usr/share/games/pysiogame/res/images/art4apps")
CARDS = DRAWINGS.parent / "fc"
COSTUMES = pathlib.Path("/usr/share/scratch/Media/Costumes")
LINES = "/usr/share/fonts/truetype/ancient-scripts/Symbola_hint.ttf"
ICONS = "/usr/share/fonts/truetype/materialdesignicons-webfont/materialdesignicons-webfont.ttf"
ICON_NAMES = pathlib.Path("/usr/share/fonts-materialdesignicons-webfont/css/materialdesignicons.css")
CLIP_ART_ROOT = pathlib.Path("/usr/share/openclipart/png")
PACKAGES = {
    "stamp": "tuxpaint-stamps-default", "emoji": "fonts-noto-color-emoji", "clipart": "openclipart-png", "emojione": "ruby-gemojione",
    "twemoji": "firefox-esr", "gcompris": "gcompris-qt-data", "art": "openclipart-png", "drawing": "pysiogame", "costume": "scratch",
    "openmoji": "openshot-qt", "letter": "qabcs-data", "desktop": "gnome-extra-icons", "lines": "fonts-symbola",
    "icon": "fonts-materialdesignicons-webfont",
}
"""The Debian package of each hand, which a picture's name begins with."""
PLACES = {
    "stamp": STAMPS, "emoji": EMOJI_FONT, "clipart": CLIP_ART_ROOT, "emojione": EMOJI_ONE, "twemoji": TWEMOJI, "gcompris": GCOMPRIS,
    "drawing": DRAWINGS, "costume": COSTUMES, "openmoji": OPEN_MOJI, "letter": LETTERS, "lines": LINES, "icon": ICONS,
}
SIDE = 112
"""Longest side of a stored cut-out, in pixels."""
MOST = 24
"""Pictures of one noun."""
TWINS = 5.0
"""Two pictures look alike whose 24×24 pixels differ by less, of 255, in the mean."""
SIGNS = {0x2609, 0x2641, 0x2643, 0x2644, 0x26EB}
"""Code points whose glyph is an astronomer's or a map's sign for the thing."""
EMOJI_BLOCKS = ((0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1FAFF), (0x2600, 0x27BF))


def want(hands) -> None:
    """Ends the preparation where hands are wanting: without one the pictures, and what is kept back of them, would be others."""
    packages = sorted({PACKAGES[hand] for hand in hands})
    if packages:
        raise SystemExit(f"No picture is found of {', '.join(packages)}: install what README.md names, and prepare again.")


def want_letters(paths) -> None:
    """Ends the preparation where fonts or the list of words are wanting, since it would end without a path in the middle of a scene."""
    paths = sorted(paths)
    if paths:
        raise SystemExit(f"There is no {', '.join(paths)}: install the fonts and the words that README.md names, and prepare again.")


def wanting(pictures: dict) -> set[str]:
    """The hands of which there is no picture."""
    return PACKAGES.keys() - {name.split(":")[0] for known in pictures.values() for name, *_ in known}


def _trim(image: Image.Image) -> Image.Image | None:
    image = image.convert("RGBA")
    box = image.getchannel("A").point(lambda a: 255 if a > 32 else 0).getbbox()
    if box is None:
        return None
    image = image.crop(box)
    scale = SIDE / max(image.size)
    size = (max(4, round(image.width * scale)), max(4, round(image.height * scale)))
    if min(size) < 12:
        return None
    premultiplied = image.convert("RGBa").resize(size, Image.LANCZOS)
    return premultiplied.convert("RGBA")


def _stamps():
    for text in sorted(STAMPS.rglob("*.txt")):
        if "money" in text.parts or "alphabet" in str(text):
            continue
        noun = noun_of_stamp(text.stem, text.read_text(encoding="utf8").split("\n")[0])
        if noun is None:
            continue
        png, svg = text.with_suffix(".png"), text.with_suffix(".svg")
        if png.exists():
            yield noun, f"stamp:{png.relative_to(STAMPS)}", Image.open(png)
        elif svg.exists():
            image = drawn(svg.read_bytes())
            if image is not None:
                yield noun, f"stamp:{svg.relative_to(STAMPS)}", image


def _emoji_named():
    """Nouns, Unicode names and code points."""
    for first, last in EMOJI_BLOCKS:
        for code in range(first, last + 1):
            name = unicodedata.name(chr(code), "").lower()
            noun = noun_of_emoji(name)
            if noun is not None:
                yield noun, name, code


def _emoji():
    font = ImageFont.truetype(EMOJI_FONT, 109)
    for noun, name, code in _emoji_named():
        image = Image.new("RGBA", (160, 160))
        ImageDraw.Draw(image).text((10, 10), chr(code), font=font, embedded_color=True)
        yield noun, f"emoji:{name}", image


def _emoji_by_others():
    twemoji = LayeredFont(TWEMOJI)
    for noun, name, code in _emoji_named():
        path = EMOJI_ONE / f"{code:04X}.png"
        if path.exists():
            yield noun, f"emojione:{name}", Image.open(path)
        image = twemoji.picture(code)
        if image is not None:
            yield noun, f"twemoji:{name}", image


def _games():
    """GCompris's pictures that stand free and whose file is named by what they show."""
    seen = set()
    for path in sorted(GCOMPRIS.glob("*.rcc")):
        for name, content in resources(path):
            noun = noun_of_file(name)
            if noun is None or content in seen:
                continue
            seen.add(content)
            image = drawn(content) if name.endswith(".svg") else Image.open(io.BytesIO(content))
            if image is not None and image.convert("RGBA").getchannel("A").getextrema()[0] == 0:
                yield noun, f"gcompris:{name}", image


def _clip_art():
    for noun, patterns in CLIP_ART.items():
        for pattern in patterns:
            for path in sorted(glob.glob(str(CLIP_ART_ROOT / pattern)))[:6]:
                yield noun, f"clipart:{pathlib.Path(path).relative_to(CLIP_ART_ROOT)}", Image.open(path)


def _more_clip_art():
    dictionary = {w.strip() for w in open(WORDS, encoding="utf8")}
    seen = set()
    for path in sorted(CLIP_ART_ROOT.rglob("*.png")):
        name = str(path.relative_to(CLIP_ART_ROOT))
        noun = noun_of_clip_art(name, dictionary)
        content = hashlib.sha256(path.read_bytes()).digest()
        if noun is None or content in seen:
            continue
        seen.add(content)
        image = Image.open(path)
        if image.convert("RGBA").getchannel("A").getextrema()[0] == 0:
            yield noun, f"clipart:{name}", image


def _clip_art_looked_at():
    """Files whose name says more than a noun; each was looked at."""
    for line in (pathlib.Path(__file__).parent / "clip_art.txt").read_text(encoding="utf8").splitlines():
        noun, name = line.split("\t")
        yield noun, f"art:{name}", Image.open(CLIP_ART_ROOT / name)


def _drawings():
    for path in sorted(DRAWINGS.rglob("*.jpg")):
        noun = noun_of_drawing(path.stem)
        if noun is not None:
            yield noun, f"drawing:{path.stem}", without_paper(Image.open(path))
    for number, noun in FLASHCARDS.items():
        yield noun, f"drawing:card {number}", without_paper(Image.open(CARDS / f"fc{number:03d}.jpg"))


def _costumes():
    for path in sorted(COSTUMES.rglob("*")):
        noun = noun_of_costume(path.stem) if path.suffix in (".png", ".gif") else None
        if noun is not None:
            image = Image.open(path).convert("RGBA")
            if image.getchannel("A").getextrema()[0] == 0:
                yield noun, f"costume:{path.stem}", image


def _open_moji():
    for noun, name, code in _emoji_named():
        path = OPEN_MOJI / f"{code:04X}.svg"
        image = drawn(path.read_bytes()) if path.exists() and code not in SIGNS else None
        if image is not None:
            yield noun, f"openmoji:{name}", image


def _letters():
    """Pictures of a game of letters, each named by what begins with one."""
    for path in sorted(LETTERS.rglob("*.png")):
        noun = noun_of_letter(path.stem)
        if noun is not None:
            yield noun, f"letter:{path.stem}", Image.open(path)


def _desktop_icons():
    for noun, names in DESKTOP_ICONS.items():
        for name in names.split():
            path = next(DESKTOP.glob(f"*/{name}.png"), None)
            if path is None:
                want(["desktop"])
            yield noun, f"desktop:{name}", Image.open(path)


def _glyphs():
    """Pictographs in black: lines, whose inside is white here, and shapes."""
    lines, known = ImageFont.truetype(LINES, 160), TTFont(LINES).getBestCmap()
    for noun, name, code in _emoji_named():
        if code in known and code not in SIGNS:
            yield noun, f"lines:{name}", coloured_in(glyph(lines, code))
    shapes = ImageFont.truetype(ICONS, 160)
    for name, code in re.findall(r"\.mdi-([a-z-]+):before \{\s*content: \"\\([0-9A-F]+)\"", ICON_NAMES.read_text(encoding="utf8")):
        noun = noun_of_icon(name)
        if noun is not None:
            shape = glyph(shapes, int(code, 16))
            image = Image.new("RGBA", shape.size)
            image.putalpha(shape)
            yield noun, f"icon:{name}", image


def _small(picture) -> np.ndarray:
    """A picture before grey, 24×24."""
    _, size, content = picture
    image = Image.new("RGBA", size, (128, 128, 128, 255))
    image.alpha_composite(Image.frombytes("RGBA", size, content))
    return np.asarray(image.convert("RGB").resize((24, 24), Image.BOX)).astype(np.float32)


def without_twins(known: list) -> list:
    """A noun's pictures without those that look like the one kept back: some packages have pictures from the same hand."""
    if len(known) < 2:
        return known
    kept = _small(known[-1])
    learnt = [p for p in known[:-1] if min(np.abs(kept - _small(p)).mean(), np.abs(kept - _small(p)[:, ::-1]).mean()) >= TWINS]
    return [*learnt, known[-1]] if learnt else known[-1:]


def _add(known: list, name: str, image: Image.Image) -> None:
    """One more picture of a noun: before the one kept back, or as that one where there was but one so far."""
    trimmed = _trim(image)
    if trimmed is not None and len(known) < MOST and name not in {k[0] for k in known}:
        known.insert(len(known) - 1 if len(known) > 1 else len(known), (name, trimmed.size, trimmed.tobytes()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"))
    arguments = parser.parse_args()
    want(hand for hand, place in PLACES.items() if not pathlib.Path(place).exists())
    want_letters(path for path in (*FONTS, *MORE_FONTS, HELD_OUT_FONT, WORDS) if not pathlib.Path(path).exists())
    if shutil.which("rsvg-convert") is None:
        raise SystemExit("There is no rsvg-convert, which draws the pictures that are SVG: install librsvg2-bin, and prepare again.")
    pictures = collections.defaultdict(list)
    for source in (_stamps(), _emoji(), _clip_art()):
        for noun, name, image in tqdm(source, unit=" pictures", desc="cut-outs"):
            trimmed = _trim(image)
            if trimmed is not None:
                pictures[noun].append((name, trimmed.size, trimmed.tobytes()))
    for noun in pictures:
        pictures[noun].sort(key=lambda p: hashlib.sha256(p[0].encode()).digest())
    # The last picture of a noun is the one kept back. These came later: they neither free it nor keep back one that was learnt.
    later = (_more_clip_art(), _emoji_by_others(), _games(), _clip_art_looked_at(), _drawings(), _costumes())
    for noun, name, image in tqdm(itertools.chain(*later), unit=" pictures", desc="more"):
        _add(pictures[noun], name, image)
    pictures = {noun: without_twins(known) for noun, known in pictures.items()}
    # These came last: a noun of one picture would have to keep one of them back, and the held-out world would be another.
    for noun, name, image in tqdm(itertools.chain(_open_moji(), _letters(), _desktop_icons()), unit=" pictures", desc="last"):
        if len(pictures.get(noun, ())) > 1:
            _add(pictures[noun], name, image)
    pictures = {noun: without_twins(known) for noun, known in pictures.items()}
    # Nothing in black is kept back: the other pictures of such a noun would not prepare for it.
    for noun, name, image in tqdm(_glyphs(), unit=" pictures", desc="in black"):
        if len(pictures.get(noun, ())) > 1:
            _add(pictures[noun], name, image)
    want(wanting(pictures))
    arguments.data.mkdir(parents=True, exist_ok=True)
    with open(arguments.data / "cutouts.pickle", "wb") as file:
        pickle.dump(pictures, file)
    missing = [n for n in NOUNS if n not in pictures]
    print(f"{len(pictures)} nouns, {sum(map(len, pictures.values()))} pictures; "
          f"{sum(len(p) > 1 for p in pictures.values())} nouns keep one picture back; without a picture: {missing}")
    vocabulary.provide(arguments.data)


if __name__ == "__main__":
    main()
