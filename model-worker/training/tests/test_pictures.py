"""Pictures out of containers: a resource file and a layered font that the tests write themselves."""

import struct
import zlib

import pytest

fonts = pytest.importorskip("fontTools.fontBuilder")
pytest.importorskip("PIL")

from fontTools.pens.ttGlyphPen import TTGlyphPen

from percept_training.pictures import LayeredFont, resources


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
