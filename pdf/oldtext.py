"""Text that lies in a page already and must not be found a second time: another program's layer under a scan."""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf

_SHOWING = frozenset({"Tj", "TJ", "'", '"'})
_OTHER_TEXT = frozenset({"BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tr", "Tc", "Tw", "Tz", "TL", "Ts"})
_INVISIBLE = 3
_DEEPEST = 4  # forms within forms; real layers lie in the page or one form below it

Instruction = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage


def remove_hidden_text(pdf: Pdf, page: pikepdf.Page) -> None:
    """Take out what is shown invisibly (render mode 3): an older text layer, often worse than none.

    Raises `pikepdf.PdfError` where the content cannot be parsed.
    """
    kept, changed = _without_hidden(pdf, page.obj, page.obj.get(Name.Resources), _DEEPEST)
    if changed:
        page.obj[Name.Contents] = pdf.make_stream(pikepdf.unparse_content_stream(kept))


def mute_visible_text(pdf: Pdf, page: pikepdf.Page) -> None:
    """Let the page look as it does while its own text stands for nothing: ours, read from the picture, replaces it."""
    page.contents_add(b"/Span << /ActualText () >> BDC q", prepend=True)
    page.contents_add(b"Q EMC")


def _without_hidden(pdf: Pdf, holder: Object, resources: Object | None, depth: int) -> tuple[list[Instruction], bool]:
    mode, saved = 0, []
    kept: list[Instruction] = []
    changed = False
    for instruction in pikepdf.parse_content_stream(holder):
        operator = str(instruction.operator)
        if operator == "q":
            saved.append(mode)
        elif operator == "Q" and saved:
            mode = saved.pop()
        elif operator == "Tr" and instruction.operands:
            mode = int(instruction.operands[0])
        if operator in _SHOWING and mode == _INVISIBLE:
            changed = True
            continue
        if operator == "Do" and depth and _clean_form(pdf, instruction.operands, resources, depth):
            changed = True
        kept.append(instruction)
    if changed and not any(str(one.operator) in _SHOWING for one in kept):  # nor need its fonts stay
        kept = [one for one in kept if str(one.operator) not in _OTHER_TEXT]
    return kept, changed


def _clean_form(pdf: Pdf, operands: Iterable[Object], resources: Object | None, depth: int) -> bool:
    """The same inside a form that the page draws. True if the form was changed (in place: the file is our own)."""
    name = next(iter(operands), None)
    forms = resources.get(Name.XObject, Dictionary()) if resources is not None else Dictionary()
    form = forms.get(str(name)) if name is not None else None
    if form is None or form.get(Name.Subtype) != Name.Form:
        return False
    kept, changed = _without_hidden(pdf, form, form.get(Name.Resources, resources), depth - 1)
    if changed:
        form.write(pikepdf.unparse_content_stream(kept))
    return changed


def shows_text(page: pikepdf.Page) -> bool:
    """Whether the page itself shows any text (not only a picture of it)."""
    return any(str(one.operator) in _SHOWING for one in pikepdf.parse_content_stream(page.obj, "Tj TJ ' \""))
