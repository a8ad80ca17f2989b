"""Runs a bundle with onnxruntime alone: what `evaluate` measures is what is served, not the training framework."""

import pathlib

import numpy as np
import onnxruntime
import yaml
from PIL import Image, ImageOps
from tokenizers import Tokenizer

from .boxes import written_in
from .prompts import Part
from .spelling import Spelling


class Bundle:
    """A bundle's graphs, tokenizer and manifest; keeps the embeddings of the images of one document."""

    def __init__(self, directory: pathlib.Path, threads: int = 2, variant: str | None = None):
        self.manifest = yaml.safe_load((directory / "bundle.yaml").read_text(encoding="utf8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        graphs = {"encoder": "encoder.onnx", "decoder": "decoder.onnx"} | (self.manifest["variants"][variant] if variant else {})
        self.encoder, self.decoder = (onnxruntime.InferenceSession(str(directory / graphs[g]), options) for g in ("encoder", "decoder"))
        self.outputs = [o.name for o in self.decoder.get_outputs()]
        self.tokenizer = Tokenizer.from_file(str(directory / "tokenizer.json"))
        self.tokens, self.shape, self.prompts = (self.manifest[k] for k in ("specialTokens", "decoder", "prompts"))
        self.spelling = Spelling(lambda text: self.tokens["unk"] not in self._ids(text))
        self._embeds: dict[pathlib.Path, np.ndarray] = {}

    def pixels(self, path: pathlib.Path) -> np.ndarray:
        """[1,3,S,S] as the model was trained: oriented, over white, resized straight, normalised."""
        image = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
        flat = Image.new("RGBA", image.size, (255, 255, 255, 255))
        flat.alpha_composite(image)
        spec = self.manifest["image"]
        small = flat.convert("RGB").resize((spec["size"], spec["size"]), Image.BICUBIC)
        values = (np.asarray(small, np.float32) / 255 - np.float32(spec["mean"])) / np.float32(spec["std"])
        return values.transpose(2, 0, 1)[None]

    def embeds(self, path: pathlib.Path) -> np.ndarray:
        if path not in self._embeds:
            if len(self._embeds) > 64:
                self._embeds.clear()
            self._embeds[path] = self.encoder.run(None, {"pixel_values": self.pixels(path)})[0][0]
        return self._embeds[path]

    def encode(self, text: str) -> list[int]:
        return self._ids(self.spelling(text))

    def _ids(self, text: str) -> list[int]:
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def sequence(self, parts: list[Part]) -> tuple[list[int], list[int], np.ndarray]:
        """Token ids, image rows and image embeddings of a document."""
        ids, rows, embeds = [self.tokens["bos"]], [-1], []
        queries = self.manifest["image"]["queries"]
        for part in parts:
            if isinstance(part, str):
                tokens = self.encode(part) if part else []
                ids += tokens
                rows += [-1] * len(tokens)
            else:
                start = len(embeds) * queries
                embeds.append(self.embeds(part))
                ids += [self.tokens["imageStart"], *[self.tokens["imagePad"]] * queries, self.tokens["imageEnd"]]
                rows += [-1, *range(start, start + queries), -1]
        flat = np.concatenate(embeds) if embeds else np.zeros((1, self.shape["width"]), np.float32)
        return ids, rows, flat

    def run(self, ids, rows, embeds, past, wanted, cache):
        layers = range(self.shape["layers"])
        feeds = {"input_ids": np.array([ids]), "image_row": np.array([rows]), "image_embeds": embeds,
                 "position_ids": np.arange(past, past + len(ids))[None] + self.shape["positionOffset"],
                 "past_length": np.array([past]), "logit_rows": np.array(wanted)}
        feeds |= {f"cache_{x}.{l}": cache[x, l] for x in "kv" for l in layers}
        result = dict(zip(self.outputs, self.decoder.run(None, feeds)))
        for x in "kv":
            for l in layers:
                cache[x, l][:, :, past : past + len(ids)] = result[f"new_{x}.{l}"]
        return result["logits"]

    def new_cache(self, capacity: int):
        shape = (1, self.shape["heads"], capacity, self.shape["headWidth"])
        return {(x, l): np.zeros(shape, np.float32) for x in "kv" for l in range(self.shape["layers"])}

    def generate(self, parts: list[Part], limit: int = 96) -> list[int]:
        """Greedy ids up to eos."""
        ids, rows, embeds = self.sequence(parts)
        limit = min(limit, self.shape["maxPositions"] - len(ids))
        cache = self.new_cache(len(ids) + limit)
        logits = self.run(ids, rows, embeds, 0, [len(ids) - 1], cache)
        generated: list[int] = []
        while len(generated) < limit:
            token = int(logits[-1].argmax())
            if token == self.tokens["eos"]:
                break
            generated.append(token)
            if len(generated) < limit:
                logits = self.run([token], [-1], embeds, len(ids) + len(generated) - 1, [0], cache)
        return generated

    def score(self, parts: list[Part], candidates: list[str]) -> np.ndarray:
        """Mean token log-probability of each candidate after the parts."""
        scores = []
        ids, rows, embeds = self.sequence(parts)
        for candidate in candidates:
            tokens = self.encode(candidate)
            whole = ids + tokens[:-1]
            wanted = list(range(len(ids) - 1, len(whole)))
            logits = self.run(whole, rows + [-1] * (len(tokens) - 1), embeds, 0, wanted, self.new_cache(len(whole))).astype(np.float64)
            logits -= logits.max(-1, keepdims=True)
            log_probabilities = logits - np.log(np.exp(logits).sum(-1, keepdims=True))
            scores.append(np.mean([log_probabilities[i, t] for i, t in enumerate(tokens)]))
        return np.array(scores)

    def text(self, ids: list[int]) -> str:
        return self.tokenizer.decode(ids, skip_special_tokens=True).strip()

    def boxes(self, ids: list[int], asked: bool) -> list[tuple[float, float, float, float]]:
        """All boxes that were generated; `asked`: for a phrase that was asked for."""
        return written_in(ids, self.tokens, asked)
