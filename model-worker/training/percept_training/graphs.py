"""The two graphs of the bundle contract, written with operators that ONNX Runtime and TensorRT both have."""

import torch
from torch import Tensor, nn

from .model import Percept


class EncoderGraph(nn.Module):
    """pixel_values [I,3,S,S] to image_embeds [I,Q,D]."""

    def __init__(self, model: Percept):
        super().__init__()
        self.model = model

    def forward(self, pixel_values: Tensor) -> Tensor:
        return self.model.encode(pixel_values)


class DecoderGraph(nn.Module):
    """Prefill and step in one: a read-only cache goes in, the rows of the new tokens come out."""

    MASKED = -30000.0
    """Score of what may not be seen: within the range of fp16, and far below any real score."""

    def __init__(self, model: Percept):
        super().__init__()
        self.decoder = model.decoder
        self.layers = len(model.decoder.layers)

    def forward(self, input_ids, image_row, image_embeds, position_ids, past_length, logit_rows, *cache):
        keys, values = cache[: self.layers], cache[self.layers :]
        batch, length = input_ids.shape
        capacity = keys[0].shape[2]
        old = torch.arange(capacity)[None, :] < past_length[:, None]
        here = torch.arange(length)
        seen = torch.cat([old[:, None, :].expand(batch, length, capacity),
                          (here[None, :] <= here[:, None])[None].expand(batch, length, length)], 2)[:, None]
        x = self.decoder.embed(input_ids, image_row, image_embeds, position_ids)
        new_keys, new_values = [], []
        for layer, key, value in zip(self.decoder.layers, keys, values):
            attention, normed = layer.attention, layer.attention_norm(x)
            q, k, v = (attention.split(part(normed)) for part in (attention.q, attention.k, attention.v))
            q = q * attention.head_width**-0.5
            scores = torch.cat([q @ key.transpose(2, 3), q @ k.transpose(2, 3)], 3)
            weights = torch.where(seen, scores, self.MASKED).softmax(-1)
            context = weights[..., :capacity] @ value + weights[..., capacity:] @ v
            x = x + attention.join(context)
            x = x + layer.feed_forward(layer.feed_forward_norm(x))
            new_keys.append(k)
            new_values.append(v)
        rows = torch.index_select(self.decoder.norm(x).reshape(-1, x.shape[-1]), 0, logit_rows)
        return self.decoder.logits(rows), *new_keys, *new_values
