"""The checks that hold a field against something else, by code, with what each says when it agrees and when not.

A check never changes a value: contradictions exist on real papers too. It makes the value surer or more doubtful, and a
reviewer is told which check spoke.
"""

from __future__ import annotations

from dataclasses import dataclass

from terms.kinds import Words


@dataclass(frozen=True)
class Finding:
    """What one check said of a field: that it agrees with something on the paper or in a table, or that it does not.

    `check` is a stable code; `CHECKS` has its words in both languages. `beside`: what the field was held against, as
    the reviewer should see it (the other value, the name of another paper); "" where the code says it all.
    """

    check: str
    agrees: bool
    beside: str = ""


@dataclass(frozen=True)
class CheckWords:
    """What a reviewer reads when the check agrees, and when it does not."""

    agrees: Words
    differs: Words


def _words(agrees_vi: str, agrees_en: str, differs_vi: str, differs_en: str) -> CheckWords:
    return CheckWords(Words(vi=agrees_vi, en=agrees_en), Words(vi=differs_vi, en=differs_en))


CHECKS: dict[str, CheckWords] = {
    "birth_year": _words(
        "Khớp với năm sinh trong số định danh",
        "Agrees with the year of birth in the personal number",
        "Năm sinh không khớp với số định danh",
        "The year of birth and the personal number contradict each other",
    ),
    "sex_digit": _words(
        "Khớp với giới tính trong số định danh",
        "Agrees with the sex in the personal number",
        "Giới tính không khớp với số định danh",
        "The sex and the personal number contradict each other",
    ),
    "birth_province": _words(
        "Tỉnh khớp với mã tỉnh trong số định danh",
        "The province agrees with the one in the personal number",
        "Tỉnh khác với mã tỉnh nơi đăng ký khai sinh trong số định danh",
        "The province is not the one of birth registration in the personal number",
    ),
    "number_province": _words(
        "Mã tỉnh trong số định danh có trong danh mục",
        "The province in the personal number exists",
        "Mã tỉnh trong số định danh không có trong danh mục",
        "There is no province with the code in the personal number",
    ),
    "number_form": _words(
        "Số đúng dạng",
        "The number has the form such numbers have",
        "Số không đúng dạng",
        "The number does not have the form such numbers have",
    ),
    "tax_code": _words(
        "Mã số thuế đúng chữ số kiểm tra",
        "The tax code's check digit holds",
        "Mã số thuế sai chữ số kiểm tra",
        "The tax code's check digit does not hold",
    ),
    "date_form": _words(
        "Ngày có thật",
        "The date exists",
        "Ngày không có thật hoặc còn quá xa",
        "There is no such date, or it lies too far ahead",
    ),
    "date_words": _words(
        "Khớp với ngày viết bằng chữ",
        "Agrees with the date in words",
        "Ngày bằng số và ngày bằng chữ không khớp",
        "The date in figures and the date in words contradict each other",
    ),
    "signing_day": _words(
        "Khớp với thời gian ký số trên trang",
        "Agrees with the time of the electronic signature on the page",
        "Ngày ban hành lại sau thời gian ký số trên trang",
        "The date lies after the time of the electronic signature on the page",
    ),
    "date_order": _words(
        "Thứ tự các ngày hợp lý",
        "The dates follow each other",
        "Ngày sau lại trước ngày trước",
        "The dates run backwards",
    ),
    "years_apart": _words(
        "Tuổi hợp lý",
        "Old enough",
        "Chưa đủ tuổi theo các ngày trên giấy",
        "Not old enough by the dates on the paper",
    ),
    "name_twice": _words(
        "Tên này có hai lần trên giấy, viết giống nhau",
        "The name stands twice on the paper, spelt alike",
        "Tên này có hai lần trên giấy, viết khác nhau",
        "The name stands twice on the paper, spelt differently",
    ),
    "name_spelling": _words(
        "Tên viết giống nhau ở mục khác",
        "The name is spelt alike in another field",
        "Tên viết khác dấu ở mục khác",
        "The name has other marks in another field",
    ),
    "surname": _words(
        "Họ thường gặp",
        "A known surname",
        "Họ đọc được không có thật, đã viết lại theo họ gần nhất",
        "There is no surname as read; it is written as the nearest one",
    ),
    "syllables": _words(
        "Các tiếng trong tên thường gặp",
        "The syllables are usual ones of names",
        "Có tiếng ít gặp trong tên hoặc dễ bị đọc nhầm dấu",
        "A syllable is unusual in names, or one whose marks are easily misread",
    ),
    "letter_shapes": _words(
        "Từng chữ nhìn riêng đúng như đã đọc",
        "The letters by themselves look like what was read",
        "Dấu hoặc chữ số có thể khác khi nhìn riêng từng chữ",
        "A mark or figure may be another, looked at by itself",
    ),
    "place": _words(
        "Có trong danh mục đơn vị hành chính",
        "In the table of administrative units",
        "Không có trong danh mục đơn vị hành chính",
        "Not in the table of administrative units",
    ),
    "place_spelling": _words(
        "Tên đơn vị hành chính viết đúng như danh mục",
        "The unit is spelt as in the table",
        "Tên đơn vị hành chính đọc được khác dấu với danh mục",
        "The unit was read with other marks than the table has",
    ),
    "place_unknown": _words(
        "Có trong danh mục đơn vị hành chính",
        "In the table of administrative units",
        "Không thấy trong danh mục đơn vị hành chính (có thể là đơn vị cũ)",
        "In no table of administrative units (it may be an older unit)",
    ),
    "number_twice": _words(
        "Số này có hai lần trên giấy, giống nhau",
        "The number stands twice on the paper, alike",
        "Số này có hai lần trên giấy, khác nhau một chữ số",
        "The number stands twice on the paper with one digit different",
    ),
    "qr": _words(
        "Khớp với mã QR",
        "Agrees with the QR code",
        "Chữ in không khớp với mã QR",
        "The print and the QR code contradict each other",
    ),
    "mrz": _words(
        "Khớp với vùng đọc máy (MRZ)",
        "Agrees with the machine-readable zone",
        "Chữ in không khớp với vùng đọc máy (MRZ)",
        "The print and the machine-readable zone contradict each other",
    ),
    "other_paper": _words(
        "Khớp với giấy tờ khác trong hồ sơ",
        "Agrees with another paper of the dossier",
        "Khác với giấy tờ khác trong hồ sơ",
        "Differs from another paper of the dossier",
    ),
    "store": _words(
        "Khớp với kho dữ liệu của chủ giấy tờ",
        "Agrees with the owner's store",
        "Khác với kho dữ liệu của chủ giấy tờ",
        "Differs from the owner's store",
    ),
}


def words(check: str, *, agrees: bool) -> Words:
    """What the check says. An unknown code speaks for itself: an older record may name a check that is gone."""
    found = CHECKS.get(check)
    if found is None:
        return Words(vi=check, en=check)
    return found.agrees if agrees else found.differs
