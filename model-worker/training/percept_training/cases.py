"""Writes a set of cases from the held-out world, in the form that `evaluate` reads.

    python -m percept_training.cases --data build/data --set build/held-out --seed 1 --scale 3
"""

import argparse
import json
import pathlib

from .rows import made_up_labels
from .tasks import Tasks, caption
from .texts import DIRECT, GROUPS, JOINT, LABELS, sentiment
from .world import World, grouped


class Cases:
    """Collects cases and saves their images."""

    def __init__(self, data: pathlib.Path, folder: pathlib.Path, seed: int, unseen: float = 0.3):
        self.world = World(data, seed, held=True, unseen=unseen)
        self.tasks, self.rng = Tasks(self.world), self.world.rng
        self.folder, self.lines, self.images = folder, [], 0
        self.doubtful_images: set[str] = set()
        (folder / "images").mkdir(parents=True, exist_ok=True)

    def image(self, scene) -> dict:
        name = f"images/{self.images:04d}.png"
        self.images += 1
        if scene.doubtful:
            self.doubtful_images.add(name)
        scene.image.convert("RGB").save(self.folder / name, optimize=True)
        return {"image": name}

    def add(self, content, task, expect, **more) -> None:
        self.lines.append({"id": f"{task['type']}-{len(self.lines):04d}", "content": content, "task": task, "expect": expect, **more})

    def write(self, sound: bool) -> int:
        """Returns how many cases were written.

        `sound`: without those whose pictures show another thing than their noun; `doubtful.json` names these in any case.
        """
        written = {line["id"]: json.dumps(line) for line in self.lines}
        doubtful = [case for case, text in written.items() if any(f'"{name}"' in text for name in self.doubtful_images)]
        (self.folder / "doubtful.json").write_text(json.dumps(doubtful) + "\n", encoding="utf8")
        if sound:
            written = {case: text for case, text in written.items() if case not in doubtful}
        (self.folder / "cases.jsonl").write_text("".join(text + "\n" for text in written.values()), encoding="utf8")
        return len(written)

    def scene(self, with_text: float = 0.3, least: int = 1):
        while True:
            text = self.world.random_text() if self.rng.random() < with_text else ""
            scene = self.world.scene(self.world.pick_nouns(self.rng.randint(least, 4)), text)
            if len(scene.things) >= least:
                return scene

    def captions(self, count):
        for i in range(count):
            scene = self.scene()
            kind = "describe" if i % 5 == 4 else "caption"
            expect = {"objects": [t.noun for t in scene.things]} | ({"text": scene.text} if scene.text else {})
            self.add([self.image(scene)], {"type": kind}, expect, reference=caption(scene))

    def reading(self, count):
        for i in range(count):
            text = self.world.random_text(1 + i % 3)
            scene = self.world.scene(self.world.pick_nouns(1) if i % 2 else [], text)
            self.add([self.image(scene)], {"type": "answer", "question": "what does the text say?"}, {"text": text})

    def questions(self, count):
        while count:
            scene = self.scene(with_text=0.2)
            segment = self.tasks.questions.ask(scene)
            question = segment.prompt[0].removeprefix("Question: ").removesuffix(" Answer:")
            self.add([self.image(scene)], {"type": "answer", "question": question}, {"answer": segment.answer})
            count -= 1

    def grounding(self, count):
        for i in range(count):
            scene = self.scene(with_text=0.1)
            if i % 4 == 3:
                thing = self.rng.choice(scene.things)
                self.add([self.image(scene)], {"type": "refer", "box": [round(x, 4) for x in thing.box]}, {"answer": thing.name})
                continue
            phrase, members = self.rng.choice(grouped(scene.things))
            boxes = [[round(x, 4) for x in t.box] for t in members]
            self.add([self.image(scene)], {"type": "ground", "phrase": phrase}, {"boxes": boxes})

    def moderation(self, count):
        for _ in range(count):
            scene, truth = self.tasks.moderation_scene()
            self.add([self.image(scene)], {"type": "moderate"}, {"labels": {l: truth[l] for l in LABELS}})

    def confounders(self, count):
        """Twos of pictures: one text with two images, or one image's object with two texts, whose verdicts differ."""
        for i in range(count):
            label, texts, bad, kind = JOINT[i % len(JOINT)] if i % 3 else JOINT[0]
            bad = [n for n in bad if n in self.world.classes]
            text = self.rng.choice(texts).format(group=self.rng.choice(GROUPS))
            noun = self.rng.choice(bad)
            other = self.rng.choice([n for n in kind if n in self.world.classes])
            harmless = (noun, "my favorite picture") if i % 2 and label in ("hate", "violence") else (other, text)
            for truth, (shown, written) in ((1, (noun, text)), (0, harmless)):
                scene = self.world.scene([shown], written, self.rng.choice(("top", "bottom")), tint=0)
                self.add([self.image(scene)], {"type": "moderate", "labels": [label]}, {"labels": {label: truth}}, pair=f"pair-{i}")

    def few_shot(self, count):
        for i in range(count):
            shots = (0, 2, 4, 4)[i % 4]
            names = made_up_labels(self.rng, True)
            kinds = self.rng.sample(self.world.nouns, 2)
            order = [0, 1] * (shots // 2)
            self.rng.shuffle(order)
            asked = self.rng.randrange(2)
            question = "what is this called?"
            examples = [{"content": [self.image(self.world.scene([kinds[k]], tint=0.05))], "answer": names[k]} for k in order]
            task = {"type": "choose", "question": question, "candidates": names} | ({"examples": examples} if examples else {})
            self.add([self.image(self.world.scene([kinds[asked]], tint=0.05))], task, {"choice": asked}, figure=f"few_shot_{shots}")

    def sentiments(self, count):
        for _ in range(count):
            text, mood = sentiment(self.rng)
            image = self.image(self.world.scene([], text, "screen"))
            for rationale in (False, True):
                task = {"type": "choose", "question": "what is the sentiment of the opinion?", "candidates": ["positive", "negative"]}
                self.add([image], task | ({"rationale": True} if rationale else {}), {"choice": ["positive", "negative"].index(mood)},
                         figure="sentiment_rationale" if rationale else "sentiment_direct")

    def documents(self, count):
        for _ in range(count):
            group = self.tasks.images.document()
            images = [self.image(s) for s in group.scenes]
            content = [{"text": p} if isinstance(p, str) else images[p] for p in group.rows[0].prefix]
            segment = self.rng.choice([s for s in group.rows[0].segments if "text" not in s.prompt[0]] or group.rows[0].segments)
            question = segment.prompt[0].removeprefix("Question: ").removesuffix(" Answer:")
            if "text" in question:
                continue
            self.add(content, {"type": "answer", "question": question}, {"answer": segment.answer})

    def matrices(self, count):
        for _ in range(count):
            group = self.tasks.images.matrix()
            images = [self.image(s) for s in group.scenes]
            content = [{"text": p} if isinstance(p, str) else images[p] for p in group.rows[0].prefix]
            order = [0, 1]
            self.rng.shuffle(order)
            candidates = [images[-2:][k] for k in order]
            self.add(content, {"type": "choose", "candidates": candidates}, {"choice": order.index(0)}, figure="matrices")

    def text_only(self, count):
        for i in range(count):
            label = LABELS[i % len(LABELS)]
            texts, twins = DIRECT[label]
            at, bad = self.rng.randrange(len(texts)), self.rng.random() < 0.5
            text = (texts if bad else twins)[at].format(group=self.rng.choice(GROUPS))
            self.add([{"text": text}], {"type": "moderate", "labels": [label]}, {"labels": {label: int(bad)}})
            noun, colour = self.rng.choice(self.world.nouns), self.rng.choice(("red", "blue", "green"))
            self.add([{"text": f"the {noun} is {colour}"}], {"type": "answer", "question": f"what color is the {noun}?"}, {"answer": colour})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"))
    parser.add_argument("--set", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--unseen", type=float, default=0.3, help="share of pictures that were kept back, of nouns that keep one back")
    parser.add_argument("--scale", type=float, default=1.0, help="1: about 340 cases")
    parser.add_argument("--sound", action="store_true", help="leave out the cases of which a picture shows another thing than its noun: 0.12.0 "
                        "and those before learnt such by heart, and what came later did not, so they are no measure between the two")
    arguments = parser.parse_args()
    cases = Cases(arguments.data, arguments.set, arguments.seed, arguments.unseen)
    for draw, count in ((cases.captions, 60), (cases.reading, 45), (cases.questions, 50), (cases.grounding, 40), (cases.moderation, 40),
                        (cases.confounders, 20), (cases.few_shot, 24), (cases.sentiments, 12), (cases.documents, 12),
                        (cases.matrices, 6), (cases.text_only, 6)):
        draw(round(count * arguments.scale))
    written = cases.write(arguments.sound)
    print(f"{written} cases with {cases.images} images in {arguments.set}")


if __name__ == "__main__":
    main()
