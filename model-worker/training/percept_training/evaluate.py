"""Figures of a bundle on a set of cases, from its ONNX files. README.md says what a set is.

    python -m percept_training.evaluate --bundle ../models/percept-tiny --set ../models/percept-tiny/evaluation
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys
import typing

import numpy as np
from tqdm import tqdm

from .boxes import box_tokens
from .figures import SHOWN, Figures, candidate_names, candidates_of, chooses_images, images_of, question_of, rationale_of
from .prompts import Part, prompt
from .sets import read
from .values import accepted, box_of, listed, written

if typing.TYPE_CHECKING:
    from .runtime import Bundle

LIMIT = 96
"""Most tokens that are generated for a description or an answer, as in the Java command."""
ABOUT_A_PICTURE = ("caption", "describe", "ground", "refer")
ABOUT_A_DOCUMENT = ("answer", "moderate", "choose")


def parts_of(content: list[dict], folder: pathlib.Path) -> list[Part]:
    return [p["text"] if "text" in p else folder / p["image"] for p in content]


def predict(bundle: Bundle, case: dict, folder: pathlib.Path) -> dict:
    """What the bundle says of a case: text, boxes, scores or a choice. Raises where its task lacks something or does not fit."""
    task = case["task"]
    kind, question, shows_image = task["type"], question_of(task).strip(), bool(images_of(case["content"]))
    require(kind, question, rationale_of(task), shows_image)
    # A rationale describes an image: without one the task is asked directly, as the service does.
    describes = rationale_of(task) and shows_image

    def asked_by_question(answer: str) -> str:
        return prompt(bundle, "example", question=question, answer=answer) if question else answer

    if kind in ABOUT_A_PICTURE:
        asked = picture_prompt(bundle, task)
        parts = document(case, folder, lambda answer: f"{asked} {answer}")
        require_room(bundle, parts, [[asked]], LIMIT, False)
        ids = bundle.generate([*parts, asked], LIMIT)
        return {"boxes": bundle.boxes(ids, bool(phrase_of(task)))} if kind == "ground" else {"text": bundle.text(ids)}
    if kind == "answer":
        return {"text": answered(bundle, document(case, folder, asked_by_question), question, describes)}
    if kind == "moderate":
        return {"scores": moderate(bundle, case, folder, describes)}
    if chooses_images(candidates_of(task)):
        return {"choice": choose_image(bundle, document(case, folder, lambda answer: answer), folder, task, describes)}
    return {"choice": choose(bundle, document(case, folder, asked_by_question), task, question, describes)}


def document(case: dict, folder: pathlib.Path, shown: typing.Callable[[str], str]) -> list[Part]:
    """The worked examples, each with what is shown of its answer, and the content."""
    parts: list[Part] = []
    for example in listed(case["task"], "examples"):
        answer = accepted(example["answer"])[0]
        if not answer.strip():
            raise ValueError("An example has no answer.")
        parts += [*parts_of(example["content"], folder), shown(answer.strip())]
    return parts + parts_of(case["content"], folder)


def require(kind: str, question: str, describes: bool, shows_image: bool) -> None:
    """What the service requires of a task."""
    if kind not in ABOUT_A_PICTURE + ABOUT_A_DOCUMENT:
        raise ValueError(f"Unknown task type '{kind}'.")
    if kind in ABOUT_A_PICTURE and not shows_image:
        raise ValueError(f"A task of the type {kind} needs an image, and the content has none.")
    if kind in ABOUT_A_PICTURE and describes:
        raise ValueError(f"A task of the type {kind} cannot have a rationale: only {', '.join(ABOUT_A_DOCUMENT)} can.")
    if kind == "answer" and not question:
        raise ValueError("A task of the type answer needs a question.")


def require_room(bundle: Bundle, parts: list[Part], asked: list[list[Part]], longest: int, describes: bool) -> None:
    """A document that does not fit whole would be shown in part, and be another one.

    `asked`: each question that follows it; `longest`: tokens of the longest answer; `describes`: a description comes before the question.
    """
    reserved = max(length(bundle, each) for each in asked) + longest
    if describes:
        reserved += length(bundle, [prompt(bundle, "describe")]) + LIMIT
    taken, most = 1 + length(bundle, parts), bundle.shape["maxPositions"]
    if taken + reserved > most:
        raise ValueError(f"The content takes {taken} tokens and {reserved} are kept for the question and the answer, but the model takes "
                         f"{most}: make several cases of it.")


def length(bundle: Bundle, parts: list[Part]) -> int:
    image = bundle.manifest["image"]["queries"] + 2
    return sum((len(bundle.encode(part)) if part else 0) if isinstance(part, str) else image for part in parts)


def answered(bundle: Bundle, parts: list[Part], question: str, describes: bool) -> str:
    name = "rationale" if describes else "answer"
    require_room(bundle, parts, [[prompt(bundle, name, question=question, rationale="").strip()]], LIMIT, describes)
    rationale = described(bundle, parts) if describes else ""
    asked = prompt(bundle, "rationale" if rationale else "answer", question=question, rationale=rationale)
    return bundle.text(bundle.generate([*parts, asked], LIMIT))


def described(bundle: Bundle, parts: list[Part]) -> str:
    return bundle.text(bundle.generate([*parts, prompt(bundle, "describe")], LIMIT))


def phrase_of(task: dict) -> str:
    phrase = task.get("phrase")
    return "" if phrase is None else written(phrase).strip()


def picture_prompt(bundle: Bundle, task: dict) -> str:
    kind, phrase = task["type"], phrase_of(task)
    if kind == "ground":
        return prompt(bundle, "ground", phrase=phrase) if phrase else prompt(bundle, "groundedCaption")
    if kind == "refer":
        box = box_of(task.get("box"))
        if box is None:
            raise ValueError(f"The box {json.dumps(task['box'])} is empty within 0..1: give [x1, y1, x2, y2] with x1 < x2 and y1 < y2.")
        return prompt(bundle, "refer", box=box_tokens(box))
    return prompt(bundle, kind)


def labels_of(bundle: Bundle, case: dict) -> list[str]:
    """The labels that the task names, and those of which something is expected; all of the bundle where there is neither."""
    labels = dict.fromkeys([*map(written, listed(case["task"], "labels")), *(case["expect"].get("labels") or ())])
    return list(labels or bundle.manifest["moderation"]["questions"])


def moderate(bundle: Bundle, case: dict, folder: pathlib.Path, describes: bool) -> dict[str, float]:
    settings = bundle.manifest["moderation"]
    questions = {label: settings["questions"].get(label, f"does this picture contain {label}?") for label in labels_of(bundle, case)}
    name = "rationale" if describes else "moderate"
    asked = [[prompt(bundle, name, question=question, rationale="").strip()] for question in questions.values()]
    longest = max(length(bundle, [each]) for each in settings["candidates"])

    def parts_for(question: str) -> list[Part]:
        parts = document(case, folder, lambda answer: prompt(bundle, "example", question=question, answer=answer))
        require_room(bundle, parts, asked, longest, describes)
        return parts

    if describes:
        # Examples show the first question alone: all questions follow one description.
        parts = parts_for(next(iter(questions.values())))
        rationale = described(bundle, parts)
        return {label: verdict(bundle, parts, question, rationale) for label, question in questions.items()}
    return {label: verdict(bundle, parts_for(question), question, "") for label, question in questions.items()}


def verdict(bundle: Bundle, parts: list[Part], question: str, rationale: str) -> float:
    settings = bundle.manifest["moderation"]
    text = prompt(bundle, "rationale" if rationale else "moderate", question=question, rationale=rationale)
    scores = bundle.score([*parts, text], settings["candidates"]) / settings["temperature"]
    return float(1 / (1 + np.exp(scores[1] - scores[0])))


def names_of(task: dict) -> list[str]:
    names = [name.strip() for name in candidate_names(candidates_of(task))]
    if not names or not all(names):
        raise ValueError("There is nothing to choose from: give candidates that are not empty.")
    return names


def choose(bundle: Bundle, parts: list[Part], task: dict, question: str, describes: bool) -> int:
    names = names_of(task)
    asked = prompt(bundle, "rationale" if describes else "choose", question=question, rationale="").strip() if question else ""
    require_room(bundle, parts, [[asked]], max(length(bundle, [name]) for name in names), describes)
    rationale = described(bundle, parts) if describes else ""
    if question:
        parts = [*parts, prompt(bundle, "rationale" if rationale else "choose", question=question, rationale=rationale)]
    return int(np.argmax(bundle.score(parts, names)))


def choose_image(bundle: Bundle, parts: list[Part], folder: pathlib.Path, task: dict, describes: bool) -> int:
    images = [folder / name for name in names_of(task)]
    before, after, verdicts = bundle.prompts["chooseImageBefore"], bundle.prompts["chooseImageAfter"], ["Yes", "No"]
    require_room(bundle, parts, [[before, image, after] for image in images], max(length(bundle, [each]) for each in verdicts), describes)
    rationale = described(bundle, parts) if describes else ""

    def yes(image: pathlib.Path) -> float:
        scores = bundle.score([*parts, f"{rationale} {before}".strip(), image, after], verdicts)
        return scores[0] - scores[1]

    return int(np.argmax([yes(image) for image in images]))


def evaluate(bundle: Bundle, folder: pathlib.Path) -> tuple[dict, list[dict]]:
    """The figures, and what was said of each case."""
    cases = read(folder)
    figures, said_all = Figures(bundle.manifest.get("plurals", {}), [case for case, _ in cases]), []
    for case, fault in tqdm(cases, unit=" cases", file=sys.stderr, mininterval=2):
        said: dict = {}
        try:
            if fault:
                raise ValueError(fault)
            said = predict(bundle, case, folder)
            figures.add(case, said)
        except Exception as failure:
            # Whatever it is, it must not cost the figures of the other cases.
            figures.fail(case)
            said = said | {"failed": str(failure) if isinstance(failure, (ValueError, OSError)) else repr(failure)}
        said_all.append({"id": case["id"], **said})
    failures = [f"Case {said['id']} failed: {said['failed']}" for said in said_all if "failed" in said]
    if len(failures) == len(cases):
        raise SystemExit(f"None of the {len(cases)} cases of {folder / 'cases.jsonl'} could be evaluated. {failures[0]}")
    for failure in failures[:SHOWN]:
        print(failure, file=sys.stderr)
    return figures.summary(), said_all


def main() -> None:
    # Only here: cases are scored without a model, and without what runs one.
    from .runtime import Bundle

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
