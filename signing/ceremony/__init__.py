"""The key ceremony: a key is made on a token before witnesses, by a plan settled beforehand, and put on paper.

In rehearsal the token is a software one and everything bears the mark; the steps are the same.
"""

from signing.ceremony.hold import Held, hold
from signing.ceremony.plan import Plan, read_plan

__all__ = ["Held", "Plan", "hold", "read_plan"]
