"""Times graphs of a bundle against each other: alternating rounds in one process, medians, ratios to the first.

    python precision.py ../models/percept-tiny --encoder fp32=encoder.onnx int8=encoder.int8.onnx --decoder fp32=decoder.onnx
"""

import argparse
import pathlib
import statistics
import time

import numpy as np
import onnxruntime
import yaml

TEXT = 20
"""Tokens of a prompt beside those of its image."""


def session(path: pathlib.Path, threads: int) -> onnxruntime.InferenceSession:
    """As the service opens a graph."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.enable_mem_pattern = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, ["CPUExecutionProvider"])


def encoder_call(manifest: dict, images: int) -> dict:
    size = manifest["image"]["size"]
    return {"pixel_values": np.random.default_rng(1).uniform(-2, 2, (images, 3, size, size)).astype(np.float32)}


def decoder_call(manifest: dict, rows: int, tokens: int, past: int, capacity: int) -> dict:
    """An image and text where a sequence begins, one token of text where it goes on."""
    shape, queries, random = manifest["decoder"], manifest["image"]["queries"], np.random.default_rng(1)
    image = np.full((rows, tokens), -1)
    if past == 0:
        image[:, 2 : 2 + queries] = np.arange(queries)
    call = {"input_ids": random.integers(1100, shape["vocabulary"], (rows, tokens)), "image_row": image,
            "image_embeds": random.normal(0, shape["width"] ** -0.5, (queries, shape["width"])).astype(np.float32),
            "position_ids": np.tile(np.arange(past, past + tokens) + shape["positionOffset"], (rows, 1)),
            "past_length": np.full(rows, past), "logit_rows": np.arange(rows) * tokens + tokens - 1}
    cache = random.normal(0, 1, (rows, shape["heads"], capacity, shape["headWidth"])).astype(np.float32)
    return call | {f"cache_{x}.{layer}": cache for x in "kv" for layer in range(shape["layers"])}


def measure(sessions: dict, call: dict, rounds: int, seconds: float) -> dict[str, list[float]]:
    """Milliseconds per call, a median for each round; every round begins with another graph."""
    names, medians = list(sessions), {name: [] for name in sessions}
    for one in sessions.values():
        one.run(None, call)
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            times, end = [], time.perf_counter() + seconds
            while len(times) < 3 or time.perf_counter() < end:
                start = time.perf_counter()
                sessions[name].run(None, call)
                times.append((time.perf_counter() - start) * 1e3)
            medians[name].append(statistics.median(times))
    return medians


def graphs(arguments: list[str], bundle: pathlib.Path, threads: int) -> dict[str, onnxruntime.InferenceSession]:
    named = (argument.split("=", 1) for argument in arguments)
    return {name: session(bundle / path, threads) for name, path in named}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=pathlib.Path)
    parser.add_argument("--encoder", nargs="*", default=[], metavar="NAME=FILE", help="files in the bundle, or paths")
    parser.add_argument("--decoder", nargs="*", default=[], metavar="NAME=FILE")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=0.4, help="for each graph and round")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    manifest = yaml.safe_load((arguments.bundle / "bundle.yaml").read_text(encoding="utf8"))
    encoders = graphs(arguments.encoder, arguments.bundle, arguments.threads)
    decoders = graphs(arguments.decoder, arguments.bundle, arguments.threads)
    prompt = manifest["image"]["queries"] + TEXT
    capacity = min(c for c in manifest["cacheCapacities"] if c > prompt)
    calls = [(f"encode {n}", encoders, encoder_call(manifest, n)) for n in (1, 4, 16)]
    calls += [(f"prefill {n} × {prompt}", decoders, decoder_call(manifest, n, prompt, 0, capacity)) for n in (8, 16)]
    calls += [(f"step {n}", decoders, decoder_call(manifest, n, 1, prompt, capacity)) for n in (16, 32)]
    print(f"onnxruntime {onnxruntime.__version__}, {arguments.threads} threads; ms, and how many times as fast as the first, by round")
    print("| call | graph | ms | × | rounds |\n|---|---|---|---|---|")
    for title, sessions, call in calls:
        medians = measure(sessions, call, arguments.rounds, arguments.seconds) if sessions else {}
        first = next(iter(medians.values()), [])
        for name, values in medians.items():
            ratios = [a / b for a, b in zip(first, values)]
            print(f"| {title} | {name} | {statistics.median(values):.2f} | {statistics.median(ratios):.2f} "
                  f"| {min(ratios):.2f}–{max(ratios):.2f} |", flush=True)


if __name__ == "__main__":
    main()
