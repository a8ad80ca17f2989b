"""What is written in the pictures of the world, and what it means for moderation and sentiment."""

import hashlib
import random

LABELS = ("hate", "violence", "weapons", "alcohol", "tobacco", "drugs", "gambling", "adult", "scam")

LABEL_QUESTIONS = {
    "hate": "does this picture contain real hate speech?",
    "violence": "does this picture show or threaten violence?",
    "weapons": "does this picture show or sell weapons?",
    "alcohol": "does this picture show or advertise alcohol?",
    "tobacco": "does this picture show or advertise tobacco?",
    "drugs": "does this picture show or sell illegal drugs?",
    "gambling": "does this picture show or advertise gambling?",
    "adult": "does this picture contain adult content?",
    "scam": "does this picture contain a scam?",
}

DEMEANING = "rat cockroach pig skunk poop toilet snake worm monkey slug donkey mosquito spider fly".split()
KIND = "rose flower heart star sun balloon rainbow lion swan butterfly crown diamond tulip sunflower dolphin gift".split()
WEAPONS = ("pistol", "knife", "dagger", "bomb", "axe", "sword", "bow and arrow", "bullet")
ALCOHOL = ("beer", "wine", "cocktail", "whisky", "champagne")
TOBACCO = ("cigarette",)
DRUGS = ("pill", "syringe", "cannabis leaf")
GAMBLING = ("dice", "slot machine", "playing card")
MONEY = ("money bag", "banknote", "coin", "credit card")
GROUPS = ("immigrants", "foreigners", "women", "muslims", "jews", "christians", "refugees", "gays", "old people")

OBJECT_LABELS = {
    **{n: "weapons" for n in WEAPONS}, **{n: "alcohol" for n in ALCOHOL}, **{n: "tobacco" for n in TOBACCO},
    **{n: "drugs" for n in DRUGS}, **{n: "gambling" for n in GAMBLING},
    "explosion": "violence", "blood": "violence", "kiss mark": "adult",
}
"""The label that an object has by itself, whatever is written."""

# text alone decides: (label, texts with the label, twins of nearly the same words without it)
DIRECT = {
    "hate": (["i hate all {group}", "{group} are not human", "get rid of all {group}", "{group} do not belong here",
              "no {group} allowed", "send all {group} away", "{group} ruin everything"],
             ["i love all {group}", "{group} are our friends", "a party for all {group}", "{group} belong here",
              "all {group} welcome", "send all {group} flowers", "{group} improve everything"]),
    "violence": (["i will kill you", "you will die tonight", "time to hurt someone", "beat him up", "i will burn your house",
                  "shoot them all", "i will break your legs"],
                 ["i will call you", "you will win tonight", "time to help someone", "cheer him up", "i will paint your house",
                  "thank them all", "i will fix your legs"]),
    "weapons": (["cheap guns for sale", "buy a rifle online", "ammo in stock", "new pistols here"],
                ["cheap bikes for sale", "buy a sofa online", "shoes in stock", "new phones here"]),
    "alcohol": (["free vodka tonight", "get drunk with us", "cold beer here", "wine tasting today"],
                ["free soup tonight", "get fit with us", "cold juice here", "cake tasting today"]),
    "tobacco": (["cigarettes half price", "smoke with us", "best cigars in town", "try our tobacco"],
                ["sandwiches half price", "sing with us", "best bread in town", "try our salad"]),
    "drugs": (["buy weed here", "cocaine delivered", "get high tonight", "cheap heroin"],
              ["buy bread here", "pizza delivered", "get home tonight", "cheap flowers"]),
    "gambling": (["casino bonus today", "bet and win big", "poker night for money", "lucky slots online"],
                 ["summer bonus today", "train and win big", "movie night for kids", "cooking class online"]),
    "adult": (["hot singles near you", "xxx videos here", "nude pics inside", "sexy girls online"],
              ["hot soups near you", "music videos here", "cat pics inside", "yoga class online"]),
    "scam": (["you won a free prize click here", "send bitcoin get double back", "account locked send password",
              "claim your money now", "pay now and get rich"],
             ["you won a nice prize well done", "send photos get prints back", "account open send feedback",
              "claim your seat now", "play now and get fit"]),
}

# text and image decide together: (label, texts, objects that make it true, objects that make it harmless)
JOINT = [
    ("hate", ["{group} look like this", "this is what {group} smell like", "{group} are like this", "how {group} eat",
              "every {group} home has this"], DEMEANING, KIND),
    ("violence", ["i have this for you", "you deserve this", "this is for my boss", "wait until we meet"],
     WEAPONS, KIND + ["cake", "cupcake", "cookie", "book"]),
    ("drugs", ["this gets you high", "party fuel", "best stuff in town", "feel like flying"],
     DRUGS, ["kite", "balloon", "airplane", "coffee", "rocket", "helicopter"]),
    ("gambling", ["win big with this", "my whole salary on this", "one more round"],
     GAMBLING, ["trophy", "soccer ball", "basketball", "tennis ball", "skateboard"]),
    ("adult", ["hot and ready for you", "come to my bed", "all night long"],
     ("kiss mark", "lipstick", "bikini"), ["pizza", "coffee", "hot dog", "hamburger", "teddy bear"]),
    ("scam", ["double it in one day", "send it to me now", "get more for free"],
     MONEY, ["bread", "love letter", "book", "cookie", "tree", "cactus"]),
]

# text that takes a label away from an object that would have it by itself
EXCUSES = [
    ("drugs", ["doctor said twice a day", "get well soon", "flu shots today", "from the pharmacy"], ("pill", "syringe")),
    ("gambling", ["family game night", "learn to count", "math is fun"], ("dice", "playing card")),
    ("adult", ["get well soon", "from grandma"], ("kiss mark",)),
]

NEUTRAL = [
    "have a nice day", "my favorite picture", "look at this", "sunday morning", "made with love", "best friends",
    "happy birthday", "new in store", "see you soon", "the weekend is here", "thank you all", "good morning",
    "what a day", "summer is coming", "my new pet", "in the museum", "at the antique shop", "found in the garden",
    "from my collection", "photo of the week", "for the kitchen", "do you like it", "just for fun", "hello world",
    "back to school", "ready for work", "on my way", "home sweet home", "love this place", "keep calm",
]

POSITIVE = ("wonderful great brilliant charming funny lovely superb moving fresh clever beautiful delightful warm "
            "excellent perfect amazing touching bright gripping fantastic").split()
NEGATIVE = ("awful boring terrible dull bad weak stupid ugly tired horrible empty messy silly cold "
            "poor annoying bland lifeless painful dreadful").split()
THINGS = "film movie story book show song play game plot cast".split()

_NAMES = "Anna Ben Carla David Emma Felix Grace Henry Iris Jack Kate Leo Mia Noah Olga Paul".split()
NAMES = tuple(_NAMES)

_RUDE = {"sex", "tit", "fag", "nip", "bum", "pot", "god", "gun", "rat", "pig"}
_CONSONANTS, _VOWELS, _ENDS = "bdfgklmnprstvwz", "aeiou", "xkpmtgnfb"


def held_out(kind: str, item: str, share: float) -> bool:
    """Whether an item belongs to the held-out split: a fixed share of all items, by hash."""
    digest = hashlib.sha256(f"{kind}:{item}".encode()).digest()
    return int.from_bytes(digest[:4], "big") < share * 2**32


def made_up_label(rng: random.Random, held: bool) -> str:
    """A pronounceable word that means nothing; a tenth of all are kept for evaluation."""
    while True:
        word = rng.choice(_CONSONANTS) + rng.choice(_VOWELS) + rng.choice(_ENDS)
        if rng.random() < 0.4:
            word = rng.choice(_CONSONANTS) + rng.choice(_VOWELS) + word
        if held_out("label", word, 0.1) == held and word not in _RUDE:
            return word


def sentiment(rng: random.Random) -> tuple[str, str]:
    """An opinion in a few words, and whether it is positive or negative."""
    good = rng.random() < 0.5
    right, wrong = (POSITIVE, NEGATIVE) if good else (NEGATIVE, POSITIVE)
    a, b, w, t = rng.choice(right), rng.choice(right), rng.choice(wrong), rng.choice(THINGS)
    form = rng.randrange(9)
    text = (
        f"a {a} and {b} {t}", f"this {t} is {a}", f"what a {a} {t}", f"the {t} is not {w}",
        f"i {'loved' if good else 'hated'} this {t}", f"not a {w} {t} at all", f"{a} {t}",
        f"never {w} and often {a}", f"a {w} start but a {a} end",
    )[form]
    return text, "positive" if good else "negative"


def labels_of(nouns: list[str], kind: str, label: str | None, excused: str | None = None) -> dict[str, int]:
    """The truth of each label for the objects of a picture and the meaning of its text."""
    truth = dict.fromkeys(LABELS, 0)
    for noun in nouns:
        own = OBJECT_LABELS.get(noun)
        if own is not None and own != excused:
            truth[own] = 1
    if kind == "positive" and label is not None:
        truth[label] = 1
    return truth
