"""Rows with several images: worked examples, documents, pattern matrices."""

from .rows import FORMS, Group, Piece, Row, Segment, answer_prompt, examples_row, made_up_labels
from .texts import NAMES
from .world import COLOURS, SHAPES, Scene, World, with_article


class SeveralImages:
    """Draws such rows from a world."""

    def __init__(self, world: World):
        self.world, self.rng = world, world.rng

    def draw(self) -> Group:
        draw = self.rng.random()
        if draw < 0.62:
            return self.few_shot(self.rng.choice((2, 4, 4, 6)))
        if draw < 0.83:
            return self.document()
        return self.matrix()

    def few_shot(self, examples: int) -> Group:
        """Images of two kinds with made-up names for the kinds; the names of two more images, one of each, are asked."""
        rng, world = self.rng, self.world
        concept = rng.choice(("noun", "noun", "noun", "noun", "background", "shape colour"))
        if concept == "noun":
            kinds = rng.sample(world.nouns, 2)
            make = lambda k: world.scene([kinds[k]], tint=0.05)
        elif concept == "background":
            kinds = rng.sample(list(COLOURS), 2)
            make = lambda k: self.on_background(kinds[k])
        else:
            kinds = rng.sample(list(COLOURS), 2)
            make = lambda k: world.scene([rng.choice(SHAPES)], colours=[kinds[k]])
        order = [0, 1] * (examples // 2)
        rng.shuffle(order)
        return Group([make(k) for k in (*order, 0, 1)], [self._few_shot_row(order, concept == "background")])

    def _few_shot_row(self, order, whole) -> Row:
        names = made_up_labels(self.rng, self.world.held)
        before, _ = self.rng.choice(FORMS)
        return examples_row(order, names, [[i, before] if before else [i] for i in range(len(order) + 2)], whole=whole)

    def on_background(self, colour) -> Scene:
        """A thing on a background of a colour."""
        return self.world.scene([self.rng.choice(self.world.nouns)], tint=0, ground=colour)

    def document(self) -> Group:
        """Two or three images among texts, as on a page or in a chat, with questions across them."""
        rng, world = self.rng, self.world
        count = rng.choice((2, 2, 3))
        nouns = rng.sample(world.nouns, count)
        scenes = [world.scene([n], world.random_text(1) if rng.random() < 0.3 else "") for n in nouns]
        return Group(scenes, [self._document_row(nouns, scenes)])

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
        return Group(scenes, [Row(prefix, segments)])

    _VALUES = {"shape": SHAPES, "colour": ("red", "yellow", "green", "blue", "black", "purple"), "count": (1, 2, 3)}

    def _attribute(self, count, *without):
        name = self.rng.choice([n for n in self._VALUES if n not in without])
        return name, self.rng.sample(list(self._VALUES[name]), count)

    def panel(self, values: dict) -> Scene:
        count = values["count"]
        return self.world.scene([values["shape"]] * count, colours=[values["colour"]] * count, ground="white")
