import pytest

for library in ("torch", "numpy", "PIL", "tokenizers", "tqdm"):
    pytest.importorskip(library)

import torch

from percept_training.blend import blend, weights
from percept_training.model import Percept, Shape

SHAPE = Shape(vocabulary=1100, width=32, heads=4, feed_forward=64, queries=4)


def test_encoder_and_decoder_have_shares_of_their_own():
    first = {"encoder.x": torch.zeros(2), "decoder.x": torch.zeros(2), "connector": torch.zeros(2)}
    blended = blend(first, {name: torch.ones(2) for name in first}, 0.5, 0.25)
    assert {name: value[0].item() for name, value in blended.items()} == {"encoder.x": 0.5, "decoder.x": 0.25, "connector": 0.5}


def test_a_location_token_is_blended_as_a_whole_whether_its_parts_are_summed_or_not():
    torch.manual_seed(0)
    model = Percept(SHAPE)
    torch.nn.init.normal_(model.decoder.location_rows)
    apart = {name: value.clone() for name, value in model.state_dict().items()}
    model.decoder.merge_locations()
    blended = blend(weights(apart, SHAPE), weights(model.state_dict(), SHAPE), 0.5, 0.5)
    assert torch.allclose(blended["decoder.embeddings"], model.decoder.embeddings, atol=1e-6)
    assert not blended["decoder.location_rows"].any()
