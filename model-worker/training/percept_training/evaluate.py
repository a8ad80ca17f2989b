"""Figures of a bundle on a set of cases, from its ONNX files.

    python -m percept_training.evaluate --bundle ../models/percept-tiny --set ../models/percept-tiny/evaluation
"""

import argparse
import collections
import json
import pathlib
import re
import sys

import numpy as np
from tqdm import tqdm

from .metrics import (auc, calibration_error, caption_objects, character_errors, interval, normalise, overlap)
from .boxes import box_tokens
from .runtime import Bundle, Part, prompt

COLOURS = {"red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "gray"}
READS = re.compile(r"\b(text|written)\b.*\b(say|written|image)\b|^what does .* say\b|^what is written", re.I)


def parts_of(content: list[dict], folder: pathlib.Path) -> list[Part]:
    return [p["text"] if "text" in p else folder / p["image"] for p in content]


def predict(bundle: Bundle, case: dict, folder: pathlib.Path) -> dict:
    """What the bundle says of a case: text, boxes, scores or a choice."""
    task, parts = case["task"], []
    question = task.get("question", task.get("text", ""))
    for example in task.get("examples", ()):
        parts += parts_of(example["content"], folder)
        shown = prompt(bundle, "example", question=question, answer=example["answer"]) if question else example["answer"]
        parts.append(shown)
    parts += parts_of(case["content"], folder)
    kind = task["type"]
    rationale = ""
    if task.get("rationale"):
        rationale = bundle.text(bundle.generate([*parts, prompt(bundle, "describe")]))
    name = "rationale" if rationale else None
    if kind in ("caption", "describe"):
        return {"text": bundle.text(bundle.generate([*parts, prompt(bundle, kind)]))}
    if kind == "ground":
        phrase = task.get("phrase", "")
        ids = bundle.generate([*parts, prompt(bundle, "ground", phrase=phrase) if phrase else prompt(bundle, "groundedCaption")])
        return {"boxes": bundle.boxes(ids)}
    if kind == "refer":
        return {"text": bundle.text(bundle.generate([*parts, prompt(bundle, "refer", box=box_tokens(task["box"]))]))}
    if kind == "answer":
        return {"text": bundle.text(bundle.generate([*parts, prompt(bundle, name or "answer", question=question, rationale=rationale)]))}
    if kind == "moderate":
        return {"scores": {label: moderate(bundle, parts, label, rationale) for label in (task.get("labels") or case["expect"]["labels"])}}
    if kind == "choose":
        return {"choice": choose(bundle, parts, task, question, rationale, folder)}
    raise SystemExit(f"Case {case['id']}: unknown task type '{kind}'.")


def moderate(bundle: Bundle, parts, label: str, rationale: str) -> float:
    settings = bundle.manifest["moderation"]
    question = settings["questions"].get(label, f"does this picture contain {label}?")
    text = prompt(bundle, "rationale" if rationale else "moderate", question=question, rationale=rationale)
    scores = bundle.score([*parts, text], settings["candidates"]) / settings["temperature"]
    return float(1 / (1 + np.exp(scores[1] - scores[0])))


def choose(bundle: Bundle, parts, task: dict, question: str, rationale: str, folder: pathlib.Path) -> int:
    candidates = task.get("candidates", task.get("options", task.get("choices")))
    if isinstance(candidates[0], dict) and "image" in candidates[0]:
        def yes(candidate):
            scores = bundle.score([*parts, bundle.prompts["chooseImageBefore"], folder / candidate["image"],
                                   bundle.prompts["chooseImageAfter"]], ["Yes", "No"])
            return scores[0] - scores[1]
        return int(np.argmax([yes(c) for c in candidates]))
    texts = [c["text"] if isinstance(c, dict) else c for c in candidates]
    if question:
        parts = [*parts, prompt(bundle, "rationale" if rationale else "choose", question=question, rationale=rationale)]
    return int(np.argmax(bundle.score(parts, texts)))


class Figures:
    """Collects cases into figures."""

    def __init__(self, plurals: dict[str, str]):
        self.plurals = plurals
        self.values: dict[str, list[float]] = collections.defaultdict(list)
        self.errors, self.letters = 0, 0
        self.scores: dict[str, list[tuple[float, int, bool]]] = collections.defaultdict(list)

    def add(self, case: dict, said: dict) -> None:
        kind, expect = case["task"]["type"], case["expect"]
        getattr(self, f"_{kind}")(case, expect, said)

    def _caption(self, case, expect, said):
        if "objects" in expect:
            wanted = collections.Counter(self.plurals.get(o.lower(), o.lower()) for o in expect["objects"])
            found = caption_objects(said["text"], self.plurals, COLOURS)
            self.values["caption_exact"].append(found == wanted)
            if wanted:
                self.values["caption_object_recall"].append(sum((found & wanted).values()) / sum(wanted.values()))
        if expect.get("text"):
            self.values["caption_text_recall"].append(normalise(expect["text"]) in normalise(said["text"]))

    def _describe(self, case, expect, said):
        text = normalise(said["text"])
        if expect.get("objects"):
            names = {self.plurals.get(o.lower(), o.lower()) for o in expect["objects"]}
            self.values["describe_object_recall"].append(sum(normalise(n) in text for n in names) / len(names))
        if expect.get("text"):
            self.values["describe_text_recall"].append(normalise(expect["text"]) in text)

    def _ground(self, case, expect, said):
        left = list(said["boxes"])
        for box in expect["boxes"]:
            best = max(left, key=lambda b: overlap(b, box), default=None)
            hit = best is not None and overlap(best, box) >= 0.5
            self.values["grounding"].append(hit)
            if hit:
                left.remove(best)

    def _refer(self, case, expect, said):
        self.values["referring"].append(self._names(said["text"]) == self._names(expect["answer"]))

    def _names(self, text):
        words = normalise(text).split()
        return " ".join(words[1:] if len(words) > 1 and words[0] in COLOURS else words)

    def _answer(self, case, expect, said):
        question = case["task"].get("question", "")
        if "text" in expect or READS.search(question):
            wanted = expect.get("text", expect.get("answer"))
            self.values["reading_exact"].append(wanted.strip() == said["text"].strip())
            self.values["reading_exact_any_case"].append(wanted.strip().lower() == said["text"].strip().lower())
            self.errors += character_errors(wanted.strip(), said["text"].strip())
            self.letters += len(wanted.strip())
            return
        right = normalise(said["text"]) == normalise(expect["answer"])
        name = "answers_across_images" if sum("image" in p for p in case["content"]) > 1 else "answers"
        if not any("image" in p for p in case["content"]):
            name = "answers_text_only"
        self.values[name].append(right)

    def _moderate(self, case, expect, said):
        for label, truth in expect["labels"].items():
            self.scores[label].append((said["scores"][label], int(truth), bool(case.get("pair"))))

    def _choose(self, case, expect, said):
        task = case["task"]
        candidates = task.get("candidates", task.get("options", task.get("choices")))
        wanted = expect["choice"]
        if isinstance(wanted, str):
            wanted = [c.get("text", c.get("image")) if isinstance(c, dict) else c for c in candidates].index(wanted)
        name = case.get("figure")
        if name is None:
            images = isinstance(candidates[0], dict) and "image" in candidates[0]
            shots = len(task.get("examples", ())) or sum("image" in p for p in case["content"]) - 1
            name = "matrices" if images else f"few_shot_{shots}"
            if not images and task.get("question", "").startswith("what is the sentiment"):
                name = "sentiment_rationale" if task.get("rationale") else "sentiment_direct"
        self.values[name].append(said["choice"] == wanted)

    def summary(self) -> dict:
        result = {name: {"value": round(float(np.mean(v)), 4), "interval": interval(v), "cases": len(v)}
                  for name, v in sorted(self.values.items())}
        if self.letters:
            result["reading_character_errors"] = {"value": round(self.errors / self.letters, 4), "letters": self.letters}
        if self.scores:
            result |= self._moderation_summary()
        return result

    def _moderation_summary(self) -> dict:
        per_label = {label: round(auc([s for s, *_ in v], [t for _, t, _ in v]), 4) for label, v in self.scores.items()}
        known = [a for a in per_label.values() if a == a]
        every = [entry for v in self.scores.values() for entry in v]
        paired = {l: [e for e in v if e[2]] for l, v in self.scores.items()}
        confounders = [auc([s for s, *_ in v], [t for _, t, _ in v]) for v in paired.values() if v]
        confounders = [a for a in confounders if a == a]
        hits = sum(s >= 0.5 and t for s, t, _ in every)
        return {
            "moderation_auc": {"value": round(float(np.mean(known)), 4) if known else None, "cases": len(every),
                               "labels": {l: a if a == a else None for l, a in per_label.items()}},
            "moderation_auc_confounders": {"value": round(float(np.mean(confounders)), 4) if confounders else None,
                                           "cases": sum(map(len, paired.values()))},
            "moderation_f1": {"value": round(2 * hits / max(1, sum(s >= 0.5 for s, *_ in every) + sum(t for _, t, _ in every)), 4)},
            "moderation_calibration_error": {"value": round(calibration_error([s for s, *_ in every], [t for _, t, _ in every]), 4)},
        }


def evaluate(bundle: Bundle, folder: pathlib.Path) -> tuple[dict, list[dict]]:
    """The figures, and what was said of each case."""
    figures, said_all = Figures(bundle.manifest.get("plurals", {})), []
    cases = [json.loads(line) for line in open(folder / "cases.jsonl", encoding="utf8") if line.strip()]
    for case in tqdm(cases, unit=" cases", file=sys.stderr, mininterval=2):
        said = predict(bundle, case, folder)
        figures.add(case, said)
        said_all.append({"id": case["id"], **said})
    return figures.summary(), said_all


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=pathlib.Path, required=True)
    parser.add_argument("--set", type=pathlib.Path, required=True, help="a folder with cases.jsonl and its images")
    parser.add_argument("--predictions", type=pathlib.Path, help="write what was said of each case, one JSON object a line")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--variant", help="of the bundle, such as int8; the standard where it is left out")
    arguments = parser.parse_args()
    summary, said_all = evaluate(Bundle(arguments.bundle, arguments.threads, arguments.variant), arguments.set)
    if arguments.predictions:
        arguments.predictions.write_text("".join(json.dumps(s) + "\n" for s in said_all), encoding="utf8")
    print(json.dumps(summary, indent=1))


if __name__ == "__main__":
    main()
