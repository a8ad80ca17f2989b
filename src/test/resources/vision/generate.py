"""Writes the image fixtures beside this file and what Pillow makes of each (*.expected.png).

Run with Pillow 12 after changing a fixture; the output is committed. The pipeline of `expected` is the one that the
models are trained and evaluated with.
"""

import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps

HERE = Path(__file__).parent
SIZE = 48


def picture(width, height, seed=7):
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    shade = np.stack([x * 255 / width, y * 255 / height, 128 + 100 * np.sin(x * y / (width * 4))], -1)
    image = Image.fromarray(np.clip(shade + random.normal(0, 9, shade.shape), 0, 255).astype(np.uint8), "RGB")
    draw = ImageDraw.Draw(image)
    draw.ellipse([width * 0.1, height * 0.2, width * 0.5, height * 0.8], fill=(220, 40, 30), outline=(0, 0, 0))
    draw.rectangle([width * 0.55, height * 0.1, width * 0.9, height * 0.45], fill=(250, 250, 240))
    draw.text((width * 0.58, height * 0.15), "Percept", fill=(10, 10, 80), font_size=max(9, height // 8))
    return image


def with_alpha(image):
    y, x = np.mgrid[0 : image.height, 0 : image.width]
    image = image.convert("RGBA")
    image.putalpha(Image.fromarray(((x * 7 + y * 3) % 256).astype(np.uint8)))
    return image


def expected(image, size=SIZE):
    image = ImageOps.exif_transpose(image)
    if image.mode == "I;16":
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    rgba = image.convert("RGBA")
    white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, rgba).convert("RGB").resize((size, size), Image.BICUBIC)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def raw_png(path, width, height, depth, colour, rows, extra=b"", interlaced=False):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced))
    data = b"".join(b"\0" + row for row in rows)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    )


def pngs(photo):
    photo.save(HERE / "rgb.png")
    with_alpha(photo).save(HERE / "rgba.png")
    photo.convert("L").save(HERE / "grey.png")
    photo.convert("1").save(HERE / "grey-1bit.png")
    with_alpha(photo).convert("LA").save(HERE / "grey-alpha.png")
    palette = photo.quantize(60)
    palette.save(HERE / "palette.png")
    photo.quantize(12).save(HERE / "palette-4bit.png")
    palette.save(HERE / "palette-transparent.png", transparency=bytes(range(0, 240, 4)))
    photo.save(HERE / "transparent-colour.png", transparency=(250, 250, 240))
    pixels = np.asarray(photo)
    wide = pixels.astype(">u2") * 257 - (pixels > 9) * 5
    height, width = pixels.shape[:2]
    raw_png(HERE / "rgb-16bit.png", width, height, 16, 2, [row.astype(">u2").tobytes() for row in wide])
    raw_png(HERE / "grey-16bit.png", width, height, 16, 0, [row[:, 0].astype(">u2").tobytes() for row in wide])
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    rows = [row.tobytes() for x, y, dx, dy in passes for row in pixels[y::dy, x::dx]]
    raw_png(HERE / "interlaced.png", width, height, 8, 2, rows, interlaced=True)


def jpegs(photo):
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        photo.save(HERE / f"{name}.jpg", quality=88, subsampling=subsampling)
    photo.save(HERE / "progressive.jpg", quality=80, progressive=True)
    photo.save(HERE / "restart.jpg", quality=80, restart_marker_blocks=3)
    photo.save(HERE / "optimised.jpg", quality=60, optimize=True)
    photo.convert("L").save(HERE / "grey.jpg", quality=85)
    photo.convert("CMYK").save(HERE / "cmyk.jpg", quality=90)
    photo.save(HERE / "rgb.jpg", quality=90, keep_rgb=True)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        photo.crop((0, 0, 61, 43)).save(HERE / f"orientation-{orientation}.jpg", quality=85, exif=exif)
    large = picture(1000, 750)
    large.save(HERE / "large.jpg", quality=75)
    large.save(HERE / "large-progressive.jpg", quality=75, progressive=True)


def others(photo):
    photo.save(HERE / "photo.gif")
    red, blue = Image.new("RGB", photo.size, "red"), Image.new("RGB", photo.size, "blue")
    photo.save(HERE / "animated.gif", save_all=True, append_images=[red, blue], duration=50)
    clear = with_alpha(photo)
    clear.putalpha(clear.getchannel("A").point(lambda v: 255 if v > 128 else 0))
    clear.save(HERE / "transparent.gif")
    photo.save(HERE / "interlaced.gif", interlace=True)
    photo.save(HERE / "lossless.webp", lossless=True)
    photo.save(HERE / "lossy.webp", quality=85)
    with_alpha(photo).save(HERE / "alpha.webp", lossless=True)
    with_alpha(photo).save(HERE / "lossy-alpha.webp", quality=85)
    photo.save(HERE / "animated.webp", save_all=True, append_images=[red, blue], duration=50, lossless=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    photo.save(HERE / "orientation-6.webp", lossless=True, exif=exif)
    photo.save(HERE / "orientation-6.png", exif=exif)
    photo.save(HERE / "rgb.bmp")
    photo.quantize(60).save(HERE / "palette.bmp")
    photo.convert("1").save(HERE / "1bit.bmp")


def main():
    for old in HERE.glob("*.expected.png"):
        old.unlink()
    photo = picture(101, 75)
    pngs(photo)
    jpegs(photo)
    others(photo)
    for path in sorted(HERE.iterdir()):
        if path.is_file() and path.suffix != ".py":
            with Image.open(path) as image:
                expected(image).save(HERE / f"{path.name}.expected.png", optimize=True)
    # A square of which the picture decoded at a quarter has between one and a half and two times.
    with Image.open(HERE / "large.jpg") as image:
        expected(image, 96).save(HERE / "at-96" / "large.jpg.png", optimize=True)


if __name__ == "__main__":
    main()
