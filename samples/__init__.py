"""The paper mill: papers of every kind of the catalogue about fictitious people, drawn, worn out, with the exact truth.

    paper = samples.draw("birth_certificate", seed=7)
    pages = samples.wear(paper, level=3, seed=7)
    spoilt = samples.spoil(pages[0], "blurred", 0.6, seed=7)
    samples.blemish(pages[0], "streaks", seed=7)     # one thing more that happens to a page
    samples.write_set(folder, 54, seed=1)      # files and truth.jsonl
    samples.write_set(folder, 54, seed=1, wordings="second")     # from layouts kept apart from fitting
    samples.demo_dossier(folder)

Everything follows from the seed. The people agree with themselves and with the law of their day; what is planted to
disagree says so in `Paper.contradictions`.
"""

from samples.blemishes import BLEMISHES, Blemish, blemish
from samples.dossiers import SHAPES, File, Shape, dossier, file_of
from samples.drawing import KINDS, Wordings, draw, layouts
from samples.faults import FAULTS, Fault, SpoiltPage, spoil
from samples.flaws import FLAWS, Flaw
from samples.sets import demo_dossier, write_set
from samples.stage import Paper
from samples.stamps import certified, received
from samples.worn import Level, WornPage, wear

__all__ = [
    "BLEMISHES",
    "FAULTS",
    "FLAWS",
    "KINDS",
    "SHAPES",
    "Blemish",
    "Fault",
    "File",
    "Flaw",
    "Level",
    "Paper",
    "Shape",
    "SpoiltPage",
    "Wordings",
    "WornPage",
    "blemish",
    "certified",
    "demo_dossier",
    "dossier",
    "draw",
    "file_of",
    "layouts",
    "received",
    "spoil",
    "wear",
    "write_set",
]
