"""The tokenizer: whole words of the tasks, single characters for everything else.

Words that the model has not met are spelled letter by letter, so any printable ASCII string survives a round trip
(runs of spaces excepted), and reading a new word is a matter of looking, not of guessing at word pieces.
"""

import collections
import hashlib
import json
import pathlib
import re

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers

SPECIAL = ["<s>", "<pad>", "</s>", "<unk>", "<image>", "</image>", "<image_pad>", "<phrase>", "</phrase>", "<object>",
           "</object>", "</delimiter_of_multi_objects/>", "<grounding>"]
PATCHES = [f"<patch_index_{i:04d}>" for i in range(1024)]
BOS, PAD, EOS, UNK, IMAGE_START, IMAGE_END, IMAGE_PAD = range(7)
PATCH_FIRST = len(SPECIAL)
_WORD = re.compile(r"[A-Za-z]+")


def build(counted: collections.Counter, least: int) -> Tokenizer:
    """A tokenizer that holds every word counted at least so often."""
    entries = SPECIAL + PATCHES + ["\u2581"] + [chr(c) for c in range(33, 127)]
    entries += sorted("\u2581" + w for w, n in counted.items() if n >= least and len(w) > 1)
    entries += ["\u2581" + c for c in "aAiI"]
    vocabulary = {piece: i for i, piece in enumerate(dict.fromkeys(entries))}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[], unk_token="<unk>", ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always", split=True),
        pre_tokenizers.Split(Regex("[^A-Za-z0-9\u2581]"), behavior="isolated"),
    ])
    tokenizer.decoder = decoders.Metaspace(replacement="\u2581", prepend_scheme="always", split=True)
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in SPECIAL + PATCHES])
    return tokenizer


def count_words(texts) -> collections.Counter:
    counter: collections.Counter = collections.Counter()
    for text in texts:
        counter.update(_WORD.findall(re.sub(r"<[^>]*>", " ", text)))
    return counter


def load(path: pathlib.Path) -> Tokenizer:
    return Tokenizer.from_file(str(path))


def digest(tokenizer: Tokenizer) -> str:
    """Of its entries and their numbers, by which weights know the words."""
    return hashlib.sha256(json.dumps(sorted(tokenizer.get_vocab().items())).encode()).hexdigest()


class Encoder:
    """Encodes text with literal special tokens to ids; remembers what it has seen. Not thread-safe."""

    def __init__(self, tokenizer: Tokenizer):
        self.tokenizer, self._seen = tokenizer, {}

    def __call__(self, text: str) -> list[int]:
        ids = self._seen.get(text)
        if ids is None:
            ids = self.tokenizer.encode(text, add_special_tokens=False).ids
            if len(self._seen) < 50_000:
                self._seen[text] = ids
        return ids

    def offsets(self, text: str) -> list[tuple[int, int]]:
        """From and to where in the text each of its tokens stands; a word's begins with the space before it."""
        return self.tokenizer.encode(text, add_special_tokens=False).offsets


def of_the_tasks(data: pathlib.Path) -> Tokenizer:
    """A tokenizer of the words of the tasks, as a world draws them from the cut-outs in `data`."""
    from . import texts
    from .nouns import plural
    from .tasks import Tasks
    from .world import COLOURS, SHAPES, World

    world = World(data, 7)
    tasks = Tasks(world)
    world.random_text = lambda words=None: ""
    samples = []
    for draw, count in ((tasks.single, 6000), (tasks.images.document, 800), (tasks.images.matrix, 50), (tasks.text_only, 1500)):
        for _ in range(count):
            for row in draw().rows:
                for part in row.prefix + [p for s in row.segments for p in (*s.prompt, s.answer)]:
                    if isinstance(part, str) and "called" not in part and "Output" not in part:
                        samples.append(part)
    counter = count_words(samples)
    certain = list(world.nouns) + [plural(n) for n in world.nouns] + list(SHAPES) + list(COLOURS) + list(texts.POSITIVE)
    certain += list(texts.NEGATIVE) + list(texts.THINGS) + list(texts.NEUTRAL) + list(texts.GROUPS) + list(texts.NAMES)
    certain += [t for a, b in texts.DIRECT.values() for t in a + b] + [t for j in texts.JOINT for t in j[1]]
    certain += [t for e in texts.EXCUSES for t in e[1]] + list(texts.LABEL_QUESTIONS.values())
    certain += ["This is called", "Question: which label fits? Answer: Output:", "The following image is: Is it correct? Yes No",
                "Here are three eight images:", "second third first fourth", "hateful harmless spam safe other none"]
    for word in count_words(certain):
        counter[word] += 1000
    for digit in range(10):
        counter.pop(str(digit), None)
    return build(counter, 4)


def write(data: pathlib.Path) -> None:
    """Writes tokenizer.json beside the cut-outs, over one that is there."""
    tokenizer, path = of_the_tasks(data), data / "tokenizer.json"
    part = path.with_suffix(".part")
    tokenizer.save(str(part))
    part.replace(path)
    print(f"{tokenizer.get_vocab_size()} entries in {path}: {json.dumps(tokenizer.encode('An image of a dog, Zebra42').tokens)}")


def provide(data: pathlib.Path) -> None:
    """Writes tokenizer.json where there is none. One that is there stays: the weights of a run know the words by its numbers."""
    if not (data / "tokenizer.json").exists():
        write(data)


def main() -> None:
    import argparse

    parser = argparse.ArgumentParser(description="Builds tokenizer.json from the texts of the tasks.")
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path("build/data"))
    write(parser.parse_args().data)


if __name__ == "__main__":
    main()
