"""Times Pillow on one thread: decode and resize of a JPEG file, plain and in draft mode; prints medians of milliseconds as JSON."""

import argparse
import io
import json
import statistics
import time

from PIL import Image


def prepared(jpeg, size, draft):
    image = Image.open(io.BytesIO(jpeg))
    if draft:
        image.draft("RGB", (size * 3 // 2, size * 3 // 2))
    return image.convert("RGB").resize((size, size), Image.Resampling.BICUBIC).tobytes()


def median_millis(jpegs, size, draft, times):
    spent = []
    for _ in range(times):
        for jpeg in jpegs:
            start = time.perf_counter()
            prepared(jpeg, size, draft)
            spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)


parser = argparse.ArgumentParser()
parser.add_argument("--size", type=int, required=True)
parser.add_argument("--times", type=int, required=True)
parser.add_argument("files", nargs="+")
options = parser.parse_args()
pictures = [open(file, "rb").read() for file in options.files]
prepared(pictures[0], options.size, False)
print(json.dumps({name: median_millis(pictures, options.size, name == "draft", options.times) for name in ("plain", "draft")}))
