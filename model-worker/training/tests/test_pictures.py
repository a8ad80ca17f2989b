"""Pictures out of containers: a resource file and a layered font that the tests write themselves."""

import shutil
import struct
import zlib

import pytest

fonts = pytest.importorskip("fontTools.fontBuilder")
pytest.importorskip("PIL")

from fontTools.pens.ttGlyphPen import TTGlyphPen
from PIL import Image, ImageDraw

from percept_training.nouns import noun_of_costume, noun_of_drawing, noun_of_icon, noun_of_letter
from percept_training.pictures import LayeredFont, coloured_in, resources, without_paper


def resource_file(files: dict[str, tuple[bytes, bool]]) -> bytes:
    """A resource file of version 1 with one folder `pictures`; each file's content, and whether it is deflated."""
    names, offsets = b"", {}
    for name in ("pictures", *files):
        offsets[name] = len(names)
        names += struct.pack(">HI", len(name), 0) + name.encode("utf-16-be")
    data, places = b"", {}
    for name, (content, deflated) in files.items():
        stored = struct.pack(">I", len(content)) + zlib.compress(content) if deflated else content
        places[name] = len(data)
        data += struct.pack(">I", len(stored)) + stored
    tree = struct.pack(">IHII", 0, 2, 1, 1) + struct.pack(">IHII", offsets["pictures"], 2, len(files), 2)
    for name, (_, deflated) in files.items():
        tree += struct.pack(">IHHHI", offsets[name], int(deflated), 0, 0, places[name])
    header = 20
    return struct.pack(">4s4I", b"qres", 1, header, header + len(tree), header + len(tree) + len(data)) + tree + data + names


def test_a_resource_file_gives_its_files_deflated_or_not(tmp_path):
    path = tmp_path / "some.rcc"
    path.write_bytes(resource_file({"cat.svg": (b"<svg/>" * 50, True), "dog.png": (b"png", False)}))

    assert dict(resources(path)) == {"pictures/cat.svg": b"<svg/>" * 50, "pictures/dog.png": b"png"}


def test_what_is_no_resource_file_is_refused_by_name(tmp_path):
    path = tmp_path / "other.rcc"
    path.write_bytes(b"other")

    with pytest.raises(ValueError, match="other.rcc"):
        list(resources(path))


def square(left: int, right: int):
    pen = TTGlyphPen(None)
    pen.moveTo((left, 0))
    pen.lineTo((left, 1000))
    pen.lineTo((right, 1000))
    pen.lineTo((right, 0))
    pen.closePath()
    return pen.glyph()


@pytest.mark.skipif(shutil.which("rsvg-convert") is None, reason="no rsvg-convert: install librsvg2-bin")
def test_a_layered_font_draws_each_layer_in_its_colour(tmp_path):
    builder = fonts.FontBuilder(1000)
    order = [".notdef", "pair", "left", "right"]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({0x1F600: "pair"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "pair": square(0, 1000), "left": square(0, 500), "right": square(500, 1000)})
    builder.setupHorizontalMetrics({name: (1000, 500 if name == "right" else 0) for name in order})
    builder.setupHorizontalHeader()
    builder.setupPost()
    builder.setupCOLR({"pair": [("left", 0), ("right", 1)]}, version=0)
    builder.setupCPAL([[(1, 0, 0, 1), (0, 0, 1, 1)]])
    path = tmp_path / "layers.ttf"
    builder.save(path)

    picture = LayeredFont(str(path)).picture(0x1F600)

    box = picture.getchannel("A").getbbox()
    middle, quarter = (box[1] + box[3]) // 2, (box[2] - box[0]) // 4
    assert picture.getpixel((box[0] + quarter, middle)) == (255, 0, 0, 255)
    assert picture.getpixel((box[0] + 3 * quarter, middle)) == (0, 0, 255, 255)
    assert LayeredFont(str(path)).picture(0x41) is None


def ring(mode: str, paper, line) -> Image.Image:
    image = Image.new(mode, (60, 60), paper)
    ImageDraw.Draw(image).ellipse((10, 10, 50, 50), outline=line, width=4)
    return image


def test_a_drawing_loses_the_paper_around_it_and_keeps_the_white_within():
    cut = without_paper(ring("RGB", (252, 255, 250), (200, 30, 30)))

    assert cut.getpixel((2, 2))[3] == 0
    assert cut.getpixel((30, 30)) == (252, 255, 250, 255)
    assert cut.getpixel((30, 12))[3] > 128


def test_a_drawing_that_reaches_the_edge_loses_the_paper_on_both_sides():
    image = Image.new("RGB", (60, 60), "white")
    ImageDraw.Draw(image).rectangle((25, 0, 35, 60), fill="green")

    cut = without_paper(image)

    assert [cut.getpixel((x, 30))[3] for x in (5, 30, 55)] == [0, 255, 0]


def test_a_black_glyph_becomes_black_lines_with_white_within():
    page = coloured_in(ring("L", 0, 255))

    assert page.getpixel((2, 2))[3] == 0
    assert page.getpixel((30, 30)) == (255, 255, 255, 255)
    assert page.getpixel((30, 12))[:3] == (0, 0, 0)


@pytest.mark.parametrize("noun_of, name, noun", [
    (noun_of_drawing, "puppy", "dog"), (noun_of_drawing, "ice_cream", "ice cream"), (noun_of_drawing, "juggler", None),
    (noun_of_drawing, "fly", None),
    (noun_of_costume, "bat2-b", "bat"), (noun_of_costume, "tug-boat", "tugboat"), (noun_of_costume, "sail-boat", "sail boat"),
    (noun_of_costume, "football-run", None), (noun_of_costume, "anjuli-5", None),
    (noun_of_icon, "credit-card", "credit card"), (noun_of_icon, "key-variant", "key"), (noun_of_icon, "mouse", None),
    (noun_of_letter, "bananas", "banana"), (noun_of_letter, "hot_dog", "hot dog"), (noun_of_letter, "shield", None)])
def test_a_file_or_icon_is_named_by_its_noun_or_left_out(noun_of, name, noun):
    assert noun_of(name) == noun
