"""Fields of administrative papers, land, business, authorisations and forms, as readings of real paper give them."""

from __future__ import annotations

import pytest

from tests.understanding.paper import HEAD, MOTTO, one, values

LETTER_OF_ATTORNEY = """
^GIẤY ỦY QUYỀN
I. NGƯỜI ỦY QUYỀN
Họ và tên: {principal}
Sinh ngày: 14/04/1992    Giấy tờ tùy thân: CCCD 068192867358
II. NGƯỜI ĐƯỢC ỦY QUYỀN
Họ và tên: {agent}
Sinh ngày: 27/04/1982    Giấy tờ tùy thân: CCCD 015182155649
III. NỘI DUNG ỦY QUYỀN
Tôi ủy quyền cho người có tên tại mục II thay mặt tôi nộp hồ sơ, nhận kết quả.
{closing}
"""


def attorney(principal: str = "Quách Khánh Vân", agent: str = "Dương Thùy Bưởi", closing: str = "") -> str:
    return MOTTO + LETTER_OF_ATTORNEY.format(principal=principal, agent=agent, closing=closing)


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("Cao ViếtẨm", "Cao Viết Ẩm"),
        ("VƯƠNG KIMLÝNGÂN", "VƯƠNG KIM LÝ NGÂN"),
        ("Chu Thế'Cường", "Chu Thế Cường"),
        ("H'Yun Mlô", "H'Yun Mlô"),
    ],
)
def test_syllables_of_a_name_read_as_one_word_are_told_apart(read: str, name: str) -> None:
    assert one(attorney(principal=read)).fields["principal_name"].value == name


@pytest.mark.parametrize("name", ["Quách Bảo My", "Phan Duy Ấn", "Thân Huyển Huệ", "Trần Diêm"])
def test_a_name_with_a_syllable_that_is_mostly_a_misreading_is_for_a_person(name: str) -> None:
    assert one(attorney(principal=name)).fields["principal_name"].confidence < 0.9


def test_a_name_for_a_person_to_look_at_is_proposed_as_names_are_spelt() -> None:
    fields = values(one(attorney(principal="KHÔNG MỸ OANH", agent="Hoàng Duyen")))
    assert (fields["principal_name"], fields["agent_name"]) == ("KHỔNG MỸ OANH", "Hoàng Duyên")


def test_ong_behind_another_title_is_a_surname() -> None:
    contract = """
^HỢP ĐỒNG ỦY QUYỀN
BÊN ỦY QUYỀN (BÊN A):
Ông: Lưu Trung Nghĩa    Sinh ngày: 26/10/1990
BÊN ĐƯỢC ỦY QUYỀN (BÊN B):
Bà: Ông Thùy Tuyền    Sinh ngày: 26/10/1990
ĐIỀU 1. PHẠM VI ỦY QUYỀN
"""
    assert one(MOTTO + contract).fields["agent_name"].value == "Ông Thùy Tuyền"


def test_whether_ong_is_a_title_before_two_syllables_is_for_a_person() -> None:
    assert one(attorney(agent="Ông Hoàng Hạnh")).fields["agent_name"].confidence < 0.9


def test_a_date_of_certification_goes_on_in_the_next_line() -> None:
    closing = """^CHỨNG THỰC CHỮ KÝ
Số chứng thực: 80, quyển số 01/2023-SCT/CK,ĐC. Ngày 13 tháng 02 năm
2023."""
    fields = values(one(attorney(closing=closing)))
    assert (fields["notary_number"], fields["issue_date"]) == ("80", "2023-02-13")


LAND = """
^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT
1. Người sử dụng đất, chủ sở hữu tài sản gắn liền với đất:
Ông 'VƯƠNG MẠNH, CCCD số: 022082842829
Bà LÊ ÁNH, Căn cước số: 022193728316
2. Thông tin thửa đất:
a) Thửa đất số: 238; b) Tờ bản đồ số: 64;
c) Diện tích: 2.898,6 {unit};
d) Loại đất: Đất ở tại đô thị (ODT);
>Yên Tử, ngày 25 tháng 3 năm 2026
"""


@pytest.mark.parametrize("unit", ["m²", "m3", "m2?", "m?"])
def test_an_area_is_as_sure_as_its_figures(unit: str) -> None:
    area = one(MOTTO + LAND.format(unit=unit)).fields["area_m2"]
    assert area.value == "2898.6"
    assert area.confidence >= 0.9


def test_a_holder_is_not_lost_to_a_quotation_mark() -> None:
    assert one(MOTTO + LAND.format(unit="m²")).fields["holder_name"].value == "VƯƠNG MẠNH; LÊ ÁNH"


PROPOSAL = """
^Số: 22/TTr-UBND||Tân Lập, ngày 05 tháng 02 năm 2025
^TỜ TRÌNH
^{about} đề nghị giao dự toán năm 2025 cho Trạm y tế
^Kính gửi: Hội đồng nhân dân xã.
"""


@pytest.mark.parametrize("about", ["Về việc", "Và việc", "và việc", "Vê viêc", "V/v", "VỀ VIỆC"])
def test_the_words_that_open_an_abstract_are_no_part_of_it(about: str) -> None:
    fields = values(one(HEAD + PROPOSAL.format(about=about)))
    assert fields["subject"] == "đề nghị giao dự toán năm 2025 cho Trạm y tế"


def test_the_stamp_of_incoming_letters_is_no_type_of_document() -> None:
    letter = """
^Số: 2655/UBND-NC||Tân Lập, ngày 20 tháng 4 năm 2023
V/v khơi thông kênh mương nội đồng
^Kính gửi: Chi nhánh Văn phòng Đăng ký đất đai.
Đề nghị quý cơ quan quan tâm phối hợp thực hiện./.
   CÔNG VĂN ĐẾN
Nơi nhận:||TM. ỦY BAN NHÂN DÂN
- Như trên;||CHỦ TỊCH
- Lưu: VT.||
 ||Hoàng Văn Nguyệt
"""
    fields = values(one(HEAD + letter))
    assert (fields["document_type"], fields["subject"]) == ("Công văn", "khơi thông kênh mương nội đồng")
