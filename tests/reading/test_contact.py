"""Phone numbers, e-mail addresses and names as people write them."""

import pytest

from clinic.reading.contact import (
    Unclear,
    correct_phone,
    read_email,
    read_name,
    read_phone,
    read_reference,
    show_phone,
    without_contact,
    without_reference,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("212 555 0184", "+12125550184"),
        ("(212) 555-0184", "+12125550184"),
        ("555-0184", "+12125550184"),
        ("my number is 5550184 thanks", "+12125550184"),
        ("call 1-212-555-0184", "+12125550184"),
        ("im ana, 212.555.0184, tuesday at 3", "+12125550184"),
        ("٢١٢٥٥٥٠١٨٤", "+12125550184"),
        ("+44 20 7946 0018", "+442079460018"),
        ("212 555 018", Unclear()),
        ("020 7946 0018", Unclear()),
        ("tuesday at 3", None),
        ("12/03/2026", None),
        ("2026-12-03", None),
        ("SP-482155", None),
        ("i'm 24 and have 2 kids", None),
        ("ana1234567@example.com", None),
    ],
)
def test_a_phone_number_is_completed_and_valid_or_not_taken(text: str, expected: object) -> None:
    assert read_phone(text, "US", "212") == expected


def test_a_local_number_belongs_to_the_clinics_region() -> None:
    assert read_phone("7946 0018", "GB", "20") == "+442079460018"
    assert read_phone("020 7946 0018", "GB", "20") == "+442079460018"


@pytest.mark.parametrize("text", ["sorry, 0184 not 0148", "0184, not 0148", "the last four are 0184"])
def test_a_part_of_the_number_can_be_corrected(text: str) -> None:
    assert correct_phone("+12125550148", text, "US") == "+12125550184"


@pytest.mark.parametrize("text", ["0184 not 9999", "12 not 0148", "no"])
def test_a_correction_that_does_not_fit_is_not_taken(text: str) -> None:
    assert correct_phone("+12125550148", text, "US") is None


def test_a_number_is_shown_as_the_region_writes_it() -> None:
    assert show_phone("+12125550184", "US") == "(212) 555-0184"
    assert show_phone("+442079460018", "US") == "+44 20 7946 0018"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana.Lopez@Example.COM.", "ana.lopez@example.com"),
        ("mail me at ana at gmail dot com", "ana@gmail.com"),
        ("<ana@mail.co.uk>", "ana@mail.co.uk"),
        ("mail:ana@mail.co.uk", "ana@mail.co.uk"),
        ("ana@例え.jp", "ana@xn--r8jz45g.jp"),
        ("用户@例え.jp", Unclear()),
        ("müller@example.com", Unclear()),
        ("a" * 64 + "@example.com", "a" * 64 + "@example.com"),
        ("a" * 65 + "@example.com", Unclear()),
        ("ana@example.com%0aBcc:evil@example.com", Unclear()),
        ("ana%0aBcc:evil@example.com", Unclear()),
        ("ana@gmail, i mean ana@gmail.com", "ana@gmail.com"),
        ("ana@gmail", Unclear()),
        ("ana@", Unclear()),
        ("see you at 3", None),
    ],
)
def test_an_email_address_is_valid_or_not_taken(text: str, expected: object) -> None:
    assert read_email(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is J. O'Brien", "J. O'Brien"),
        ("Im Ana", "Ana"),
        ("im ana, 212-555-0184, tuesday at 3", "Ana"),
        ("I'm Ana and my number is 212 555 0184", "Ana"),
        ("hi, i'm Ana from Brooklyn", "Ana"),
        ("this is Maria Lopez", "Maria Lopez"),
        ("hello its Jean-Luc Picard", "Jean-Luc Picard"),
        ("name's bob", "Bob"),
        ("my name is Will", "Will"),
        ("change the name to Ann Fox", "Ann Fox"),
        ("the name should be Joanna Fox", "Joanna Fox"),
        ("the name is spelled Joana", "Joana"),
        ("its under Smith actually", "Smith"),
        ("put me down as Kim", "Kim"),
        ("My name is Nguyễn Văn An", "Nguyễn Văn An"),
        ("me llamo José García", "José García"),
        ("меня зовут Анна", "Анна"),
        ("我叫李小龍", "李小龍"),
    ],
)
def test_a_name_that_is_said_is_taken(text: str, name: str) -> None:
    assert read_name(text) == name == read_name(text, asked=True)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ana", "Ana"),
        ("im ana", "Ana"),
        ("bob pls", "Bob"),
        ("Will Payne", "Will Payne"),
        ("June Park", "June Park"),
        ("Ana Lopez, 212 555 0184", "Ana Lopez"),
        ("ana lopez 212-555-0184", "Ana Lopez"),
        ("jean-luc o'brien", "Jean-Luc O'Brien"),
        ("محمد علي", "محمد علي"),
        ("李小龍", "李小龍"),
    ],
)
def test_a_bare_name_is_taken_only_when_it_was_asked_for(text: str, name: str) -> None:
    assert read_name(text, asked=True) == name
    assert read_name(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "i'm pregnant", "Im Pregnant", "im on accutane", "i'm looking for an appointment", "I'm not sure", "I am 30",
        "im free tuesday", "call me tomorrow", "can you call me instead", "call me on 212 555 0184", "I'm Diabetic",
        "my name is not important",
        "I'm Irish", "yes", "why do you need that", "how much is it", "tuesday", "can i stay anonymous", "cancel",
        "asdf", "noneedtokeepthatspaceforme", "hjkl qwrt", "Will You", "May I", "June",
        "prefer not to say", "i have keloids", "ana@example.com", "",
    ],
)  # fmt: skip
def test_what_is_no_name_is_never_taken_for_one(text: str) -> None:
    assert read_name(text, asked=True) is None and read_name(text) is None


@pytest.mark.parametrize(
    ("text", "phone", "left"),
    [
        ("1 pm, 212 555 0148", "+12125550148", "1 pm,"),
        ("1 pm, (212) 555-0148 please", "+12125550148", "1 pm, please"),
        ("555 0148 at 3", "+12125550148", "at 3"),
        ("tomorrow at 11 +1 212.555.0148", "+12125550148", "tomorrow at 11"),
        ("the 3rd, +44 20 7946 0018", "+442079460018", "the 3rd,"),
        ("+12125550148 at 3", "+12125550148", "at 3"),
        ("the 3rd, 020 7946 0018", "+442079460018", "the 3rd,"),
        ("2 212 555 0148", "+12125550148", "2"),  # the second of the offered times
        ("2, ana@example.com", "", "2,"),
        ("2 ana@example.com 212 555 0148", "+12125550148", "2"),
        ("12125550148", "+12125550184", "12125550148"),  # another number stays
    ],
)
def test_a_text_without_its_contact_keeps_every_other_number(text: str, phone: str, left: str) -> None:
    assert " ".join(without_contact(text, phone).split()) == left


@pytest.mark.parametrize("text", ["SP-482155", "sp482155", "my ref is sp 482 155 thanks", "482155", "#482155"])
def test_a_reference_is_read_however_it_is_typed(text: str) -> None:
    assert read_reference(text, "SP") == "SP-482155"


@pytest.mark.parametrize(
    "text", ["SP-482155913", "sp 482 155 913 thanks", "482155913", "#482 155 913", "sp482155913 2125550184",
             "SP 482 155 913 212 555 0184", "SP-482155913 555 0184"],
)  # fmt: skip
def test_a_longer_reference_is_read_however_it_is_typed(text: str) -> None:
    assert read_reference(text, "SP") == "SP-482155913"


@pytest.mark.parametrize("text", ["SP-482155 212 555 0184", "SP 482 155 212 555 0184", "SP-482155, 5550184"])
def test_the_phone_number_after_a_short_reference_is_not_part_of_it(text: str) -> None:
    assert read_reference(text, "SP") == "SP-482155"
    assert read_phone(without_reference(text, "SP"), "US", "212") == "+12125550184"


@pytest.mark.parametrize(
    "text", ["SP-4821", "212 555 0184", "2125550184", "+12125550184", "tuesday at 3", "2026-12-03"]
)
def test_other_numbers_are_no_reference(text: str) -> None:
    assert read_reference(text, "SP") is None
