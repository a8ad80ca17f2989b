"""The nouns of the world and where their pictures come from.

A noun's pictures are Tux Paint stamps whose description ends in it, colour emoji whose Unicode name is it (or is
listed as an alias below), and a few named Open Clip Art files for kinds that the other two lack.
"""

import re

_SINGULAR = """
frog blackbird penguin chicken crow cuckoo duck hen heron lark magpie ostrich owl peacock pelican pigeon flamingo
rooster seagull swallow toucan turkey vulture lobster seahorse shrimp slug bee ant butterfly dragonfly fly ladybug
snail spider grasshopper mantis iguana chimpanzee gorilla dolphin orca otter sea_lion whale badger bear teddy_bear bison
bull cow goat ram yak camel lion cheetah kitten tiger deer dog fox elephant donkey horse zebra ferret
giraffe hedgehog hippopotamus pig rabbit beaver marmot mouse rat squirrel kangaroo koala wombat
bikini dress bow_tie button clothes_hanger fedora hat cowboy_hat crown top_hat boot jacket handbag
shoe t_shirt cap glove scarf sock bread cheese birthday_cake cake cupcake apricot strawberry apple avocado
banana lemon orange peach pear pineapple raspberry watermelon kiwi mango lime walnut almond pizza
ginger broccoli carrot corn eggplant garlic mushroom onion pepper potato pumpkin tomato
camera kite trumpet drum guitar violin lightbulb washing_machine pencil pen marker bottle fork spoon teapot
mug pitcher kettle key microwave padlock rubber_duck candle toilet hammer
saw screwdriver spade toolbox wrench umbrella vacuum_cleaner
bandage thermometer stethoscope syringe tooth bullet fireman sword lightning_bolt fire eye moustache
mermaid scarecrow snowman doctor nurse police_officer flower rose daffodil hibiscus balloon
candy_cane christmas_tree santa bow gift reindeer star stocking wreath clover bat ghost gravestone skull
rake sledge snowflake moon sun earth saturn jupiter rocket satellite astronaut basketball volleyball football soccer_ball
stopwatch tennis_ball tennis_racket trophy clock hand heart paw_print fountain gate castle
lighthouse igloo tent windmill house tower church pyramid totem_pole traffic_cone stop_sign
wheel tire car truck bulldozer forklift dump_truck bicycle motor_bike tricycle fire_truck tractor airplane helicopter bus
sail_boat tugboat train tricycle calculator laptop telephone printer monitor fridge globe
snake cat monkey crocodile octopus shell fish turtle bird dragon unicorn eagle duck shark
lizard crab scorpion squid parrot raccoon swan sloth skunk seal mosquito worm beetle cockroach
microbe rat cactus tulip sunflower leaf tree palm_tree coconut grape hamburger hot_dog taco burrito doughnut
cookie candy lollipop ice_cream pretzel sandwich egg pancake popcorn
pistol knife dagger bomb axe bow_and_arrow explosion beer wine cocktail whisky champagne cigarette pill cannabis_leaf
dice slot_machine playing_card blood kiss_mark lipstick love_letter money_bag banknote coin credit_card diamond
ring bed chair bathtub shower door ladder bucket broom basket book newspaper scissors envelope mailbox bell
television radio battery magnet microscope telescope coffin poop toilet_paper mouse_trap robot alien
baby ballet_shoe boomerang anchor bridge volcano rainbow cloud mountain ship ambulance police_car taxi
canoe skateboard roller_skate violin accordion banjo saxophone crutch brain bone ear nose mouth foot
brick rock soap sponge needle button gear shield hook mirror window coffee tea milk salt butter
"""

_IRREGULAR_PLURALS = {
    "mouse": "mice", "sea lion": "sea lions", "fish": "fish", "sheep": "sheep", "leaf": "leaves", "knife": "knives",
    "cannabis leaf": "cannabis leaves", "tooth": "teeth", "foot": "feet", "deer": "deer", "bison": "bison",
    "reindeer": "reindeer", "squid": "squid", "shrimp": "shrimp", "dice": "dice", "scissors": "scissors",
    "police officer": "police officers", "fireman": "firemen", "snowman": "snowmen", "blood": "blood",
    "bow and arrow": "bows and arrows", "corn": "corn", "bread": "bread", "garlic": "garlic", "ginger": "ginger",
    "fire": "fires", "money bag": "money bags", "toilet paper": "toilet paper", "popcorn": "popcorn", "salt": "salt",
    "butter": "butter", "milk": "milk", "soap": "soap", "poop": "poops", "gallows": "gallows", "octopus": "octopuses",
    "cactus": "cacti", "fly": "flies", "lizard": "lizards",
}

NOUNS = sorted({word.replace("_", " ") for word in _SINGULAR.split()})

EMOJI_ALIASES = {
    "lady beetle": "ladybug", "honeybee": "bee", "ox": "bull", "hot pepper": "pepper", "ear of maize": "corn",
    "aubergine": "eggplant", "tangerine": "orange", "red apple": "apple", "green apple": "apple", "cherries": "cherry",
    "slice of pizza": "pizza", "soft ice cream": "ice cream", "grapes": "grape", "pancakes": "pancake",
    "wrapped present": "gift", "jack-o-lantern": "pumpkin", "father christmas": "santa", "womans hat": "hat",
    "t-shirt": "t shirt", "mans shoe": "shoe", "athletic shoe": "shoe", "womans boots": "boot", "hiking boot": "boot",
    "socks": "sock", "gloves": "glove", "hocho": "knife", "dagger knife": "dagger", "crossed swords": "sword",
    "collision symbol": "explosion", "beer mug": "beer", "wine glass": "wine", "cocktail glass": "cocktail",
    "tumbler glass": "whisky", "bottle with popping cork": "champagne", "smoking symbol": "cigarette", "game die": "dice",
    "black spade suit": None, "flower playing cards": None, "drop of blood": "blood", "pile of poo": "poop",
    "banknote with dollar sign": "banknote", "banknote with euro sign": "banknote", "banknote with yen sign": "banknote",
    "gem stone": "diamond", "roll of paper": "toilet paper", "robot face": "robot", "extraterrestrial alien": "alien",
    "alien monster": "alien", "ballet shoes": "ballet shoe", "water wave": None, "automobile": "car", "sedan": "car",
    "fire engine": "fire truck", "delivery truck": "truck", "articulated lorry": "truck", "steam locomotive": "train",
    "small airplane": "airplane", "sailboat": "sail boat", "motor scooter": "motor bike", "racing motorcycle": "motor bike",
    "racing car": "car", "house building": "house", "house with garden": "house", "european castle": "castle",
    "octagonal sign": "stop sign", "deciduous tree": "tree", "evergreen tree": "tree", "maple leaf": "leaf",
    "fallen leaf": "leaf", "four leaf clover": "clover", "shamrock": "clover", "drum with drumsticks": "drum",
    "tennis racquet and ball": "tennis racket", "american football": "football", "headstone": "gravestone",
    "electric light bulb": "lightbulb", "lock": "padlock", "closed book": "book", "open book": "book", "blue book": "book",
    "closed mailbox with raised flag": "mailbox", "black telephone": "telephone", "telephone receiver": "telephone",
    "mobile phone": "telephone", "personal computer": "laptop", "desktop computer": "monitor", "hot beverage": "coffee",
    "teacup without handle": "tea", "glass of milk": "milk", "salt shaker": "salt", "bar of soap": "soap",
    "sewing needle": "needle", "black scissors": "scissors", "heavy black heart": "heart", "blue heart": "heart",
    "green heart": "heart", "yellow heart": "heart", "high voltage sign": "lightning bolt", "sun with face": "sun",
    "crescent moon": "moon", "full moon with face": "moon", "earth globe americas": "earth", "globe with meridians": "globe",
    "ringed planet": "saturn", "glowing star": "star", "cheese wedge": "cheese", "carpentry saw": "saw",
    "adhesive bandage": "bandage", "kiwifruit": "kiwi", "bell pepper": "pepper", "snowman without snow": "snowman",
    "billed cap": "cap", "cow face": "cow", "tiger face": "tiger", "rabbit face": "rabbit", "cat face": "cat",
    "dragon face": "dragon", "horse face": "horse", "monkey face": "monkey", "dog face": "dog", "pig face": "pig",
    "frog face": "frog", "bear face": "bear", "fox face": "fox", "lion face": "lion", "mouse face": "mouse",
    "zebra face": "zebra", "giraffe face": "giraffe", "unicorn face": "unicorn", "spouting whale": "whale",
    "baby chick": "chick", "dromedary camel": "camel", "bactrian camel": "camel", "spiral shell": "shell",
    "tropical fish": "fish", "flying saucer": None, "ferry": "ship", "passenger ship": "ship", "oncoming taxi": "taxi",
    "oncoming police car": "police car", "oncoming bus": "bus", "church": "church", "umbrella with rain drops": "umbrella",
    "closed umbrella": "umbrella", "hospital": None, "violin": "violin", "person with ball": None, "mountain": "mountain",
    "snow capped mountain": "mountain", "raised hand": "hand", "kite": "kite", "wheel": "wheel", "ballot box": None,
    "hippopotamus": "hippopotamus", "paw prints": "paw print", "chequered flag": None, "lipstick": "lipstick",
    "poodle": "dog", "guitar": "guitar", "hatching chick": None, "blossom": "flower", "cherry blossom": "flower",
    "white flower": "flower", "coin": "coin", "christmas tree": "christmas tree", "sled": "sledge", "person with crown": None,
    "microbe": "microbe", "carrot": "carrot", "right-pointing magnifying glass": None, "mosquito": "mosquito",
}

STAMP_ALIASES = {
    "rabbit-2": "rabbit", "bunny": "rabbit", "bunny-head": "rabbit", "garbagecan": None, "lion": "lion", "chilepepper": "pepper",
    "sedan": "car", "beetle": "car", "sportscar": "car", "sportscar2": "car", "sportscar3": "car", "f1_car": "car", "indycar": "car",
    "coffeecup": "coffee", "toy_train": "train", "white_train": "train", "fireman240a": "fireman", "tux": "penguin",
    "girl_in_wheelchair": None, "bread": "bread", "cheese": "cheese", "corn": "corn", "broccoli": "broccoli", "tomato": "tomato",
    "tree": "christmas tree", "Christmas_Tree_photo": "christmas tree", "t-shirt_01": "t shirt", "spade": "spade",
    "wishing_well": None, "mouse": "mouse", "explosion": "explosion", "fire": "fire", "knife": "knife",
    "Candy_cane_photo_1": "candy cane", "Candy_cane_photo_2": "candy cane", "candy_cane": "candy cane", "toilet": "toilet",
    "Santa": "santa", "santahat": "hat", "stop": "stop sign", "xmaswreath": "wreath", "balloon360": "balloon", "balloon": "balloon",
    "rudolf_reindeer": "reindeer", "jackolantern_mean": "pumpkin", "pumpkin_small": "pumpkin", "3_earth": "earth",
    "6_saturn": "saturn", "5_jupiter": "jupiter", "0_sun": "sun", "moon_full": "moon", "moon_crescent": "moon", "moon_3qt": "moon",
    "grave-b": "gravestone", "grave-d": "gravestone", "grave-i": "gravestone", "swisshome": "house", "cityhouse": "house",
    "pinkhome": "house", "fairytale_castle": "castle", "tower_round": "tower", "tower_square": "tower", "shamrock": "clover",
    "clover": "clover", "chick": None, "spacewalk": "astronaut", "747": "airplane", "plane": "airplane", "mustang": "airplane",
    "f22_raptor": "airplane", "eddieCopter": "helicopter", "apple_fuji": "apple", "painttube": None, "laptop": "laptop",
    "calculator": "calculator", "camera": "camera", "DSLR_Camera": "camera", "mobile": "telephone", "phone": "telephone",
    "monitor": "monitor", "inkjet_printer": "printer", "laser_printer": "printer", "fountain": "fountain",
    "compact_disc": None, "old_naval_shell": None, "bullet": "bullet", "rabbit_little": "rabbit", "trophy_cup": "trophy",
    "bathyscape": None, "expresso": "coffee", "sheep": "ram", "liberia-palm": "palm tree", "birch": "tree", "holm_oak": "tree",
    "woman_doctor": "doctor", "iso_lorry4": "dump truck", "terex": "dump truck", "hair_manga": None, "motorbike": "motor bike",
    "thought_balloon": None, "speech_balloon": None, "scream_balloon": None, "heart": "heart", "star": "star", "hand": "hand", "eye": "eye", "rest_025": None, "arrow": None, "present": "gift",
    "stethoscope": "stethoscope", "syringe": "syringe", "fireworks": None, "traffic_cone": "traffic cone", "bowtie": "bow tie",
    "bow": "bow", "penguin_with_spider": None, "pengwin": "penguin", "tux_tractor": None, "toucan": "toucan", "tucan": "toucan",
    "final-roll-call": None, "garlics": None, "leafrake": "rake", "recycle": None, "spider_fly": None,
    "spider_computer": None, "spider_football": None, "sedan_police": None, "longsword": "sword", "kangaroo-silo": "kangaroo",
}

CLIP_ART = {
    "cannabis leaf": ["plants/cannabis_leaf_anonymous_.png"],
    "pistol": ["tools/weapons/9_mm_gun_01.png", "tools/weapons/blue_gun_alex_fernandez_01.png"],
    "bomb": ["tools/weapons/bomb_01.png"],
    "sword": ["tools/weapons/longsword_01.png", "tools/weapons/sword_01.png"],
    "beer": ["food/beverages/alcohol/beer.png", "food/beverages/alcohol/beer1.png"],
    "wine": ["food/beverages/alcohol/wine_glass_christian_h._.png"],
    "dice": ["recreation/games/two_red_dice_01.png", "recreation/dice.png"],
    "playing card": ["recreation/games/cards/white/*_01.png", "recreation/games/cards/simple/*.png"],
    "skull": ["people/skull_charles_mccolm_01.png"],
    "knife": ["tools/weapons/knife.png"],
}


_CLIP_ART_FOLDERS = ("animals", "buildings", "education", "electronics", "food", "office", "people", "plants", "recreation", "tools",
                     "transportation", "unsorted")
_CLIP_ART_WRONG = ("smilies", "cards", "roadsigns", "icons", "flags", "chess", "silhouette", "logos", "instruments/sheet")
_DESCRIBES = {"simple", "colour", "red", "green", "blue", "yellow", "glass", "mo", "profile", "ganson", "bulb", "slice", "pepperoni", "cheese"}


def noun_of_clip_art(path: str, dictionary: set[str]) -> str | None:
    """The noun of an Open Clip Art file: its name's beginning, where only an author or a number follows."""
    if not path.startswith(_CLIP_ART_FOLDERS) or any(part in path for part in _CLIP_ART_WRONG):
        return None
    words = re.findall("[a-z]+", path.rsplit("/", 1)[-1].removesuffix(".png").lower())
    for size in (3, 2, 1):
        noun, rest = " ".join(words[:size]), words[size:]
        if len(words) >= size and noun in _NOUN_SET:
            foreign = not rest or rest[0] not in dictionary or rest[0] in _DESCRIBES
            return noun if foreign and not {"bw", "outline", "lineart"} & set(rest) else None
    return None


DRAWING_ALIASES = {
    "alligator": "crocodile", "aubergine": "eggplant", "baby_rabbit": "rabbit", "bananas": "banana", "bike": "bicycle", "chimp": "chimpanzee",
    "cobra": "snake", "gloves": "glove", "grapes": "grape", "lion_cub": "lion", "motorcycle": "motor bike", "ox": "bull",
    "peppers": "pepper", "police": "police officer", "pony": "horse", "potatoes": "potato", "puppy": "dog", "shoes": "shoe",
    "sleigh": "sledge", "sneaker": "shoe", "sparrow": "bird", "teeth": "tooth", "toad": "frog", "viper": "snake",
}
_DRAWINGS_WRONG = {"fly", "ear", "eye", "nose", "sock", "scarf", "milk", "bridge", "button", "feet"}
"""Drawings of a whole scene or body with an arrow at the thing, or of the verb."""

FLASHCARDS = {
    0: "ant", 2: "cat", 3: "duck", 4: "elephant", 5: "fish", 6: "grape", 7: "house", 8: "igloo", 10: "key", 11: "lion", 12: "mouse", 14: "owl",
    15: "parrot", 17: "rabbit", 18: "sun", 20: "umbrella", 21: "violin", 22: "window", 25: "zebra", 26: "watermelon",
    27: "butterfly", 28: "guitar", 29: "hedgehog", 30: "giraffe", 31: "tree", 33: "tomato", 35: "bread", 36: "flower", 37: "chimpanzee",
    40: "monitor", 42: "apple", 45: "horse", 46: "tree", 47: "hippopotamus", 50: "truck", 51: "clock", 57: "cheese", 59: "dolphin",
    60: "shoe", 61: "snail", 63: "train", 65: "tiger", 69: "daffodil", 71: "banana", 72: "koala", 74: "kiwi", 75: "eye", 77: "bus", 78: "rose",
    79: "telephone", 87: "raccoon", 90: "turkey",
}
"""What the numbered cards show, of those that show one thing; each was looked at."""

COSTUME_ALIASES = {
    "tug": "tugboat", "bike": "bicycle", "convertible": "car", "hippo": "hippopotamus", "palmtree": "palm tree", "bananas": "banana",
    "tennisball": "tennis ball", "soccer": "soccer ball", "yacht": "sail boat", "partyhat": "hat", "wizardhat": "hat", "lioness": "lion",
    "sail": "sail boat",
}
_COSTUMES_WRONG = {"car-cow", "button", "buttonPressed", "football-run", "football-stand", "fire-hydrant"}
"""A painted car, a button of a program, players of football, a hydrant."""

LETTER_ALIASES = {
    "aesculapian_snake": "snake", "angelfish": "fish", "apples": "apple", "balloons": "balloon", "bananas": "banana", "bass_drum": "drum",
    "blister_beetle": "beetle", "cabin": "house", "calf": "cow", "display": "monitor", "donut": "doughnut", "drums": "drum",
    "eagle-owl": "owl", "electric_guitar": "guitar", "foal": "horse", "football": "soccer ball", "grapes": "grape", "joker": "playing card",
    "little_monkey": "monkey", "pike": "fish", "pupil": "eye", "python": "snake", "sheep": "ram", "sparrow": "bird", "steam_locomotive": "train",
    "whole_grain_bread": "bread", "x-cookie": "cookie",
}
_LETTERS_WRONG = {"glove", "ear", "fire", "hat", "button", "shield"}
"""Another thing than the world's noun, or with others."""

DESKTOP_ICONS = {
    "alien": "Alien1", "ant": "Ant", "apple": "Apple-Green Apple-Red", "battery": "Battery", "bee": "Bee", "beetle": "Beetle", "bird": "Bird",
    "bomb": "Bomb", "butterfly": "Butterfly", "calculator": "HP-Calculator", "camera": "Digital-Camera1", "car": "Car", "clock": "Clock-Blue Clock-Yellow",
    "credit card": "CreditCard", "dog": "Dog", "duck": "Duck", "rubber duck": "Duck_plastic", "earth": "Earth", "envelope": "Envelope",
    "fedora": "RedHat", "fish": "Fish1 Fish2 Fish3", "sunflower": "Flower", "soccer ball": "Football", "football": "FootballUS", "frog": "Frog",
    "gear": "Gear", "guitar": "Acoustic-Guitar Guitar", "hammer": "Hammer1 Hammer2", "hand": "HandOpen", "heart": "Heart", "key": "Key",
    "ladybug": "LadyBug", "laptop": "Laptop iBook", "lightbulb": "Light-Bulb_off Light-Bulb_on", "lime": "Lime-Slice", "monitor": "Monitor",
    "newspaper": "Newspaper", "orange": "Orange-Slice", "penguin": "Penguin Conectiva-Penguin", "printer": "Printer", "pumpkin": "Pumpkin",
    "radio": "Radio", "rose": "Rose", "skull": "SkullAndBones", "snail": "Snail", "spider": "Spider", "sun": "Sun", "wine": "Wine",
}
"""Icons of the desktop, by name, that show one of the world's things; each was looked at."""

_ICONS_WRONG = {"apple", "baby", "bridge", "mouse", "mouse-variant", "seal", "satellite", "needle", "gate"}
"""A trade mark, a creeping child, a mouse with buttons, a seal of wax, a picture of the sky, a syringe, a fence."""

_GAMES_WRONG = ("babyshapes/resource/dog", "balancebox", "dice0", "dice_0", "dice_7", "left_right_click/resource/mouse", "redraw",
                "watercycle/resource/shower", "graph-coloring", "magic-hat", "scalesboard/resource/needle", "core/resource/button")
"""Parts of a photograph, empty faces of a die, a mouse with two buttons and the like."""


def noun_of_file(path: str) -> str | None:
    """The noun that is all of a picture's file name, but for a number before or after it."""
    name = path.rsplit("/", 1)[-1].lower()
    if not name.endswith((".svg", ".png", ".webp")) or any(part in path for part in _GAMES_WRONG):
        return None
    noun = " ".join(re.findall("[a-z]+", name.rsplit(".", 1)[0]))
    return _ONE_WORD.get(noun.replace(" ", ""))


def noun_of_drawing(name: str) -> str | None:
    """The noun of a drawing by its file's name without the ending."""
    return None if name in _DRAWINGS_WRONG else DRAWING_ALIASES.get(name) or _ONE_WORD.get(name.replace("_", ""))


def noun_of_costume(name: str) -> str | None:
    """The noun of a costume by its file's name without the ending: a word, then often a number, a letter or more words."""
    if name in _COSTUMES_WRONG:
        return None
    word = re.match("[a-z]*", name).group()
    return COSTUME_ALIASES.get(word) or _ONE_WORD.get(word)


def noun_of_icon(name: str) -> str | None:
    """The noun of an icon by its name in the icon font's style sheet."""
    return None if name in _ICONS_WRONG else _ONE_WORD.get(name.removesuffix("-variant").replace("-", ""))


def noun_of_letter(name: str) -> str | None:
    """The noun of a picture of the game of letters by its file's name without the ending."""
    return None if name in _LETTERS_WRONG else LETTER_ALIASES.get(name) or _ONE_WORD.get(name.replace("_", ""))


def plural(noun: str) -> str:
    """The English plural of a noun of this world."""
    if noun in _IRREGULAR_PLURALS:
        return _IRREGULAR_PLURALS[noun]
    if noun.endswith(("s", "x", "ch", "sh", "o")) and not noun.endswith("oo"):
        return noun + "es" if not noun.endswith(("kimono", "avocado", "piano", "burrito", "taco")) else noun + "s"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


_CUT = re.compile(r"[.!,?;:(\u2014\u201c\u201d]| (?:of|with|for|in|from|at|on|is|inside|hatched|covered|called|worn|lets|that|this|to) ")


def noun_of_stamp(stem: str, description: str) -> str | None:
    """The noun of a stamp, from its file name's alias or the end of its description's first phrase."""
    if stem in STAMP_ALIASES:
        return STAMP_ALIASES[stem]
    text = re.sub(r"^(?:A pair of|A cluster of|A bunch of|Some|A|An|The|Two) ", "", description.strip())
    words = re.sub(r"[^a-z ]", " ", _CUT.split(text)[0].lower()).split()
    for size in (3, 2, 1):
        tail = " ".join(words[-size:])
        for candidate in (tail, tail[:-1] if tail.endswith("s") else tail):
            if len(words) >= size and candidate in _NOUN_SET:
                return candidate
    return None


def noun_of_emoji(name: str) -> str | None:
    """The noun of an emoji by its lower-case Unicode name, or None where it shows none of ours."""
    if name in EMOJI_ALIASES:
        alias = EMOJI_ALIASES[name]
        return alias if alias in _NOUN_SET else None
    return name if name in _NOUN_SET else None


_NOUN_SET = set(NOUNS)
_ONE_WORD = {n.replace(" ", ""): n for n in NOUNS}
