"""Turns scenes into training rows: a prefix (images and text) and the tasks that are asked of it."""

import dataclasses
from collections.abc import Callable

from .boxes import box_tokens
from .texts import (DIRECT, EXCUSES, GROUPS, JOINT, KIND, LABEL_QUESTIONS, LABELS, NAMES, NEUTRAL,
                    OBJECT_LABELS, labels_of, made_up_label, sentiment)
from .world import COLOURS, SHAPES, Scene, Thing, World, grouped, listed, number, with_article
from .nouns import plural

Piece = str | int
"""Text (with literal special tokens) or the index of an image of the row's group."""


@dataclasses.dataclass
class Segment:
    """One task on a prefix. The loss is on `answer` only; eos follows it."""

    prompt: list[Piece]
    answer: str
    kind: str


@dataclasses.dataclass
class Row:
    """A prefix and the tasks on it. There is a loss on the texts of the prefix at `taught` too: what can be known from before."""

    prefix: list[Piece]
    segments: list[Segment]
    taught: frozenset[int] = frozenset()


@dataclasses.dataclass
class Group:
    """Scenes and what is asked of them; `ask` draws other tasks on the same scenes."""

    scenes: list[Scene]
    ask: Callable[[], list[Row]]

    def __post_init__(self):
        self.rows = self.ask()


POSITIONS = (("top left", "top", "top right"), ("left", "center", "right"), ("bottom left", "bottom", "bottom right"))


def place_of(thing: Thing) -> str:
    x, y = thing.centre
    return POSITIONS[min(2, int(y * 3))][min(2, int(x * 3))]


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


def answer_prompt(question: str) -> str:
    return f"Question: {question} Answer:"


class Tasks:
    """Draws groups of scenes and tasks from a world."""

    def __init__(self, world: World):
        self.world, self.rng = world, world.rng

    # ------------------------------------------------------- one image

    def single(self) -> Group:
        rng, world = self.rng, self.world
        draw = rng.random()
        if draw < 0.24:
            scene, truth = self.moderation_scene()
            return Group([scene], lambda: [Row([0], self._moderations(truth, 3) + self._pick(scene, 5))])
        if draw < 0.34:
            text, mood = sentiment(rng)
            nouns = world.pick_nouns(1) if rng.random() < 0.3 else []
            scene = world.scene(nouns, text)
            return Group([scene], lambda: [Row([0], self._sentiment(scene, mood) + self._pick(scene, 4))])
        nouns = world.pick_nouns(rng.randint(1, 4)) if rng.random() < 0.86 else []
        text = world.random_text() if not nouns or rng.random() < 0.55 else ""
        scene = world.scene(nouns, text)
        truth = labels_of([t.noun for t in scene.things], "none", None)
        return Group([scene], lambda: [Row([0], self._pick(scene, 9) + self._moderations(truth, int(rng.random() < 0.2)))])

    def _sentiment(self, scene, mood):
        prompt = answer_prompt("what is the sentiment of the opinion?")
        segments = [Segment([prompt], mood, "sentiment")]
        if self.rng.random() < 0.5:
            segments.append(Segment([f"{description(scene)} {prompt}"], mood, "rationale"))
        return segments

    def easy(self) -> Group:
        """One thing or one word, and short tasks: where the decoder learns to look at the image at all."""
        rng, world = self.rng, self.world
        if rng.random() < 0.6:
            scene = world.scene([rng.choice(world.nouns)], tint=0.05)
            makers = (self._caption, self._refer, self._what)
        else:
            scene = world.scene([], world.random_text(1))
            makers = (self._reading, self._reading, self._caption)
        return Group([scene], lambda: [Row([0], list({s.prompt[0]: s for s in (maker(scene) for maker in makers)}.values()))])

    def _what(self, scene):
        question, answer = self._ask_what(scene)
        return Segment([answer_prompt(question)], answer, "answer")

    def _pick(self, scene: Scene, count: int) -> list[Segment]:
        makers = [(self._caption, 4), (self._question, 5)]
        if scene.text:
            makers.append((self._reading, 5))
        if scene.things:
            makers += [(self._ground, 3), (self._refer, 2), (self._grounded, 1.5), (self._describe, 1)]
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

    def _question(self, scene) -> Segment:
        rng, things = self.rng, scene.things
        options = ["present", "text", "total"]
        if things:
            options += ["what", "where", "count", "present", "colour", "size"]
        if len(things) > 1:
            options += ["relation", "relation", "which", "end"]
        if scene.background_colour:
            options += ["background"]
        question, answer = getattr(self, f"_ask_{rng.choice(options)}")(scene)
        return Segment([answer_prompt(question)], answer, "answer")

    def _ask_present(self, scene):
        rng = self.rng
        if scene.things and rng.random() < 0.5:
            noun, answer = rng.choice(scene.things).noun, "yes"
        else:
            noun = rng.choice(self.world.nouns + list(SHAPES))
            answer = "yes" if any(t.noun == noun for t in scene.things) else "no"
        return rng.choice((f"is there {with_article(noun)} in the image?", f"is there {with_article(noun)}?",
                           f"does the image show {with_article(noun)}?")), answer

    def _ask_text(self, scene):
        return self.rng.choice(("is there any text?", "is there text in the image?")), "yes" if scene.text else "no"

    def _ask_total(self, scene):
        return "how many objects are there?", number(len(scene.things))

    def _ask_what(self, scene):
        rng = self.rng
        if len(scene.things) == 1:
            return rng.choice(("what is this?", "what is in the image?", "what object is shown?", "what is shown?")), scene.things[0].noun
        thing = rng.choice(scene.things)
        place = place_of(thing)
        if sum(place_of(t) == place for t in scene.things) == 1:
            return rng.choice((f"what is at the {place}?", f"what is in the {place}?")), thing.noun
        return "what is in the image?", listed([p for p, _ in grouped(scene.things)])

    def _unique(self, scene):
        alone = [t for t in scene.things if sum(o.noun == t.noun for o in scene.things) == 1]
        return self.rng.choice(alone) if alone else None

    def _ask_where(self, scene):
        thing = self._unique(scene)
        if thing is None:
            return self._ask_count(scene)
        return f"where is the {thing.noun}?", place_of(thing)

    def _ask_count(self, scene):
        rng = self.rng
        noun = rng.choice(scene.things).noun if rng.random() < 0.85 else rng.choice(self.world.nouns)
        count = sum(t.noun == noun for t in scene.things)
        return rng.choice((f"how many {plural(noun)} are there?", f"how many {plural(noun)} are in the image?")), number(count)

    def _ask_colour(self, scene):
        rng = self.rng
        coloured = [t for t in scene.things if t.colour and sum(o.noun == t.noun for o in scene.things) == 1]
        if not coloured:
            return self._ask_background(scene) if scene.background_colour else self._ask_where(scene)
        thing = rng.choice(coloured)
        return f"{rng.choice(('what color', 'which color', 'what colour'))} is the {thing.noun}?", thing.colour

    def _ask_background(self, scene):
        return f"{self.rng.choice(('what color', 'which color', 'what colour'))} is the background?", scene.background_colour

    def _ask_size(self, scene):
        thing = self._unique(scene)
        if thing is None or thing.size == "medium":
            return self._ask_count(scene)
        said = self.rng.choice(("small", "large"))
        return f"is the {thing.noun} {said}?", "yes" if thing.size == said else "no"

    _RELATIONS = {"left of": (0, 1), "right of": (0, -1), "above": (1, 1), "below": (1, -1)}

    def _ask_relation(self, scene):
        rng = self.rng
        a, b = rng.sample(scene.things, 2)
        relation = rng.choice(list(self._RELATIONS))
        axis, sign = self._RELATIONS[relation]
        difference = sign * (b.centre[axis] - a.centre[axis])
        alone = all(sum(o.noun == t.noun for o in scene.things) == 1 for t in (a, b))
        if abs(difference) < 0.1 or not alone:
            return self._ask_where(scene)
        said = rng.choice((relation, f"to the {relation}")) if axis == 0 else relation
        return f"is the {a.noun} {said} the {b.noun}?", "yes" if difference > 0 else "no"

    def _ask_which(self, scene):
        """The one thing that lies on one side of another."""
        rng = self.rng
        b = self._unique(scene)
        relation = rng.choice(list(self._RELATIONS))
        axis, sign = self._RELATIONS[relation]
        if b is None:
            return self._ask_count(scene)
        there = [t for t in scene.things if t is not b and sign * (b.centre[axis] - t.centre[axis]) > 0.08]
        near = [t for t in scene.things if t is not b and abs(b.centre[axis] - t.centre[axis]) <= 0.08]
        if len(there) != 1 or near:
            return self._ask_where(scene)
        said = f"to the {relation}" if axis == 0 else relation
        return f"what is {said} the {b.noun}?", there[0].noun

    def _ask_end(self, scene):
        rng = self.rng
        axis = rng.randrange(2)
        ordered = sorted(scene.things, key=lambda t: t.centre[axis])
        first = rng.random() < 0.5
        side = (("left", "right"), ("top", "bottom"))[axis][0 if first else 1]
        a, b = (ordered[0], ordered[1]) if first else (ordered[-1], ordered[-2])
        if abs(a.centre[axis] - b.centre[axis]) < 0.08:
            return self._ask_total(scene)
        return f"what is the {side}most object?" if axis == 0 else f"which object is at the very {side}?", a.noun

    # ------------------------------------------------------ moderation

    def moderation_scene(self, label: str | None = None) -> tuple[Scene, dict]:
        """A picture with a text whose verdict may need both; `near` in the truth names the label it is about."""
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
            label = label or rng.choice(LABELS)
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

    # ---------------------------------------------------- several images

    def several(self) -> Group:
        draw = self.rng.random()
        if draw < 0.5:
            return self.few_shot(self.rng.choice((2, 4, 4, 6)))
        if draw < 0.78:
            return self.document()
        return self.matrix()

    _FORMS = (
        ("Question: what is this called? Answer:", " {label}"), ("Question: which label fits? Answer:", " {label}"),
        ("", "{label}"), ("This is called", " {label}"), ("Output:", " {label}"), ("Question: what is this? Answer:", " {label}"),
    )

    def few_shot(self, examples: int) -> Group:
        """Images of two kinds with made-up names for the kinds; the last image's name is asked."""
        rng, world = self.rng, self.world
        concept = rng.choice(("noun", "noun", "noun", "background", "shape colour"))
        if concept == "noun":
            kinds = rng.sample(world.nouns, 2)
            make = lambda k: world.scene([kinds[k]], tint=0.05)
        elif concept == "background":
            kinds = rng.sample(list(COLOURS), 2)
            make = lambda k: self._on_background(kinds[k])
        else:
            kinds = rng.sample(list(COLOURS), 2)
            make = lambda k: world.scene([rng.choice(SHAPES)], colours=[kinds[k]])
        order = [0, 1] * (examples // 2)
        rng.shuffle(order)
        asked = rng.randrange(2)
        scenes = [make(k) for k in order] + [make(asked)]
        return Group(scenes, lambda: [self._few_shot_row(order, asked)])

    def _names(self) -> list[str]:
        rng, held = self.rng, self.world.held
        names = [made_up_label(rng, held), made_up_label(rng, held)]
        return names if names[0] != names[1] else self._names()

    def _few_shot_row(self, order, asked) -> Row:
        names = self._names()
        before, after = self.rng.choice(self._FORMS)
        prefix: list[Piece] = []
        taught = []
        for i, k in enumerate(order):
            prefix += [i, before, names[k]] if before else [i, names[k]]
            if k in order[:i]:
                taught.append(len(prefix) - 1)
        segments = [Segment([len(order), before] if before else [len(order)], names[asked], "few-shot")]
        return Row(prefix, segments, frozenset(taught))

    def _on_background(self, colour):
        for _ in range(40):
            scene = self.world.scene([self.rng.choice(self.world.nouns)], tint=0)
            if scene.background_colour == colour:
                return scene
        return scene

    def document(self) -> Group:
        """Two or three images among texts, as on a page or in a chat, with questions across them."""
        rng, world = self.rng, self.world
        count = rng.choice((2, 2, 3))
        nouns = rng.sample(world.nouns, count)
        scenes = [world.scene([n], world.random_text(1) if rng.random() < 0.3 else "") for n in nouns]
        return Group(scenes, lambda: [self._document_row(nouns, scenes)])

    def _document_row(self, nouns, scenes) -> Row:
        rng, world, count = self.rng, self.world, len(nouns)
        names = rng.sample(NAMES, count)
        chat = rng.random() < 0.5
        prefix: list[Piece] = []
        for i in range(count):
            if chat:
                prefix += [f"{names[i]}: {rng.choice(('look at this', 'see', 'what do you think', 'here', 'my photo'))}", i]
            else:
                if rng.random() < 0.6:
                    prefix.append(rng.choice(("Welcome to our page.", "Our pictures of the week.", "Here is one more.",
                                              "We saw this today.", "Read more below.")))
                prefix.append(i)
        ordinal = ("first", "second", "third")
        segments = []
        for _ in range(4):
            i = rng.randrange(count)
            form = rng.randrange(5)
            if form == 0:
                question, answer = f"what is in the {ordinal[i]} image?", nouns[i]
            elif form == 1:
                question, answer = f"which image shows {with_article(nouns[i])}?", ordinal[i]
            elif form == 2 and chat:
                question, answer = f"who posted the {nouns[i]}?", names[i]
            elif form == 3 and chat:
                question, answer = f"what did {names[i]} post?", nouns[i]
            elif form == 4 and scenes[i].text:
                question, answer = f"what does the text in the {ordinal[i]} image say?", scenes[i].text
            else:
                noun = rng.choice(world.nouns) if rng.random() < 0.5 else nouns[i]
                question, answer = f"does any image show {with_article(noun)}?", "yes" if noun in nouns else "no"
            segments.append(Segment([answer_prompt(question)], answer, "document"))
        return Row(prefix, segments)

    def matrix(self) -> Group:
        """A pattern matrix without its last panel, and candidates for it, one of them right."""
        rng = self.rng
        side = 2 if rng.random() < 0.8 else 3
        rows = self._attribute(side)
        columns = self._attribute(side, rows[0])
        other = self._attribute(1, rows[0], columns[0])
        panels = []
        for r in range(side):
            for c in range(side):
                panels.append({rows[0]: rows[1][r], columns[0]: columns[1][c], other[0]: other[1][0]})
        right = panels[-1]
        wrong = dict(right)
        changed = rng.choice((rows[0], columns[0]))
        values = [v for v in self._VALUES[changed] if v != right[changed]]
        wrong[changed] = rng.choice([p[changed] for p in panels if p[changed] != right[changed]] or values)
        scenes = [self.panel(p) for p in panels[:-1]] + [self.panel(right), self.panel(wrong)]
        shown = len(panels) - 1
        word = {3: "three", 8: "eight"}[shown]
        prefix = [f"Here are {word} images:", *range(shown)]
        segments = [Segment(["The following image is:", shown + i, "Is it correct?"], "Yes" if i == 0 else "No", "matrix")
                    for i in range(2)]
        return Group(scenes, lambda: [Row(prefix, segments)])

    _VALUES = {"shape": SHAPES, "colour": ("red", "yellow", "green", "blue", "black", "purple"), "count": (1, 2, 3)}

    def _attribute(self, count, *without):
        name = self.rng.choice([n for n in self._VALUES if n not in without])
        return name, self.rng.sample(list(self._VALUES[name]), count)

    def panel(self, values: dict) -> Scene:
        count = values["count"]
        return self.world.scene([values["shape"]] * count, colours=[values["colour"]] * count, plain=True)

    # ----------------------------------------------------------- text only

    def text_only(self) -> Group:
        rng, world = self.rng, self.world
        draw = rng.random()
        if draw < 0.35:
            names = self._names()
            kinds = rng.sample(world.nouns + list(COLOURS), 2)
            before, after = rng.choice(self._FORMS)
            order = [0, 1] * rng.choice((1, 2))
            rng.shuffle(order)
            asked = rng.randrange(2)
            lines = " ".join(f"{kinds[k]} {before}{after.format(label=names[k])}" for k in order)
            return Group([], lambda: [Row([lines], [Segment([f"{kinds[asked]} {before}".strip()], names[asked], "text few-shot")])])
        if draw < 0.5:
            text, mood = sentiment(rng)
            return Group([], lambda: [Row([text], [Segment([answer_prompt("what is the sentiment of the opinion?")], mood, "text sentiment")])])
        if draw < 0.7:
            label = rng.choice(LABELS)
            texts, twins = DIRECT[label]
            at, bad = rng.randrange(len(texts)), rng.random() < 0.5
            text = (texts if bad else twins)[at].format(group=rng.choice(GROUPS))
            segments = [Segment([answer_prompt(LABEL_QUESTIONS[label])], "yes" if bad else "no", "text moderate"),
                        Segment([answer_prompt(LABEL_QUESTIONS[rng.choice([x for x in LABELS if x != label])])], "no", "text moderate")]
            return Group([], lambda: [Row([text], segments)])
        things = [(rng.choice(world.nouns), rng.choice(list(COLOURS))) for _ in range(rng.randint(1, 3))]
        parts = [f"the {n} is {c}" for n, c in dict(things).items()]
        noun, colour = rng.choice(list(dict(things).items()))
        segments = [Segment([answer_prompt(f"what color is the {noun}?")], colour, "text answer"),
                    Segment([answer_prompt(f"what is {colour}?")],
                            next(n for n, c in dict(things).items() if c == colour), "text answer")]
        return Group([], lambda: [Row([listed(parts)], segments)])


NEUTRAL_NOUNS = "chair book cup tree house car shoe hat lamp clock camera bicycle apple cookie cloud bell".split()
