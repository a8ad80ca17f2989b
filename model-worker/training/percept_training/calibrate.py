"""Finds the temperature of moderation scores on a set that is neither for training nor for the card.

    python -m percept_training.calibrate --bundle ../models/percept-tiny --data build/data
"""

import argparse
import json
import pathlib
import tempfile

import numpy as np
from tqdm import tqdm

from .cases import Cases
from .evaluate import parts_of, prompt
from .metrics import calibration_error
from .runtime import Bundle


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"))
    parser.add_argument("--scenes", type=int, default=150)
    arguments = parser.parse_args()
    bundle = Bundle(arguments.bundle)
    settings = bundle.manifest["moderation"]
    with tempfile.TemporaryDirectory() as folder:
        cases = Cases(arguments.data, pathlib.Path(folder), seed=424242)
        cases.moderation(arguments.scenes)
        cases.confounders(arguments.scenes // 4)
        differences, truths = [], []
        for line in tqdm(cases.lines, unit=" cases"):
            for label, truth in line["expect"]["labels"].items():
                parts = [*parts_of(line["content"], pathlib.Path(folder)), prompt(bundle, "moderate", question=settings["questions"][label])]
                yes, no = bundle.score(parts, settings["candidates"])
                differences.append(yes - no)
                truths.append(truth)
    differences, truths = np.array(differences), np.array(truths)

    def loss(temperature: float) -> float:
        signed = np.where(truths == 1, differences, -differences) / temperature
        return float(np.logaddexp(0, -signed).mean())

    best = min(np.geomspace(0.2, 5, 200), key=loss)
    scores = 1 / (1 + np.exp(-differences / best))
    print(json.dumps({"temperature": round(float(best), 4), "loss_before": round(loss(1), 4), "loss_after": round(loss(best), 4),
                      "calibration_error_after": round(calibration_error(scores, truths), 4), "scores": len(truths)}))


if __name__ == "__main__":
    main()
