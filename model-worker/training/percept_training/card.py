"""Writes MODEL_CARD.md of a bundle from the figures that `evaluate` printed.

    python -m percept_training.card --data build/data --bundle ../models/percept-tiny --committed committed.json --wide wide.json \\
        --known known.json --unseen unseen.json
"""

import argparse
import json
import pathlib
import pickle

import yaml

from .world import SHAPES

ROWS = (
    ("caption_exact", "caption, exact set of objects with counts", "0.90"),
    ("caption_object_recall", "caption, objects named", "–"),
    ("caption_text_recall", "caption, text of the picture in it", "–"),
    ("describe_object_recall", "detailed description, kinds of objects named", "–"),
    ("describe_text_recall", "detailed description, text in it", "–"),
    ("reading_exact", "text in the image, exact with case, 1 to 3 words", "0.75"),
    ("reading_exact_any_case", "the same, case ignored", "–"),
    ("reading_character_errors", "character error rate", "≤ 0.08"),
    ("answers", "questions on one image, exact match after the VQA normalisation", "0.85"),
    ("answers_across_images", "questions across the images of a page or chat", "–"),
    ("answers_text_only", "questions on text alone", "–"),
    ("grounding", "grounding, boxes found with IoU ≥ 0.5", "0.80"),
    ("grounding_precision", "grounding, boxes said that are there with IoU ≥ 0.5", "–"),
    ("referring", "referring, name of what is in a box", "–"),
    ("moderation_auc", "moderation, mean ROC AUC over nine labels", "0.95"),
    ("moderation_auc_confounders", "the same, on confounder pairs alone", "0.90"),
    ("moderation_f1", "moderation, F1 at 0.5", "–"),
    ("moderation_calibration_error", "moderation, expected calibration error", "≤ 0.05"),
    ("few_shot_0", "few-shot, made-up labels, no example (chance 0.50)", "–"),
    ("few_shot_2", "few-shot, 2 examples", "–"),
    ("few_shot_4", "few-shot, 4 examples", "0.85"),
    ("sentiment_direct", "sentiment of rendered text, direct", "–"),
    ("sentiment_rationale", "sentiment of rendered text, rationale first", "–"),
    ("rationale_gain", "rationale first less direct, cases asked both ways", "a gain"),
    ("matrices", "pattern matrices, 2 candidates (chance 0.50)", "–"),
)

UNITS = {"grounding": "boxes", "grounding_precision": "boxes", "moderation_auc": "label pairs", "moderation_auc_confounders": "label pairs"}
"""What is counted where it is not cases; a label pair is a case and a label that is asked of it."""

TEXT = """# percept-tiny {version}

A small vision-language model in the shape and with the prompts of Kosmos-2, trained for Percept from pictures of Debian packages.
It is the embedded default, the test model and the benchmark model: it shows that everything works, on a world of its own.

- {parameters} parameters, fp32. Image {size}×{size}, {queries} image tokens, decoder of {layers} layers of width {width}, vocabulary {vocabulary}.
- Licence of the weights: Apache-2.0. Made with `model-worker/training`, whose README says how.

## What it cannot do

It has only ever seen clip art, emoji and printed text on simple backgrounds. **It does not recognise real photographs**, nor
things outside its {nouns}; it will name something of its own world instead, and it does not say when it does not know. It reads printed Latin
letters of a few words. The texts of a document it reads in printable ASCII: accents are taken off and typographic signs written with it, and all other
letters and signs, Cyrillic, Chinese or emoji, are one unknown token to it. Questions about a marked region are put to it as the contract says, and were never trained: it answers them with words out
of place; what is in a region it can tell (`refer`). Its moderation labels were learnt from composed pictures and a list of phrases: they show the mechanism,
and must not decide about people. The groups named in its hateful training phrases stand for any group; the phrases exist so that
the same words can be harmless with another picture.

## Data

Composed on the fly; none of it is in the repository.

| package | what | licence |
|---|---|---|
| tuxpaint-stamps-default | cut-outs with a description each | GPL-2+, some parts public domain or CC |
| fonts-noto-color-emoji | pictographs with Unicode names | OFL-1.1 |
| openclipart-png | pictures whose file name begins with a noun | public domain |
| ruby-gemojione | EmojiOne's pictographs | CC-BY-SA-4.0 |
| firefox-esr | the font Twemoji Mozilla: pictographs | CC-BY-4.0 |
| gcompris-qt-data | pictures that are named by what they show | CC-BY, CC-BY-SA, CC0, GPL-3+ |
| pysiogame | drawings that are named by what they show | public domain |
| scratch | costumes | CC-BY-SA-3.0 |
| openshot-qt | OpenMoji's pictographs | CC-BY-SA-4.0 |
| qabcs-data | pictures that are named by what they show | GPL-3+, some parts CC0 or public domain |
| gnome-extra-icons | icons that show a thing | GPL-2 |
| fonts-symbola, fonts-materialdesignicons-webfont | pictographs in black | free for any use; OFL-1.1 |
| fonts-dejavu, fonts-liberation2, fonts-freefont-ttf | letters | Bitstream Vera and public domain; OFL-1.1; GPL-3+ with font exception |
| fonts-lato, fonts-inconsolata, fonts-crosextra-carlito, fonts-quicksand, fonts-comic-neue, fonts-cantarell, fonts-ebgaramond, fonts-cabin, fonts-courier-prime, fonts-dosis | letters | OFL-1.1 |
| fonts-roboto-unhinted, fonts-open-sans, fonts-crosextra-caladea; fonts-hack; fonts-linuxlibertine | letters | Apache-2.0; Expat and Bitstream Vera; GPL-2 with font exception and OFL-1.1 |
| wamerican | words | public domain |

## Splits never trained on

New compositions always; a tenth of the words, but for a dozen of these that the lists of phrases have, as cake and song; one picture of each noun that has several; the font FreeSerif Bold; striped
backgrounds; a tenth of the made-up labels. Half of the training's backgrounds are patterns, and some of these are near to stripes: zigzags, waves,
bricks, herringbone, hatching, grids and plaids. Three in ten texts are in bold fonts with serifs, as the kept-out one is; up to 0.12.0 it was one in eight. Nothing else is kept out: the phrases of moderation, of opinions, of pages and chats, and the questions on text
alone are those of the training. In the figures below all compositions, all made-up labels and all words to read are kept-out ones; half of the texts are in the
kept-out font, and three in ten backgrounds are striped, but for matrices, which are on white, and texts that fill the picture.

## Figures

From the ONNX files with onnxruntime. The committed set is `evaluation/`; the wide set is `python -m percept_training.cases --seed 5 --scale {scale}`.
In both, three in ten pictures of a noun that keeps one back are the one it keeps back. The last two columns split that: the same command with
`--unseen 0` has new compositions of known pictures only, with `--unseen 1` only kept-back pictures of the nouns that have one.
Known pictures are those of the hands that version 0.5.0 learnt from; 22 nouns that had one picture then, which every version has learnt, keep one back since 0.7.0, so
the wide set is harder than before: version 0.6.0 has captions 0.479, reading 0.500, questions 0.876 and kept-back captions 0.201 on it.
Intervals are at 95 %: Wilson's of shares; Hanley and McNeil's of areas, with the errors of labels taken as independent, which have no width at 1; of the
character error rate that of a ratio over cases; of the gain Agresti and Min's. "Goal" is what the project asks of this model.

| figure | goal | committed set | cases, or boxes, label pairs, letters, pairs | wide set | cases, or the like | known pictures | kept-back pictures |
|---|---|---|---|---|---|---|---|
{rows}

Moderation, ROC AUC per label on the wide set: {labels}.{absent}

{shortfall}
"""


def cell(figures: dict, name: str) -> str:
    entry = figures.get(name)
    if entry is None or entry.get("value") is None:
        return "– | –"
    interval = f" [{entry['interval'][0]:.2f}, {entry['interval'][1]:.2f}]" if "interval" in entry else ""
    return f"{entry['value']:.3f}{interval} | {counted(entry, name)}"


def counted(entry: dict, name: str) -> str:
    """What a figure is of, with the unit where that is not cases."""
    for unit in ("pairs", "letters"):
        if unit in entry:
            return f"{entry[unit]} {unit}"
    return f"{entry.get('cases', '')} {UNITS.get(name, '')}".strip()


def value(figures: dict, name: str) -> str:
    entry = figures.get(name)
    return "–" if entry is None or entry.get("value") is None else f"{entry['value']:.3f}"


def world_of(data: pathlib.Path) -> str:
    """How much there is to name. The bundle's plurals are fewer: deer and fish have none of their own."""
    with open(data / "cutouts.pickle", "rb") as file:
        return f"{len(pickle.load(file))} nouns and {len(SHAPES)} shapes"


def write_variants(bundle: pathlib.Path) -> None:
    """The last section of the card: the variants beside the standard, from bundle.yaml."""
    manifest = yaml.safe_load((bundle / "bundle.yaml").read_text(encoding="utf8"))
    variants = {manifest["precision"]: manifest} | manifest.get("variants", {})
    path = bundle / "MODEL_CARD.md"
    text = path.read_text(encoding="utf8").split("\n## Variants\n")[0].rstrip("\n") + "\n"
    if len(variants) > 1:
        rows = [f"| {title} | " + " | ".join(value(each["evaluation"], name) for each in variants.values()) + " |" for name, title, _ in ROWS]
        text += "\n".join(["", "## Variants", "", "The committed set with the graphs of each variant; `docs/precision.md` says what they gain.", "",
                           f"| figure | {' | '.join(variants)} |", "|---" * (len(variants) + 1) + "|", *rows, ""])
    path.write_text(text, encoding="utf8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"))
    parser.add_argument("--bundle", type=pathlib.Path, required=True)
    parser.add_argument("--committed", type=pathlib.Path, required=True)
    parser.add_argument("--wide", type=pathlib.Path, required=True)
    parser.add_argument("--known", type=pathlib.Path, required=True)
    parser.add_argument("--unseen", type=pathlib.Path, required=True)
    parser.add_argument("--scale", default="3")
    parser.add_argument("--parameters", required=True, help="in words, such as 9.5 M")
    parser.add_argument("--trained-on", required=True, help="a sentence on the length of the training")
    arguments = parser.parse_args()
    sets = (arguments.committed, arguments.wide, arguments.known, arguments.unseen)
    committed, wide, known, unseen = (json.loads(p.read_text()) for p in sets)
    manifest = yaml.safe_load((arguments.bundle / "bundle.yaml").read_text(encoding="utf8"))
    rows = "\n".join(f"| {title} | {goal} | {cell(committed, name)} | {cell(wide, name)} | {value(known, name)} | {value(unseen, name)} |"
                     for name, title, goal in ROWS)
    without = [label for label, value in committed["moderation_auc"]["labels"].items() if value is None]
    absent = f" The committed set has no case of {' and '.join(without)}, so its mean is over the other labels." if without else ""
    labels = ", ".join(f"{label} {value:.2f}" for label, value in wide["moderation_auc"]["labels"].items() if value is not None)
    text = TEXT.format(version=manifest["version"], parameters=arguments.parameters, size=manifest["image"]["size"],
                       queries=manifest["image"]["queries"], layers=manifest["decoder"]["layers"], width=manifest["decoder"]["width"],
                       vocabulary=manifest["decoder"]["vocabulary"], nouns=world_of(arguments.data), rows=rows, labels=labels, absent=absent,
                       scale=arguments.scale, shortfall=arguments.trained_on)
    (arguments.bundle / "MODEL_CARD.md").write_text(text, encoding="utf8")
    write_variants(arguments.bundle)


if __name__ == "__main__":
    main()
