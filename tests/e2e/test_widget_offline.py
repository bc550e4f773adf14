"""The widget when the line or the server is down: whom to call is shown at once, and nothing that was typed is lost."""

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import needs_chromium, visit
from tests.server import Server

pytestmark = needs_chromium


def test_a_chat_that_was_opened_without_a_network_begins_when_it_is_back(phone: Page) -> None:
    phone.context.set_offline(True)
    phone.get_by_test_id("launcher").tap()
    expect(phone.get_by_test_id("notice-retry")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.get_by_test_id("message")).to_have_count(1)
    expect(phone.get_by_test_id("notice")).to_have_count(0)


def user_messages(page: Page) -> Locator:
    return page.get_by_test_id("message").and_(page.locator("[data-from=user]"))


def test_an_emergency_without_a_network_shows_whom_to_call_and_is_sent_when_it_is_back(phone: Page) -> None:
    phone.get_by_test_id("launcher").tap()
    expect(phone.get_by_test_id("message")).to_have_count(1)
    phone.context.set_offline(True)
    for text in ("i cant breathe", "and my lips are big"):
        phone.get_by_test_id("input").fill(text)
        phone.get_by_test_id("send").tap()
    notice = phone.get_by_test_id("notice")
    expect(notice).to_have_count(1, timeout=3500)  # before a message counts as slow
    expect(notice.locator("a[href='tel:911']")).to_be_in_viewport()
    expect(notice.locator("a[href^='tel:+1212']")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.locator("[data-from=bot][data-outcome=emergency]").first).to_be_visible()
    expect(notice).to_have_count(0)
    expect(phone.get_by_test_id("state")).to_have_count(0)
    assert ["breathe" in text for text in user_messages(phone).all_inner_texts()] == [
        True,
        False,
    ]  # once each, in order


def test_a_chat_that_is_first_opened_without_a_network_knows_whom_to_call(phone: Page) -> None:
    phone.wait_for_function("() => localStorage.getItem('clinic-chat-facts')")
    phone.context.set_offline(True)
    phone.get_by_test_id("launcher").tap()
    expect(phone.get_by_test_id("notice").locator("a[href='tel:911']")).to_be_visible()


def test_a_server_that_does_not_answer_shows_whom_to_call(phone: Page) -> None:
    phone.get_by_test_id("launcher").tap()
    expect(phone.get_by_test_id("message")).to_have_count(1)
    phone.route("**/api/chat/messages", lambda route: None)  # taken, never answered
    phone.get_by_test_id("input").fill("i cant breathe")
    phone.get_by_test_id("send").tap()
    expect(phone.get_by_test_id("notice").locator("a[href='tel:911']")).to_be_visible()


def test_a_server_that_is_stopped_and_started_again_gets_what_waited(browser: Browser, model: object) -> None:
    with Server() as server, visit(browser, server, 375, 667, touch=True) as phone:
        phone.get_by_test_id("launcher").tap()
        expect(phone.get_by_test_id("message")).to_have_count(1)
        server.stop()
        phone.get_by_test_id("input").fill("i cant breathe")
        phone.get_by_test_id("send").tap()
        expect(phone.get_by_test_id("notice").locator("a[href='tel:911']")).to_be_visible()
        server.start()
        expect(phone.locator("[data-from=bot][data-outcome=emergency]")).to_have_count(1, timeout=40_000)
        expect(user_messages(phone)).to_have_count(1)
