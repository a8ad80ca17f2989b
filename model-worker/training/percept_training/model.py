"""percept-tiny: convolution stem, transformer encoder, resampler, causal decoder, in the shape of Kosmos-2."""

import dataclasses
import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .boxes import GRID as LOCATIONS
from .instances import COLOUR_KINDS, GROUP_KINDS
from .letters import PLACES, RUNS, SLOTS
from .vocabulary import PATCH_FIRST


@dataclasses.dataclass(frozen=True)
class Shape:
    """Sizes of the model; part of every checkpoint."""

    vocabulary: int
    image_size: int = 160
    width: int = 256
    heads: int = 8
    encoder_layers: int = 5
    decoder_layers: int = 4
    queries: int = 100
    feed_forward: int = 1024
    max_positions: int = 1024
    position_offset: int = 2
    objects: int = 420
    characters: int = 95

    @property
    def head_width(self) -> int:
        return self.width // self.heads

    @property
    def grid(self) -> int:
        return self.image_size // 16

    @property
    def window(self) -> int:
        """Cells per side of what lies at the place of a query."""
        return -(-self.grid // math.isqrt(self.queries))


class Residual(nn.Module):
    """Two 3x3 convolutions around a skip."""

    def __init__(self, channels: int):
        super().__init__()
        self.norm = nn.GroupNorm(1, channels)
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.normal_(self.second.weight, std=1e-3)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(F.gelu(self.first(self.norm(x))))


class Attention(nn.Module):
    """Multi-head attention with the sub-LayerNorm of Magneto before the output projection."""

    def __init__(self, shape: Shape):
        super().__init__()
        d = shape.width
        self.heads, self.head_width = shape.heads, shape.head_width
        self.q, self.k, self.v, self.out = (nn.Linear(d, d) for _ in range(4))
        self.inner_attn_ln = nn.LayerNorm(d)

    def of_head(self, projection: nn.Linear, head: int, x: Tensor) -> Tensor:
        """What `q`, `k` or `v` makes of x for one head alone."""
        own = slice(head * self.head_width, (head + 1) * self.head_width)
        return F.linear(x, projection.weight[own], projection.bias[own])

    def split(self, x: Tensor) -> Tensor:
        return x.view(x.shape[0], x.shape[1], self.heads, self.head_width).transpose(1, 2)

    def join(self, context: Tensor) -> Tensor:
        b, _, s, _ = context.shape
        return self.out(self.inner_attn_ln(context.transpose(1, 2).reshape(b, s, self.heads * self.head_width)))

    def forward(self, x: Tensor, memory: Tensor | None = None, mask: Tensor | None = None) -> Tensor:
        memory = x if memory is None else memory
        q, k, v = self.split(self.q(x)), self.split(self.k(memory)), self.split(self.v(memory))
        if x.is_cuda and (mask is None or not mask.requires_grad):
            return self.join(F.scaled_dot_product_attention(q, k, v, mask))
        # Written out: the fused kernel's backward pass is several times slower on a CPU in bf16, and gives no gradient of a mask on a GPU.
        scores = (q * self.head_width**-0.5) @ k.transpose(2, 3)
        if mask is not None:
            scores = scores + mask
        return self.join(scores.softmax(-1, dtype=scores.dtype) @ v)


class FeedForward(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(shape.width, shape.feed_forward), nn.Linear(shape.feed_forward, shape.width)
        self.ffn_layernorm = nn.LayerNorm(shape.feed_forward)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(self.ffn_layernorm(F.gelu(self.fc1(x))))


class Layer(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.attention_norm, self.attention = nn.LayerNorm(shape.width), Attention(shape)
        self.feed_forward_norm, self.feed_forward = nn.LayerNorm(shape.width), FeedForward(shape)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        x = x + self.attention(self.attention_norm(x), mask=mask)
        return x + self.feed_forward(self.feed_forward_norm(x))


class Resampler(nn.Module):
    """One cross-attention of latent queries over (features, latents); a learnt bias starts each query near its place."""

    def __init__(self, shape: Shape):
        super().__init__()
        d, q, g = shape.width, shape.queries, shape.grid
        self.latents = nn.Parameter(torch.randn(q, d) * 0.02)
        self.norm, self.latent_norm = nn.LayerNorm(d), nn.LayerNorm(d)
        self.attention = Attention(shape)
        self.feed_forward_norm, self.feed_forward = nn.LayerNorm(d), FeedForward(shape)
        self.final_norm = nn.LayerNorm(d)
        side = math.isqrt(q)
        place = (torch.arange(side) + 0.5) * g / side
        cell = torch.arange(g) + 0.5
        squared = ((place[:, None] - cell[None, :]) * side / (0.72 * g)) ** 2
        bias = -0.5 * (squared[:, None, :, None] + squared[None, :, None, :])
        bias = torch.cat([bias.reshape(q, g * g).clamp(min=-8), torch.full((q, q), -4.0)], 1)
        self.bias = nn.Parameter(bias.repeat(shape.heads, 1, 1))

    def forward(self, features: Tensor) -> Tensor:
        latents = self.latents.expand(features.shape[0], -1, -1)
        memory = torch.cat([self.norm(features), self.latent_norm(latents)], 1)
        latents = latents + self.attention(self.latent_norm(latents), memory, self.bias.to(features.dtype)[None])
        latents = latents + self.feed_forward(self.feed_forward_norm(latents))
        return self.final_norm(latents)


class Encoder(nn.Module):
    """pixel_values [I,3,S,S] to image_embeds [I,Q,D]; `grid_features` are for the dense targets of training."""

    def __init__(self, shape: Shape):
        super().__init__()
        d = shape.width
        self.stem = nn.Sequential(
            nn.Conv2d(3, 64, 4, stride=4), Residual(64), Residual(64),
            nn.Conv2d(64, 128, 2, stride=2), Residual(128), Residual(128), Residual(128),
            nn.GroupNorm(1, 128), nn.Conv2d(128, d, 2, stride=2))
        self.positions = nn.Parameter(torch.randn(1, shape.grid**2, d) * 0.02)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.encoder_layers))
        self.norm = nn.LayerNorm(d)
        self.resampler = Resampler(shape)

    def grid_features(self, pixels: Tensor) -> Tensor:
        x = self.stem(pixels).flatten(2).transpose(1, 2) + self.positions
        for layer in self.layers:
            x = layer(x)
        return self.norm(x)

    def forward(self, pixels: Tensor) -> Tensor:
        return self.resampler(self.grid_features(pixels) + self.positions)


def sinusoids(count: int, width: int, padding: int = 1) -> Tensor:
    """The fairseq table that Kosmos-2 uses: sines then cosines, zero at the padding index; rounded to the halves that the bundle keeps."""
    half = width // 2
    frequency = torch.exp(torch.arange(half) * -(math.log(10000) / (half - 1)))
    angle = torch.arange(count)[:, None] * frequency[None]
    table = torch.cat([angle.sin(), angle.cos()], 1)
    table[padding] = 0
    return table.half().float()


class Decoder(nn.Module):
    """Causal decoder with tied embeddings; image rows replace token rows before the scaling by sqrt(width).

    The embedding of a location token is its own plus that of its row and that of its column, so that every box teaches
    all of them; `merge_locations` writes the sums out, and the bundle knows nothing of the parts.
    """

    def __init__(self, shape: Shape):
        super().__init__()
        self.embeddings = nn.Parameter(torch.randn(shape.vocabulary, shape.width) * shape.width**-0.5)
        self.merged = False
        self.location_rows = nn.Parameter(torch.zeros(LOCATIONS, 1, shape.width))
        self.location_columns = nn.Parameter(torch.zeros(1, LOCATIONS, shape.width))
        self.register_buffer("table", sinusoids(shape.max_positions + shape.position_offset, shape.width), persistent=False)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.decoder_layers))
        self.norm = nn.LayerNorm(shape.width)
        self.scale = math.sqrt(shape.width)

    def token_table(self) -> Tensor:
        if self.merged:
            return self.embeddings
        first, last = PATCH_FIRST, PATCH_FIRST + LOCATIONS**2
        places = (self.location_rows + self.location_columns).flatten(0, 1)
        return torch.cat([self.embeddings[:first], self.embeddings[first:last] + places, self.embeddings[last:]])

    def merge_locations(self) -> None:
        with torch.no_grad():
            self.embeddings.copy_(self.token_table())
            self.location_rows.zero_()
            self.location_columns.zero_()
        self.merged = True

    def embed(self, ids: Tensor, image_row: Tensor, image_embeds: Tensor, positions: Tensor) -> Tensor:
        tokens = F.embedding(ids, self.token_table())
        images = F.embedding(image_row.clamp(min=0), image_embeds.to(tokens.dtype))
        merged = torch.where((image_row >= 0)[..., None], images, tokens)
        return merged * self.scale + F.embedding(positions, self.table)

    def forward(self, ids, image_row, image_embeds, positions, mask) -> Tensor:
        x = self.embed(ids, image_row, image_embeds, positions)
        for layer in self.layers:
            x = layer(x, mask)
        return self.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        return F.linear(hidden, self.token_table().to(hidden.dtype))


class Percept(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        self.shape = shape
        self.encoder, self.decoder = Encoder(shape), Decoder(shape)
        self.connector = nn.Parameter(torch.full((shape.width,), shape.width**-0.5))
        self.object_head = nn.Linear(shape.width, shape.objects)
        self.character_head = nn.Linear(shape.width, 4 * shape.characters)
        self.latent_object_head = nn.Linear(shape.width, shape.window**2 * shape.objects)
        self.latent_character_head = nn.Linear(shape.width, 4 * shape.window**2 * shape.characters)
        self.cell_box_head = nn.Linear(shape.width, 4 * LOCATIONS)
        self.latent_box_head = nn.Linear(shape.width, 4 * LOCATIONS)
        self.latent_group_head = nn.Linear(shape.width, GROUP_KINDS)
        self.latent_colour_head = nn.Linear(shape.width, COLOUR_KINDS)
        self.latent_run_head = nn.Linear(shape.width, RUNS * PLACES)
        self.latent_letter_head = nn.Linear(shape.width, RUNS * SLOTS * shape.characters)

    def latents(self, features: Tensor) -> Tensor:
        """The resampled image, of unit scale."""
        return self.encoder.resampler(features + self.encoder.positions)

    def image_embeds(self, features: Tensor) -> Tensor:
        return self.latents(features) * self.connector

    def encode(self, pixels: Tensor) -> Tensor:
        return self.image_embeds(self.encoder.grid_features(pixels))

    def served(self) -> list[nn.Parameter]:
        """What the bundle holds; the dense heads are for training only."""
        return [p for n, p in self.named_parameters() if "_head." not in n]

    def dense_heads(self) -> dict[str, nn.Parameter]:
        """What the bundle does not hold, by name."""
        return {n: p for n, p in self.named_parameters() if "_head." in n}

    def serving_parameters(self) -> int:
        return sum(p.numel() for p in self.served())
