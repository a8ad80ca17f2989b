"""Pictures out of the containers in which some Debian packages keep them: Qt resource files, and fonts with layers of colour."""

import io
import pathlib
import struct
import subprocess
import zlib
from collections.abc import Iterator

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

_FOLDER, _DEFLATED, _ZSTANDARD = 2, 1, 4


def resources(path: pathlib.Path) -> Iterator[tuple[str, bytes]]:
    """Names and contents of a Qt resource file (.rcc); those packed with Zstandard are left out.

    The form is that of Qt's `rcc`: a header with the offsets of the tree, the data and the names, all big-endian.
    """
    content = path.read_bytes()
    if content[:4] != b"qres":
        raise ValueError(f"{path} is not a Qt resource file")
    version, tree, data, names = struct.unpack_from(">4I", content, 4)
    width = 22 if version >= 2 else 14

    def walk(node: int, folder: str) -> Iterator[tuple[str, bytes]]:
        at = tree + node * width
        name_offset, flags = struct.unpack_from(">IH", content, at)
        length, _ = struct.unpack_from(">HI", content, names + name_offset)
        start = names + name_offset + 6
        name = f"{folder}/{content[start : start + 2 * length].decode('utf-16-be')}" if node else ""
        if flags & _FOLDER:
            count, first = struct.unpack_from(">II", content, at + 6)
            for child in range(first, first + count):
                yield from walk(child, name)
        elif not flags & _ZSTANDARD:
            offset = data + struct.unpack_from(">I", content, at + 10)[0]
            size = struct.unpack_from(">I", content, offset)[0]
            found = content[offset + 4 : offset + 4 + size]
            yield name.removeprefix("/"), zlib.decompress(found[4:]) if flags & _DEFLATED else found

    return walk(0, "")


def drawn(svg: bytes, side: int = 256) -> Image.Image | None:
    """An SVG as a picture, or nothing where it cannot be drawn."""
    run = subprocess.run(["rsvg-convert", "-w", str(side)], input=svg, capture_output=True)
    return Image.open(io.BytesIO(run.stdout)) if run.returncode == 0 else None


def without_paper(image: Image.Image, near: int = 24) -> Image.Image:
    """A drawing without the white paper around it: what is joined to the edge and differs from white by less than `near`."""
    image = image.convert("RGB")
    white = ImageChops.invert(image).convert("L").point(lambda v: 255 if v < near else 0)
    return _joined_to_edge_removed(image, white)


def coloured_in(glyph: Image.Image) -> Image.Image:
    """A black glyph [L: 255 where inked] as a page of a colouring book: black lines, white within, nothing around."""
    ink = glyph.point(lambda v: 255 - v)
    return _joined_to_edge_removed(Image.merge("RGB", (ink,) * 3), ink.point(lambda v: 255 if v > 128 else 0))


def _joined_to_edge_removed(image: Image.Image, paper: Image.Image) -> Image.Image:
    """The picture with an alpha of 0 on that part of `paper` (255 where it is) that is joined to the picture's edge."""
    framed = Image.new("L", (paper.width + 2, paper.height + 2), 255)
    framed.paste(paper, (1, 1))
    ImageDraw.floodfill(framed, (0, 0), 128)
    outside = framed.crop((1, 1, paper.width + 1, paper.height + 1)).point(lambda v: 255 if v == 128 else 0)
    image = image.convert("RGBA")
    # A soft edge, drawn inwards by half a pixel, so that no white rim is left.
    image.putalpha(ImageChops.invert(outside.filter(ImageFilter.MaxFilter(3)).filter(ImageFilter.GaussianBlur(0.7))))
    return image


def glyph(font: ImageFont.FreeTypeFont, code: int) -> Image.Image:
    """A glyph, [L: 255 where inked], with room on every side."""
    side = 2 * font.size
    image = Image.new("L", (side, side))
    ImageDraw.Draw(image).text((font.size // 2, font.size // 2), chr(code), font=font, fill=255)
    return image


class LayeredFont:
    """A font whose pictographs are layers of one colour each (tables COLR, version 0, and CPAL)."""

    def __init__(self, path: str):
        self._font = TTFont(path)
        self._names, self._glyphs = self._font.getBestCmap(), self._font.getGlyphSet()
        self._layers, self._palette = self._font["COLR"].ColorLayers, self._font["CPAL"].palettes[0]

    def picture(self, code: int) -> Image.Image | None:
        """The pictograph of a code point, or nothing where the font has none in colour."""
        name = self._names.get(code)
        if name not in self._layers:
            return None
        em = self._font["head"].unitsPerEm
        paths = []
        for layer in self._layers[name]:
            pen = SVGPathPen(self._glyphs)
            self._glyphs[layer.name].draw(pen)
            colour = self._palette[layer.colorID]
            paths.append(f'<path d="{pen.getCommands()}" fill="#{colour.red:02x}{colour.green:02x}{colour.blue:02x}" '
                         f'fill-opacity="{colour.alpha / 255:.3f}"/>')
        # Room on every side, since some pictographs go beyond their em; what stays empty is trimmed.
        view = f"{-em / 2} {-1.5 * em} {2 * em} {2 * em}"
        return drawn(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}"><g transform="scale(1 -1)">{"".join(paths)}</g></svg>'.encode(), 512)
