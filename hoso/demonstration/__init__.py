"""`./run demo`: the main job on the sample dossier, step by step, as its people would do it.

Nothing here is a short cut: papers go through intake and pipeline, a reviewer who is signed in confirms them, the
certifier and the seal keeper sign in with sessions and PINs of their own, and a signing worker makes the signatures.
The one thing the demo does for a person is looking at the paper: where the program is not sure, the reviewer's answer
is the paper mill's truth.
"""

from hoso.demonstration.story import run

__all__ = ["run"]
