"""Trains percept-tiny from nothing to the end: the stages of learning one after the other, each by `train` in a process of its own.

    python -m percept_training.whole --data build/data --run build/run

Given again, it goes on from the run's checkpoint, in the stage into which the checkpoint's step falls. Options that are not among those
below go to `train` as they are: `--device cuda --workers 15`.
"""

import argparse
import dataclasses
import pathlib
import signal
import subprocess
import sys
import time


@dataclasses.dataclass(frozen=True)
class Stage:
    """What is learnt until a run has so many steps, counted from its beginning, and what `train` is told for it besides."""

    purpose: str
    steps: int
    options: str = ""

    @property
    def arguments(self) -> list[str]:
        return [*self.options.split(), "--steps", str(self.steps)]


STAGES = (
    Stage("learn to see: few rows through the decoder", 3_000, "--several-every 0 --decoded 12 --batch 64 --descent 0"),
    Stage("learn to look: single things and words", 6_000, "--several-every 0 --decoded 20 --batch 64 --easy 0.65 --descent 0"),
    Stage("learn to speak: everything", 40_000),
)
"""In their order. Where an option is missing, `train` has its default."""

OWN = ("--several-every", "--decoded", "--batch", "--easy", "--descent", "--steps", "--finish-in")
"""Options of `train` that are the stages' own."""


def ahead(step: int) -> tuple[Stage, ...]:
    """The stages that a run of so many steps has not ended; it is in the first of them."""
    return tuple(stage for stage in STAGES if step < stage.steps)


def own(options: list[str]) -> list[str]:
    """Those of the options that the stages set themselves, also where they are given short."""
    names = [option.split("=")[0] for option in options if option.startswith("--")]
    return [name for name in names if any(known.startswith(name) for known in OWN)]


def reached(run: pathlib.Path) -> int:
    """The step of a run's checkpoint; 0 where there is none."""
    # Only here: the choice of a stage can be tested without PyTorch.
    import torch

    checkpoint = run / "checkpoint.pt"
    return torch.load(checkpoint, map_location="cpu", weights_only=True)["step"] if checkpoint.exists() else 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"))
    parser.add_argument("--run", type=pathlib.Path, default=pathlib.Path("build/run"))
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long, all stages together; the checkpoint is kept")
    options, others = parser.parse_known_args()
    if taken := own(others):
        parser.error(f"the stages set {', '.join(taken)} themselves: use percept_training.train for other values")
    # A stage must not go on without this process: given again, the command would train beside it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    ends = time.monotonic() + 60 * options.minutes
    for stage in ahead(reached(options.run)):
        left = (ends - time.monotonic()) / 60
        command = [sys.executable, "-m", "percept_training.train", "--data", str(options.data), "--run", str(options.run), *others,
                   *stage.arguments, "--minutes", str(max(0.0, left))]
        print(f"{stage.purpose}, until step {stage.steps}", flush=True)
        failed = subprocess.run(command).returncode
        if failed:
            raise SystemExit(failed)
        step = reached(options.run)
        if step < stage.steps:
            print(f"Stopped at step {step}: give the command again to go on.")
            return
    print(f"All {STAGES[-1].steps} steps are done: export comes next.")


if __name__ == "__main__":
    main()
