"""Writes animated images beside this file and the frames that Pillow sees in each, one below another over white
(*.frames.png), with their times in *.frames.json. Run with Pillow 12 after changing one; the output is committed.
"""

import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageSequence

HERE = Path(__file__).parent
SIZE = (60, 40)


def scene(colour, box, fill, alpha=False):
    image = Image.new("RGBA", SIZE, colour if not alpha else (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse(box, fill=fill)
    return image


def moving(alpha):
    return [scene("navy", (4 + 12 * i, 6, 20 + 12 * i, 30), ["red", "yellow", "lime", "white"][i], alpha) for i in range(4)]


def half_clear():
    frames = moving(True)
    for i, frame in enumerate(frames):
        y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
        colours = np.stack([x * 4, y * 6, 255 - x * y // 10, (x * 4 + y * 3 + 40 * i) % 256], -1).clip(0, 255)
        inside = np.asarray(frame)[..., 3:] > 0
        frames[i] = Image.fromarray((colours * inside).astype(np.uint8))  # more colours than a palette holds
    return frames


def save(name, frames, **options):
    frames[0].save(HERE / name, save_all=True, append_images=frames[1:], **options)


def truth(name):
    image = Image.open(HERE / name)
    seen, times = [], []
    for frame in ImageSequence.Iterator(image):
        rgba = frame.convert("RGBA")
        white = Image.new("RGB", rgba.size, "white")
        white.paste(rgba.convert("RGB"), mask=rgba.getchannel("A"))
        seen.append(white)
        times.append(int(frame.info.get("duration", 0)))
    strip = Image.new("RGB", (seen[0].width, seen[0].height * len(seen)))
    for i, frame in enumerate(seen):
        strip.paste(frame, (0, i * frame.height))
    strip.save(HERE / f"{name}.frames.png")
    (HERE / f"{name}.frames.json").write_text(json.dumps(times) + "\n")


def flash():
    """Three seconds of one picture, and within it a tenth of a second of another."""
    calm = scene("navy", (10, 6, 40, 30), "red")
    other = Image.new("RGBA", SIZE, "black")
    ImageDraw.Draw(other).text((12, 12), "STOP", fill="white", font_size=16)
    return [calm] * 15 + [other] + [calm] * 14


def main():
    save("opaque.gif", [f.convert("RGB") for f in moving(False)], duration=[100, 200, 50, 70])
    save("keep.gif", moving(True), duration=80, disposal=1)
    save("background.gif", moving(True), duration=80, disposal=2)
    save("previous.gif", moving(True), duration=80, disposal=[1, 3, 3, 1])
    save("lossless.webp", moving(False), duration=[100, 200, 50, 70], lossless=True)
    save("blended.webp", half_clear(), duration=80, lossless=True, minimize_size=True)
    save("clear.webp", moving(True), duration=80, lossless=True)
    save("lossy.webp", moving(False), duration=80, quality=80)
    frames = [f.convert("RGB") for f in flash()]
    for i, frame in enumerate(frames):
        frame.putpixel((0, 0), (i, 0, 0))  # or Pillow would join equal frames
    save("flash.gif", frames, duration=100)
    for file in sorted([*HERE.glob("*.gif"), *HERE.glob("*.webp")]):
        truth(file.name)


if __name__ == "__main__":
    main()
