"""Turns scenes into training rows: a prefix (images and text) and the tasks that are asked of it."""

from .boxes import box_tokens
from .questions import Questions, place_of
from .rows import FORMS, Group, Row, Segment, answer_prompt, examples_row, made_up_labels
from .several import SeveralImages
from .texts import DIRECT, EXCUSES, GROUPS, JOINT, KIND, LABEL_QUESTIONS, LABELS, NEUTRAL, OBJECT_LABELS, labels_of, sentiment
from .world import COLOURS, Scene, World, grouped, listed, with_article


SWAPPED = 1 / 3
"""Share of the scenes with a text of a list in which a word is another one: the lists were learnt by heart, and read where they were not written."""


def caption(scene: Scene) -> str:
    parts = [phrase for phrase, _ in grouped(scene.things)]
    if not parts and not scene.text:
        return f"a {scene.background_colour} background" if scene.background_colour else "a background"
    if not parts:
        return f"the text {scene.text}"
    return listed(parts) + (f" with the text {scene.text}" if scene.text else "")


def description(scene: Scene) -> str:
    sentences = []
    if scene.background_colour:
        sentences.append(f"The background is {scene.background_colour}.")
    for thing in scene.things:
        sentences.append(f"At the {place_of(thing)} there is a {thing.size} {thing.name}.")
    if scene.text:
        sentences.append(f"The text says {scene.text}")
    return " ".join(sentences) or "There is nothing."


def grounded(scene: Scene) -> str:
    parts = []
    for phrase, members in grouped(scene.things):
        boxes = "</delimiter_of_multi_objects/>".join(box_tokens(t.box) for t in members)
        parts.append(f"<phrase>{phrase}</phrase><object>{boxes}</object>")
    return listed(parts)


class Tasks:
    """Draws groups of scenes and tasks from a world."""

    def __init__(self, world: World):
        self.world, self.rng = world, world.rng
        self.questions, self.images = Questions(world), SeveralImages(world)

    # ------------------------------------------------------- one image

    def several(self) -> Group:
        return self.images.draw()

    def single(self) -> Group:
        rng, world = self.rng, self.world
        draw = rng.random()
        if draw < 0.28:
            return self._of_a_list(draw < 0.2)
        # More of three and four: a caption of them is right only where each is.
        nouns = world.pick_nouns(rng.choices((1, 2, 3, 4), (3, 3, 5, 5))[0]) if rng.random() < 0.82 else []
        text = world.random_text() if not nouns or rng.random() < 0.55 else ""
        scene = world.scene(nouns, text)
        truth = labels_of([t.noun for t in scene.things], "none", None)
        return Group([scene], [Row([0], self._pick(scene, 9) + self._moderations(truth, int(rng.random() < 0.2)))])

    def _of_a_list(self, moderated: bool) -> Group:
        """A scene whose text is one of a few hundred: it is judged, or has a strange word in it and is there to be read."""
        rng, world = self.rng, self.world
        swapped = rng.random() < SWAPPED
        if moderated:
            scene, truth = self.moderation_scene(swapped)
            judged, count = ([] if swapped else self._moderations(truth, 3)), 5
        else:
            text, mood = sentiment(rng)
            nouns = world.pick_nouns(1) if rng.random() < 0.3 else []
            scene = world.scene(nouns, self._with_a_strange_word(text) if swapped else text)
            judged, count = ([] if swapped else self._sentiment(scene, mood)), 4
        return Group([scene], [Row([0], judged + self._pick(scene, count, familiar=not swapped))])

    def _with_a_strange_word(self, text: str) -> str:
        words = text.split()
        if words:
            words[self.rng.randrange(len(words))] = self.world.random_text(1)
        return " ".join(filter(None, words))

    def _sentiment(self, scene, mood):
        prompt = answer_prompt("what is the sentiment of the opinion?")
        segments = [Segment([prompt], mood, "sentiment")]
        if self.rng.random() < 0.5:
            segments.append(Segment([f"{description(scene)} {prompt}"], mood, "rationale"))
        return segments

    def easy(self) -> Group:
        """One thing or one word, and short tasks: where the decoder learns to look at the image at all."""
        rng, world = self.rng, self.world
        if rng.random() < 0.4:
            scene = world.scene([rng.choice(world.nouns)], tint=0.05)
            makers = (self._caption, self._refer, self.questions.what)
        else:
            scene = world.scene([], world.random_text(rng.choices((1, 2, 3), (6, 3, 1))[0]))
            makers = (self._reading, self._reading, self._caption)
        return Group([scene], [Row([0], list({s.prompt[0]: s for s in (maker(scene) for maker in makers)}.values()))])

    def _pick(self, scene: Scene, count: int, familiar: bool = False) -> list[Segment]:
        """Draws tasks; one on a `familiar` text, which can be told by a word of it, is seldom to say the text."""
        makers = [(self._caption, 3 if familiar else 6), (self.questions.ask, 5)]
        if scene.text:
            makers.append((self._reading, 1 if familiar else 5))
        if scene.things:
            makers += [(self._ground, 3), (self._refer, 2), (self._grounded, 2), (self._describe, 1)]
        else:
            makers.append((self._describe, 0.7))
        chosen, weights = [m for m, _ in makers], [w for _, w in makers]
        result, seen = [], set()
        for maker in self.rng.choices(chosen, weights, k=count):
            segment = maker(scene)
            key = (str(segment.prompt), segment.answer)
            if key not in seen:
                seen.add(key)
                result.append(segment)
        return result

    def _caption(self, scene):
        return Segment(["An image of"], caption(scene), "caption")

    def _describe(self, scene):
        prompt = self.rng.choice(("Describe this image in detail:", "Introduce this picture in detail:"))
        return Segment([prompt], description(scene), "describe")

    def _grounded(self, scene):
        return Segment(["<grounding>An image of"], grounded(scene), "grounded")

    def _ground(self, scene):
        name, members = self.rng.choice(grouped(scene.things))
        phrase, boxes = name, members
        alone = self.rng.choice(scene.things)
        if self.rng.random() < 0.3 and sum(t.noun == alone.noun for t in scene.things) == 1:
            phrase, boxes = self.rng.choice((f"the {alone.noun}", alone.noun, with_article(alone.noun))), [alone]
        tokens = "</delimiter_of_multi_objects/>".join(box_tokens(t.box) for t in boxes)
        return Segment([f"<grounding><phrase>{phrase}</phrase>"], f"<object>{tokens}</object>", "ground")

    def _refer(self, scene):
        thing = self.rng.choice(scene.things)
        return Segment([f"<grounding><phrase>It</phrase><object>{box_tokens(thing.box)}</object> is"],
                       with_article(thing.name), "refer")

    def _reading(self, scene):
        question = self.rng.choice(("what does the text say?", "what does the text say?", "what is written in the image?",
                                    "what text is in the image?"))
        return Segment([answer_prompt(question)], scene.text, "read")

    def _moderations(self, truth, count):
        return list({s.prompt[0]: s for s in (self._moderation(truth) for _ in range(count))}.values())

    def _moderation(self, truth, label=None):
        rng = self.rng
        positive = [name for name in LABELS if truth[name]]
        if label is None:
            near = truth.get("near")
            pick = rng.random()
            if near and pick < 0.75:
                label = near
            elif positive and pick < 0.85:
                label = rng.choice(positive)
            else:
                label = rng.choice(LABELS)
        return Segment([answer_prompt(LABEL_QUESTIONS[label])], "yes" if truth[label] else "no", "moderate")

    # ------------------------------------------------------ moderation

    def moderation_scene(self, swapped: bool = False) -> tuple[Scene, dict]:
        """A picture with a text whose verdict may need both; `near` in the truth names the label it is about.

        `swapped`: a word of the text is another one, so that the truth no longer holds.
        """
        rng, world = self.rng, self.world
        draw = rng.random()
        if draw < 0.34:
            label, texts, bad, kind = rng.choice(JOINT if rng.random() < 0.5 else JOINT[:2])
            positive = rng.random() < 0.5
            noun, text, excused = rng.choice(bad if positive else kind), rng.choice(texts), None
        elif draw < 0.46:
            label, texts, bad, _ = rng.choice(JOINT)
            noun, text, positive, excused = rng.choice(bad), rng.choice(NEUTRAL), False, None
        elif draw < 0.76:
            label = rng.choice(LABELS)
            texts, twins = DIRECT[label]
            positive = rng.random() < 0.5
            at = rng.randrange(len(texts))
            text, excused = (texts if positive else twins)[at], None
            noun = rng.choice(world.nouns) if rng.random() < 0.5 else None
        elif draw < 0.84:
            label, texts, objects = rng.choice(EXCUSES)
            noun, text, positive, excused = rng.choice(objects), rng.choice(texts), False, label
        else:
            noun = rng.choice(list(OBJECT_LABELS))
            label, positive, excused = OBJECT_LABELS[noun], False, None
            text = rng.choice(NEUTRAL) if rng.random() < 0.5 else ""
            if any(label == e[0] and text in e[1] for e in EXCUSES):
                text = ""
        text = text.format(group=rng.choice(GROUPS))
        if rng.random() < 0.3:
            text = text.upper()
        if swapped:
            text = self._with_a_strange_word(text)
        nouns = [noun] if noun else []
        if nouns and rng.random() < 0.15:
            nouns.append(rng.choice(KIND + NEUTRAL_NOUNS if not positive else NEUTRAL_NOUNS))
        nouns = [n for n in nouns if n in world.classes]
        scene = world.scene(nouns, text, rng.choice(("top", "bottom", "label")) if nouns and text else None, tint=0.03)
        shown = [t.noun for t in scene.things]
        if positive and noun is not None and noun not in shown and draw < 0.34:
            positive = False
        truth = labels_of(shown, "positive" if positive else "none", label, excused)
        truth["near"] = label
        return scene, truth

    # ----------------------------------------------------------- text only

    def text_only(self) -> Group:
        rng, world = self.rng, self.world
        draw = rng.random()
        if draw < 0.6:
            return Group([], [self._examples_in_words()])
        if draw < 0.69:
            text, mood = sentiment(rng)
            return Group([], [Row([text], [Segment([answer_prompt("what is the sentiment of the opinion?")], mood, "text sentiment")])])
        if draw < 0.81:
            label = rng.choice(LABELS)
            texts, twins = DIRECT[label]
            at, bad = rng.randrange(len(texts)), rng.random() < 0.5
            text = (texts if bad else twins)[at].format(group=rng.choice(GROUPS))
            segments = [Segment([answer_prompt(LABEL_QUESTIONS[label])], "yes" if bad else "no", "text moderate"),
                        Segment([answer_prompt(LABEL_QUESTIONS[rng.choice([x for x in LABELS if x != label])])], "no", "text moderate")]
            return Group([], [Row([text], segments)])
        things = [(rng.choice(world.nouns), rng.choice(list(COLOURS))) for _ in range(rng.randint(1, 3))]
        parts = [f"the {n} is {c}" for n, c in dict(things).items()]
        noun, colour = rng.choice(list(dict(things).items()))
        segments = [Segment([answer_prompt(f"what color is the {noun}?")], colour, "text answer"),
                    Segment([answer_prompt(f"what is {colour}?")],
                            next(n for n, c in dict(things).items() if c == colour), "text answer")]
        return Group([], [Row([listed(parts)], segments)])

    def _examples_in_words(self) -> Row:
        """Worked examples without a picture: what is named is a noun or a colour."""
        rng, world = self.rng, self.world
        kinds, names = rng.sample(world.nouns + list(COLOURS), 2), made_up_labels(rng, world.held)
        before, _ = rng.choice(FORMS)
        order = [0, 1] * rng.choice((1, 2, 2, 3))
        rng.shuffle(order)
        return examples_row(order, names, [[f"{kinds[k]} {before}".strip()] for k in (*order, 0, 1)], "text few-shot")


NEUTRAL_NOUNS = "chair book cup tree house car shoe hat lamp clock camera bicycle apple cookie cloud bell".split()
