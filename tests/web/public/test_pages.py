"""What anybody sees: by code, by hash, by file, in both languages, and when something is wrong."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.public.conftest import CERTIFIER, ORIGINAL, REQUESTER, Scene
from web.public import PublicServices, create_app


def text(answer: TestResponse) -> str:
    """The words of the page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).split())


def hand_in(client: FlaskClient, content: bytes, address: str = "/verify", name: str = "a.pdf") -> TestResponse:
    return client.post(address, data={"file": (io.BytesIO(content), name)})


def test_the_page_behind_a_qr_code_says_what_the_copy_is(client: FlaskClient, scene: Scene) -> None:
    answer = client.get(f"/v/{scene.code}")
    words = text(answer)

    assert answer.status_code == 200
    for said in ("Đang có hiệu lực", "Giấy khai sinh", "01/2026-SCTĐT/BS", "Ủy ban nhân dân xã Bình Minh", "DÙNG THỬ"):
        assert said in words


def test_it_says_nothing_of_any_person(client: FlaskClient, scene: Scene) -> None:
    pages = [client.get(f"/v/{code}") for code in (scene.code, scene.annulled)] + [client.get(f"/h/{scene.sha256}")]

    for answer in pages:
        for secret in (REQUESTER, CERTIFIER, ORIGINAL, "Phạm Quốc Dũng"):
            assert secret not in text(answer)


@pytest.mark.parametrize(
    "typed",
    ["{code}", "  {CODE} ", "https://xacminh.example/v/{code}", "https://xacminh.example/v/{code}?lang=en", "{spaced}"],
)
def test_a_code_is_found_however_it_was_typed(client: FlaskClient, scene: Scene, typed: str) -> None:
    spaced = "-".join(re.findall(".{1,4}", scene.code))
    asked = typed.format(code=scene.code, CODE=scene.code.upper(), spaced=spaced)

    answer = client.get("/find", query_string={"code": asked}, follow_redirects=True)

    assert answer.status_code == 200
    assert "Đang có hiệu lực" in text(answer)


def test_an_annulled_copy_says_so_first(client: FlaskClient, scene: Scene) -> None:
    words = text(client.get(f"/v/{scene.annulled}"))

    assert "Đã bị hủy bỏ" in words
    assert "Không được sử dụng" in words
    assert "5/QĐ-UBND ngày 20/11/2026" in words
    assert "Đang có hiệu lực" not in words


def test_a_void_number_says_so(client: FlaskClient, scene: Scene) -> None:
    assert "Không có giá trị" in text(client.get(f"/v/{scene.void}"))


@pytest.mark.parametrize("code", ["zzzzzzzzzzzz", "x", "a" * 300, "%00", "..%2f..%2fetc", "<script>"])
def test_an_unknown_code_is_answered_kindly(client: FlaskClient, code: str) -> None:
    answer = client.get(f"/v/{code}")

    assert answer.status_code == 404
    assert "<script>" not in answer.get_data(as_text=True)


def test_what_is_not_issued_yet_is_unknown(client: FlaskClient, scene: Scene) -> None:
    assert client.get(f"/v/{scene.draft}").status_code == 404


def test_a_file_is_found_by_its_hash_alone(client: FlaskClient, scene: Scene) -> None:
    as_json = client.get(f"/h/{scene.sha256.upper()}", headers={"Accept": "application/json"})
    as_page = client.get(f"/h/{scene.sha256}")

    assert as_json.get_json() == {"found": True}
    assert "đúng từng byte với bản đã cấp" in text(as_page)


@pytest.mark.parametrize("sha256", ["0" * 64, "abc", "g" * 64])
def test_an_unknown_hash_is_unknown(client: FlaskClient, sha256: str) -> None:
    answer = client.get(f"/h/{sha256}", headers={"Accept": "application/json"})

    assert answer.get_json() == {"found": False}
    assert client.get(f"/h/{sha256}").status_code == 404


def test_our_own_copy_is_valid_and_found_in_the_register(client: FlaskClient, scene: Scene) -> None:
    answer = hand_in(client, scene.pdf)
    words = text(answer)

    assert answer.status_code == 200
    assert "Hợp lệ" in words
    assert "Ký bởi Nguyễn Thị Ánh (UBND phường Thử Nghiệm)" in words
    assert "Tệp đúng từng byte với bản đã vào sổ chứng thực" in words


def test_one_changed_byte_is_not_valid(client: FlaskClient, forged: bytes) -> None:
    words = text(hand_in(client, forged))

    assert "Không hợp lệ" in words
    assert "mã băm không khớp" in words


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"hello", "Tệp không phải là PDF"), (b"%PDF-1.7\n%%EOF", "Cấu trúc tệp sai quy cách")],
    ids=["text", "broken"],
)
def test_what_cannot_be_judged_is_said_plainly(client: FlaskClient, content: bytes, said: str) -> None:
    words = text(hand_in(client, content))

    assert "Chưa kết luận được" in words
    assert said in words


def test_nothing_handed_in_asks_for_a_file(client: FlaskClient) -> None:
    answer = client.post("/verify", data={})

    assert answer.status_code == 422
    assert "empty_file" in text(answer)


def test_a_file_over_the_limit_is_refused_with_the_limit(client: FlaskClient) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    body = head + b"%PDF-1.7" + b"0" * (3 * 1024 * 1024) + b"\r\n--x--\r\n"

    answer = client.post("/verify", data=body, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 413
    assert "2 MB" in text(answer)


def test_english_is_second_and_complete(client: FlaskClient, scene: Scene) -> None:
    home, copy = client.get("/?lang=en"), client.get(f"/v/{scene.code}?lang=en")
    verdict = hand_in(client, scene.pdf, "/verify?lang=en")

    assert "Is this paper true?" in text(home)
    assert "In force" in text(copy)
    assert "People's Committee of Binh Minh commune" in text(copy)
    assert "nothing has changed since" in text(verdict)
    for answer in (home, copy, verdict):
        left = re.sub(r"Tiếng Việt|Nguyễn Thị Ánh|UBND phường Thử Nghiệm|01/2026-SCTĐT/BS", "", text(answer))
        left = re.sub(r"Cơ quan cấp chứng thư thử nghiệm|Dấu thời gian thử nghiệm|Cơ quan thử nghiệm", "", left)
        assert not re.search("[ạảấầẩẫậắằẳẵặẹẻẽếềểễệịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]", left.lower()), left


def test_the_language_of_the_browser_is_spoken_unless_another_is_chosen(client: FlaskClient) -> None:
    english = {"Accept-Language": "en-GB,en;q=0.9"}

    assert "Is this paper true?" in text(client.get("/", headers=english))
    assert "Giấy tờ này có thật không?" in text(client.get("/?lang=vi", headers=english))
    assert "Giấy tờ này có thật không?" in text(client.get("/", headers={"Accept-Language": "fr"}))


def test_a_chosen_language_stays_chosen(client: FlaskClient, scene: Scene) -> None:
    page = client.get(f"/v/{scene.code}?lang=en").get_data(as_text=True)

    assert 'href="/?lang=en"' in page
    assert f'href="/v/{scene.code}?lang=vi"' in page


def test_a_wrong_address_has_a_page_too(client: FlaskClient) -> None:
    answer = client.get("/nowhere")

    assert answer.status_code == 404
    assert "Không có trang này" in text(answer)
    assert client.put("/verify").status_code == 405


def test_a_failure_shows_a_reference_and_no_trace(services: PublicServices) -> None:
    class Broken:
        def by_code(self, code: str) -> None:
            raise RuntimeError("personal data inside")

        by_sha256 = by_code

        def check(self) -> None:
            raise RuntimeError("down")

    answer = create_app(replace(services, register=Broken())).test_client().get("/v/abcdefgh2345")

    assert answer.status_code == 500
    assert "personal data" not in text(answer)
    assert "Traceback" not in text(answer)
    assert re.search(r"mã [0-9a-f]{8}", text(answer))


def test_it_says_whether_it_is_alive_and_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "alive"}
    assert client.get("/readyz").get_json() == {"status": "ready"}
