"""Questions on one image, with their answers: what, where, how many, which colour, relations, yes or no."""

from .nouns import plural
from .rows import Segment, answer_prompt
from .world import SHAPES, Scene, Thing, World, grouped, listed, number, with_article

POSITIONS = (("top left", "top", "top right"), ("left", "center", "right"), ("bottom left", "bottom", "bottom right"))


def place_of(thing: Thing) -> str:
    x, y = thing.centre
    return POSITIONS[min(2, int(y * 3))][min(2, int(x * 3))]


class Questions:
    """Draws questions on scenes of a world."""

    def __init__(self, world: World):
        self.world, self.rng = world, world.rng

    def what(self, scene: Scene) -> Segment:
        question, answer = self._what(scene)
        return Segment([answer_prompt(question)], answer, "answer")

    def ask(self, scene: Scene) -> Segment:
        rng, things = self.rng, scene.things
        options = ["present", "text", "total"]
        if things:
            options += ["what", "where", "count", "present", "colour", "size"]
        if len(things) > 1:
            options += ["relation", "relation", "which", "end"]
        if scene.background_colour:
            options += ["background"]
        question, answer = getattr(self, f"_{rng.choice(options)}")(scene)
        return Segment([answer_prompt(question)], answer, "answer")

    def _present(self, scene):
        rng = self.rng
        if scene.things and rng.random() < 0.5:
            noun, answer = rng.choice(scene.things).noun, "yes"
        else:
            noun = rng.choice(self.world.nouns + list(SHAPES))
            answer = "yes" if any(t.noun == noun for t in scene.things) else "no"
        return rng.choice((f"is there {with_article(noun)} in the image?", f"is there {with_article(noun)}?",
                           f"does the image show {with_article(noun)}?")), answer

    def _text(self, scene):
        return self.rng.choice(("is there any text?", "is there text in the image?")), "yes" if scene.text else "no"

    def _total(self, scene):
        return "how many objects are there?", number(len(scene.things))

    def _what(self, scene):
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

    def _where(self, scene):
        thing = self._unique(scene)
        if thing is None:
            return self._count(scene)
        return f"where is the {thing.noun}?", place_of(thing)

    def _count(self, scene):
        rng = self.rng
        noun = rng.choice(scene.things).noun if rng.random() < 0.85 else rng.choice(self.world.nouns)
        count = sum(t.noun == noun for t in scene.things)
        return rng.choice((f"how many {plural(noun)} are there?", f"how many {plural(noun)} are in the image?")), number(count)

    def _colour(self, scene):
        rng = self.rng
        coloured = [t for t in scene.things if t.colour and sum(o.noun == t.noun for o in scene.things) == 1]
        if not coloured:
            return self._background(scene) if scene.background_colour else self._where(scene)
        thing = rng.choice(coloured)
        return f"{rng.choice(('what color', 'which color', 'what colour'))} is the {thing.noun}?", thing.colour

    def _background(self, scene):
        return f"{self.rng.choice(('what color', 'which color', 'what colour'))} is the background?", scene.background_colour

    def _size(self, scene):
        thing = self._unique(scene)
        if thing is None or thing.size == "medium":
            return self._count(scene)
        said = self.rng.choice(("small", "large"))
        return f"is the {thing.noun} {said}?", "yes" if thing.size == said else "no"

    _RELATIONS = {"left of": (0, 1), "right of": (0, -1), "above": (1, 1), "below": (1, -1)}

    def _relation(self, scene):
        rng = self.rng
        a, b = rng.sample(scene.things, 2)
        relation = rng.choice(list(self._RELATIONS))
        axis, sign = self._RELATIONS[relation]
        difference = sign * (b.centre[axis] - a.centre[axis])
        alone = all(sum(o.noun == t.noun for o in scene.things) == 1 for t in (a, b))
        if abs(difference) < 0.1 or not alone:
            return self._where(scene)
        said = rng.choice((relation, f"to the {relation}")) if axis == 0 else relation
        return f"is the {a.noun} {said} the {b.noun}?", "yes" if difference > 0 else "no"

    def _which(self, scene):
        """The one thing that lies on one side of another."""
        rng = self.rng
        b = self._unique(scene)
        relation = rng.choice(list(self._RELATIONS))
        axis, sign = self._RELATIONS[relation]
        if b is None:
            return self._count(scene)
        there = [t for t in scene.things if t is not b and sign * (b.centre[axis] - t.centre[axis]) > 0.08]
        near = [t for t in scene.things if t is not b and abs(b.centre[axis] - t.centre[axis]) <= 0.08]
        if len(there) != 1 or near:
            return self._where(scene)
        said = f"to the {relation}" if axis == 0 else relation
        return f"what is {said} the {b.noun}?", there[0].noun

    def _end(self, scene):
        rng = self.rng
        axis = rng.randrange(2)
        ordered = sorted(scene.things, key=lambda t: t.centre[axis])
        first = rng.random() < 0.5
        side = (("left", "right"), ("top", "bottom"))[axis][0 if first else 1]
        a, b = (ordered[0], ordered[1]) if first else (ordered[-1], ordered[-2])
        if abs(a.centre[axis] - b.centre[axis]) < 0.08:
            return self._total(scene)
        return f"what is the {side}most object?" if axis == 0 else f"which object is at the very {side}?", a.noun
