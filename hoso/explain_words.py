"""The words of `read --explain` for what the program calls by a code, Vietnamese first."""

from __future__ import annotations

from typing import Final

from ocr.understanding.features import FEATURES as ABOUT
from terms.kinds import Words


def _words(*triples: tuple[str, str, str]) -> dict[str, Words]:
    return {code: Words(vi=vi, en=en) for code, vi, en in triples}


REFUSED: Final = _words(
    ("weaker", "yếu hơn giá trị được chọn", "weaker than the value that was taken"),
    ("later", "đã có giá trị đứng trước", "another was come upon before"),
    ("no_value", "chỗ đó không có giá trị", "there is no value in that place"),
    ("not_of_pattern", "không đúng dạng của trường", "not of the field's pattern"),
    ("outranked", "mã máy đọc đáng tin hơn", "a machine-readable code outranks it"),
)
PLACES: Final = _words(
    ("label", "theo nhãn", "behind the label"),
    ("zone", "theo vùng của văn bản", "in the zone"),
    ("anywhere", "theo hình dạng của chính nó", "by its own shape"),
    ("machine", "từ mã máy đọc", "from a machine-readable code"),
    ("nowhere", "không thấy ở đâu", "nowhere found"),
)
MARKS: Final = _words(
    ("certified_copy", "bản sao có chứng thực", "a certified copy"),
    ("extract", "trích lục", "an extract"),
    ("photocopy", "bản chụp", "a photocopy"),
    ("secret", "có dấu MẬT", "marked secret"),
)
# What speaks for a kind: `ocr.understanding.evidence.ASPECTS`, and the paper's own words.
ASPECTS: Final = _words(
    ("bias", "mức khởi đầu", "where every kind begins"),
    ("wording", "lời văn", "its words"),
    ("title", "tiêu đề", "the title"),
    ("title_below", "tiêu đề đứng sau một tiêu đề khác", "a title below another"),
    ("title_length", "tiêu đề dài", "a long title"),
    ("title_rest", "phần dòng tiêu đề không khớp", "the rest of the title's line"),
    ("other_title", "tiêu đề của loại khác", "another kind's title"),
    ("unknown_title", "tiêu đề lạ", "a title nobody knows"),
    ("no_title", "không có tiêu đề", "no title"),
    ("phrases", "câu chữ thường gặp", "usual phrases"),
    ("more_phrases", "nhiều câu chữ thường gặp hơn", "more usual phrases"),
    ("later_phrases", "câu chữ của trang sau", "phrases of a later page"),
    ("later_pages", "các trang sau", "the pages that follow"),
    ("labels", "nhãn của các trường", "labels of its fields"),
    ("labels_shared", "nhãn dùng chung", "labels that others have too"),
    ("codes", "mã QR hoặc MRZ của thẻ", "a card's QR code or MRZ"),
    ("few_words", "ít chữ", "few words"),
    ("symbol", "số và ký hiệu", "number and symbol"),
    ("body", "cơ quan ban hành", "an issuing body"),
    ("motto", "quốc hiệu", "the motto"),
    ("place_date", "địa danh và ngày", "place and date"),
    ("addressees", "nơi nhận", "addressees"),
    ("about", "V/v", "V/v"),
    ("to_whom", "kính gửi", "to whom"),
    ("number", "số", "a number"),
    ("bare_title", "tiêu đề không có phần đầu văn bản", "a title without a letterhead"),
    ("bare_title_no_motto", "tiêu đề không có quốc hiệu", "a title without the motto"),
    ("title_alike", "gần giống một tiêu đề của loại này", "much like a title of this kind"),
    ("cover", "tờ bìa ghi loại này", "the cover sheet names it"),
)
# What makes a value sure: `ocr.understanding.features.FEATURES`, whose own words are English.
FEATURES: Final = {
    code: Words(vi=vi, en=ABOUT[code].about if code in ABOUT else code)
    for code, vi in (
        ("base", "mức khởi đầu"),
        ("reading", "chữ đọc chắc"),
        ("reading_figures", "chữ số đọc chắc"),
        ("faint", "chữ mờ hơn chữ in bình thường"),
        ("misfit", "không đúng kiểu giá trị"),
        ("guess", "chỉ là phỏng đoán"),
        ("weak_label", "nhãn chưa chắc"),
        ("inexact_label", "nhãn in khác danh mục"),
        ("zone", "đúng chỗ thường có, không có nhãn"),
        ("anywhere", "chỉ nhận ra theo hình dạng"),
        ("machine", "từ mã máy đọc"),
        ("words", "nhiều từ"),
        ("replaced", "từ phải đọc lại"),
        ("agreed", "nhiều lần đọc giống nhau"),
        ("outvoted", "có lần đọc khác thắng"),
        ("disputed", "các lần đọc khác nhau"),
        ("shapes_plain", "từng chữ nhìn riêng đúng như đã đọc"),
        ("shapes_differ", "có chữ nhìn riêng giống chữ khác hơn"),
        ("unshaped", "chữ không nhìn riêng được"),
        ("put_right", "tên được viết lại cho đúng"),
        ("place_put_right", "tên đơn vị được viết lại cho đúng"),
        ("mixed", "chữ cái lẫn trong số"),
        ("figures", "giá trị là số"),
        ("unchecked_figures", "số chưa được gì xác nhận"),
        ("named", "giá trị là tên"),
        ("several", "nhiều tên"),
        ("short_name", "tên chỉ hai tiếng"),
        ("place_unheld", "nơi không có trong danh mục nào"),
        ("name_rivals", "tiếng dễ nhầm dấu thành tiếng khác"),
        ("stacked", "chữ mang hai dấu"),
        ("odd_words", "tiếng lạ"),
        ("no_unit", "diện tích không ghi đơn vị"),
        ("scraps", "ký hiệu thừa"),
        ("second_same", "chỗ khác cũng ghi như vậy"),
        ("second_other", "chỗ khác ghi giá trị khác"),
        ("poor_page", "trang đọc chưa chắc"),
        ("warned_page", "trang chụp chưa tốt"),
        ("retake_page", "trang nên chụp lại"),
        ("small_print", "chữ quá nhỏ"),
        ("agrees:date_words", "khớp ngày bằng chữ"),
        ("agrees:birth_year", "khớp năm sinh với số định danh"),
        ("agrees:sex_digit", "khớp giới tính với số định danh"),
        ("agrees:birth_province", "khớp tỉnh với số định danh"),
        ("agrees:name_twice", "tên ghi hai lần giống nhau"),
        ("agrees:name_spelling", "tên viết giống ở mục khác"),
        ("agrees:number_twice", "số ghi hai lần giống nhau"),
        ("agrees:signing_day", "khớp ngày ký số"),
        ("agrees:tax_code", "đúng chữ số kiểm tra"),
        ("agrees:place", "có trong danh mục đơn vị hành chính"),
        ("agrees:code", "khớp mã QR hoặc MRZ"),
        ("agrees:other_paper", "khớp giấy tờ khác"),
        ("agrees:store", "khớp kho dữ liệu"),
        ("differs:hard", "điều không thể có"),
        ("differs:date_words", "khác ngày bằng chữ"),
        ("differs:number", "trái với số định danh"),
        ("differs:birth_province", "khác tỉnh trong số định danh"),
        ("differs:dates", "thứ tự ngày vô lý"),
        ("differs:spelling", "viết khác dấu ở chỗ khác"),
        ("differs:syllables", "tiếng không có trong tên người"),
        ("differs:place_unknown", "đơn vị không có trong danh mục"),
        ("differs:code", "khác mã QR hoặc MRZ"),
        ("differs:other_paper", "khác giấy tờ khác"),
        ("differs:store", "khác kho dữ liệu"),
    )
}
# What opens a paper or goes on with it: `ocr.understanding.group.SIGNS`.
SIGNS: Final = _words(
    ("bias", "mức khởi đầu", "where every page begins"),
    ("motto", "quốc hiệu ở đầu trang", "the motto at its head"),
    ("title", "tiêu đề ở đầu trang", "a title at its head"),
    ("short_title", "tiêu đề ngắn", "a short title"),
    ("head", "cơ quan ban hành và số", "an issuing body and a number"),
    ("card", "một mặt thẻ", "a card's face"),
    ("faces_full", "giấy tờ trước đã đủ mặt", "the paper before has all its faces"),
    ("number_first", "ghi trang 1", "it says page 1"),
    ("number_next", "số trang tiếp theo", "the next page number"),
    ("number_later", "số trang lớn hơn 1", "a page number above 1"),
    ("later_phrases", "câu chữ của trang sau", "what stands on later pages"),
    ("later_of_others", "câu chữ của trang sau loại khác", "what stands on later pages of another kind"),
    ("annex_of_letter", "phụ lục của văn bản trước", "an annex of the letter before"),
    ("annex", "phụ lục", "an annex"),
    ("runs_on", "bắt đầu giữa câu", "begins in the middle of a sentence"),
    ("shared_words", "lặp lời trang trước", "shares its words with the page before"),
    ("unknown_title", "tiêu đề lạ", "a title nobody knows"),
    ("ended", "trang trước đã kết thúc", "the page before ends its paper"),
    ("few_words", "ít chữ", "few words"),
    ("after_unknown", "giấy tờ trước chưa rõ loại", "the paper before is of no known kind"),
    ("other_kind", "giống loại khác", "looks like another kind"),
    ("size_differs", "khổ giấy khác", "another size of paper"),
    ("after_blank", "sau trang trắng", "after a blank page"),
)


def named(table: dict[str, Words], code: str) -> Words:
    """The words for a code; one that nobody has named yet stands for itself."""
    return table.get(code) or Words(vi=code, en=code)
