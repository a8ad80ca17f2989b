"""The bundle in onnxruntime: greedy text and scored verdicts for a batch of pictures, one batch after another."""

import io

import numpy as np
import onnxruntime
from PIL import Image


def logs_of(logits):
    """Log-probabilities of all tokens, by row."""
    top = logits.max(-1, keepdims=True)
    return logits - top - np.log(np.exp(logits - top).sum(-1, keepdims=True))


class Model:
    """A bundle and what is asked of every picture. `plan` is written by the harness: sizes, token ids of prompts, limits."""

    def __init__(self, bundle, plan, threads, careful):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # input shapes differ from call to call
        open_graph = lambda name: onnxruntime.InferenceSession(f"{bundle}/{name}", options, ["CPUExecutionProvider"])
        self.encoder, self.decoder = open_graph("encoder.onnx"), open_graph("decoder.onnx")
        self.plan, self.careful = plan, careful
        self.scale = (1 / (255 * np.array(plan["std"]))).astype(np.float32)
        self.shift = (np.array(plan["mean"]) / np.array(plan["std"])).astype(np.float32)
        self.names = [f"{kind}.{layer}" for kind in ("k", "v") for layer in range(plan["layers"])]
        self.outputs = ["logits"] + [f"new_{name}" for name in self.names]

    def pixels(self, jpeg):
        size = self.plan["imageSize"]
        image = Image.open(io.BytesIO(jpeg))
        if self.careful:  # decodes a JPEG at a half, a quarter or an eighth as long as enough pixels are left
            image.draft("RGB", (size * 3 // 2, size * 3 // 2))
        image = image.convert("RGB").resize((size, size), Image.Resampling.BICUBIC)
        return (np.asarray(image, np.float32) * self.scale - self.shift).transpose(2, 0, 1)

    def enrich(self, jpegs):
        """Per picture the outcomes of all prompts: token ids of texts, log-probabilities of verdicts."""
        embeds = self.encoder.run(["image_embeds"], {"pixel_values": np.stack([self.pixels(each) for each in jpegs])})[0]
        prefix, prompts, outcomes = self.plan["prefix"], self.plan["prompts"], []
        cache = None
        if self.careful and len(prompts) > 1:  # the picture's keys and values are computed once for all prompts
            cache, _ = self.prefill(prefix["ids"], prefix["imageRows"], embeds, None, 0)
        scored = [prompt for prompt in prompts if "candidates" in prompt]
        scores = iter(())
        if scored:
            scores = self.score(scored, cache, len(prefix["ids"]), len(jpegs)) if cache else self.score_alone(scored, prefix, embeds)
        for prompt in prompts:
            if "candidates" in prompt:
                outcomes.append(next(scores))
            else:
                outcomes.append(self.generate(prompt, prefix, embeds, cache))
        return [list(of_one) for of_one in zip(*outcomes)]

    def generate(self, prompt, prefix, embeds, shared):
        """Steps the whole batch until its longest text has ended."""
        ids, length = prompt["ids"], len(prefix["ids"])
        if shared is None:
            cache, logits = self.prefill(prefix["ids"] + ids, prefix["imageRows"] + [-1] * len(ids), embeds, None, 0)
        else:
            cache, logits = self.prefill(ids, [-1] * len(ids), None, [each.copy() for each in shared], length)
        length += len(ids)
        texts = [[] for _ in range(len(embeds))]
        active = np.ones(len(embeds), bool)
        for step in range(prompt["limit"]):
            tokens = logits.argmax(-1)
            active &= tokens != self.plan["eos"]
            for row in np.flatnonzero(active):
                texts[row].append(int(tokens[row]))
            if not active.any() or step + 1 == prompt["limit"]:
                break
            cache, logits = self.call(tokens[:, None], None, None, cache, length + step, np.arange(len(tokens)))
        return texts

    def score(self, prompts, cache, past, batch):
        """Log-probabilities of the verdicts of each prompt. A picture alone has all its prompts in one call."""
        if batch > 1:
            calls = [([prompt], cache) for prompt in prompts]
        else:
            calls = [(prompts, [np.repeat(each, len(prompts), 0) for each in cache])]
        for group, rows_cache in calls:
            longest = max(len(prompt["ids"]) for prompt in group)
            rows = [prompt["ids"] for prompt in group for _ in range(batch)]
            ids = np.array([row + [0] * (longest - len(row)) for row in rows])
            wanted = np.array([at * longest + len(row) - 1 for at, row in enumerate(rows)])
            _, logits = self.call(ids, None, None, rows_cache, past, wanted, keep=False)
            logs = logs_of(logits)
            for at, prompt in enumerate(group):
                yield [[float(logs[at * batch + row, verdict]) for verdict in prompt["candidates"]] for row in range(batch)]

    def score_alone(self, prompts, prefix, embeds):
        """The same with the picture in each prompt."""
        for prompt in prompts:
            ids = prompt["ids"]
            _, logits = self.prefill(prefix["ids"] + ids, prefix["imageRows"] + [-1] * len(ids), embeds, None, 0, keep=False)
            yield [[float(row[verdict]) for verdict in prompt["candidates"]] for row in logs_of(logits)]

    def prefill(self, ids, image_rows, embeds, cache, past, keep=True):
        """The same tokens for every picture of the batch; returns the cache and the logits of the last token."""
        batch = len(embeds) if embeds is not None else len(cache[0])
        rows = np.tile(np.array(image_rows), (batch, 1))
        if embeds is not None:
            rows = np.where(rows < 0, -1, rows + np.arange(batch)[:, None] * embeds.shape[1])
            embeds = embeds.reshape(-1, embeds.shape[2])
        wanted = np.arange(batch) * len(ids) + len(ids) - 1
        return self.call(np.tile(np.array(ids), (batch, 1)), rows, embeds, cache, past, wanted, keep)

    def call(self, ids, image_rows, embeds, cache, past, wanted, keep=True):
        plan, (batch, count) = self.plan, ids.shape
        shape = lambda capacity: (batch, plan["heads"], capacity, plan["headWidth"])
        given = cache if cache is not None else [np.zeros(shape(1), np.float32)] * len(self.names)
        feed = {f"cache_{name}": each for name, each in zip(self.names, given)}
        feed["input_ids"] = ids.astype(np.int64)
        feed["image_row"] = np.full(ids.shape, -1, np.int64) if image_rows is None else image_rows.astype(np.int64)
        feed["image_embeds"] = np.zeros((1, plan["width"]), np.float32) if embeds is None else embeds
        feed["position_ids"] = np.tile(np.arange(count) + past + plan["positionOffset"], (batch, 1))
        feed["past_length"] = np.full(batch, past, np.int64)
        feed["logit_rows"] = wanted.astype(np.int64)
        logits, *new = self.decoder.run(self.outputs, feed)
        if not keep:
            return cache, logits
        if cache is None or cache[0].shape[2] < past + count:  # the next capacity; a step costs by what it reads
            capacity = next(each for each in plan["capacities"] if each >= past + count)
            larger = [np.zeros(shape(capacity), np.float32) for _ in self.names]
            for old, each in zip(cache or [], larger):
                each[:, :, :past] = old[:, :, :past]
            cache = larger
        for each, rows in zip(cache, new):
            each[:, :, past : past + count] = rows
        return cache, logits
