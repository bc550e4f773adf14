"""The widget in a real browser against the real server: as a visitor with a mouse, and with the keyboard alone."""

from playwright.sync_api import Page, expect

from tests.e2e.conftest import needs_chromium

pytestmark = needs_chromium


def ask(page: Page, text: str) -> None:
    bubbles = page.get_by_test_id("message").and_(page.locator("[data-from=bot]"))
    expect(bubbles.first).to_be_visible()  # the greeting has come
    said = bubbles.count()
    page.get_by_test_id("input").fill(text)
    page.get_by_test_id("input").press("Enter")
    expect(bubbles).to_have_count(said + 1)


def test_a_visitor_asks_presses_a_button_and_sees_sources(page: Page) -> None:
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("message").first).to_contain_text("automated assistant")
    ask(page, "does it hurt?")
    answer = page.get_by_test_id("message").last
    expect(answer).to_contain_text("discomfort")
    answer.get_by_test_id("sources").click()
    expect(answer.locator("a").first).to_be_visible()
    button = answer.get_by_test_id("choice").first
    title = button.inner_text()
    button.click()
    expect(page.get_by_test_id("message").and_(page.locator("[data-from=user]")).last).to_contain_text(title)
    expect(page.get_by_test_id("message").last).to_have_attribute("data-from", "bot")


def test_the_page_says_that_its_data_is_a_sample(page: Page) -> None:
    expect(page.get_by_test_id("sample-banner")).to_be_visible()


def test_the_keyboard_is_enough(page: Page) -> None:
    page.get_by_test_id("launcher").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("input")).to_be_focused()
    page.keyboard.type("how much is it")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("message").last).to_contain_text("writing")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("panel")).to_be_hidden()
    expect(page.get_by_test_id("launcher")).to_be_focused()


def test_a_booking_is_made_with_the_keyboard_alone(page: Page) -> None:
    said = page.get_by_test_id("message").and_(page.locator("[data-from=bot]"))

    def write(text: str) -> None:
        before = said.count()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(said).not_to_have_count(before)

    def press(title: str) -> None:
        before = said.count()
        for _ in range(30):  # back from the composer to the newest buttons
            page.keyboard.press("Shift+Tab")
            if title in page.evaluate("document.activeElement.shadowRoot?.activeElement?.innerText ?? ''"):
                page.keyboard.press("Enter")
                expect(said).not_to_have_count(before)
                return
        raise AssertionError(f"the button {title} cannot be reached with the keyboard")

    page.get_by_test_id("launcher").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("input")).to_be_focused()
    expect(said).to_have_count(1)  # the greeting, lest it be taken for the answer
    write("can i come in on december 8 after 4")
    press("4:30")
    expect(page.get_by_test_id("input")).to_be_focused()  # without a touch of the mouse
    write("Ana Lopez, 212 555 0184")
    press("Yes, book it")
    expect(said.last).to_contain_text("SP-")


def test_a_reload_keeps_the_talk(page: Page) -> None:
    page.get_by_test_id("launcher").click()
    ask(page, "does it hurt?")
    before = page.get_by_test_id("message").all_inner_texts()
    page.reload()
    if not page.get_by_test_id("panel").is_visible():
        page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("message")).to_have_count(len(before))


def test_what_is_typed_is_never_taken_as_html(page: Page) -> None:
    page.get_by_test_id("launcher").click()
    ask(page, "<img src=x onerror=alert(1)> does it hurt?")
    assert page.get_by_test_id("log").locator("img").count() == 0


def test_end_and_forget_leaves_nothing(page: Page) -> None:
    page.get_by_test_id("launcher").click()
    ask(page, "does it hurt?")
    page.get_by_test_id("menu").click()
    page.get_by_test_id("end").click()
    page.get_by_test_id("end-confirm").click()
    expect(page.get_by_test_id("message").and_(page.locator("[data-from=user]"))).to_have_count(0)
    assert page.evaluate("localStorage.getItem('clinic-chat')") is None or "does it hurt" not in page.content()


def below_the_view(page: Page) -> float:
    """Return how many pixels of the transcript lie below what is in view."""
    return float(page.get_by_test_id("log").evaluate("log => log.scrollHeight - log.scrollTop - log.clientHeight"))


def test_a_long_answer_says_that_there_is_more_below(phone_on_its_side: Page) -> None:
    page, more = phone_on_its_side, phone_on_its_side.get_by_test_id("below")
    page.get_by_test_id("launcher").tap()
    ask(page, "does it hurt?")
    hidden = below_the_view(page)
    assert hidden > 100
    expect(more).to_be_visible()
    more.tap()
    expect(page.get_by_test_id("input")).to_be_focused()
    page.wait_for_function("() => document.querySelector('clinic-chat').shadowRoot.querySelector('.log').scrollTop > 0")
    for _ in range(20):
        page.wait_for_timeout(600)  # it scrolls softly
        if not more.is_visible():
            break
        more.tap()
    expect(more).to_be_hidden()
    assert below_the_view(page) <= 16
    expect(page.get_by_test_id("choice").last).to_be_in_viewport()


def test_what_is_more_below_is_no_stop_for_the_keyboard(phone_on_its_side: Page) -> None:
    page = phone_on_its_side
    page.get_by_test_id("launcher").tap()
    ask(page, "does it hurt?")
    expect(page.get_by_test_id("below")).to_be_visible()
    page.get_by_test_id("input").focus()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.shadowRoot.activeElement.dataset.testid") == "choice"
    expect(page.get_by_test_id("choice").last).to_be_in_viewport(ratio=1)


def test_the_launcher_leaves_the_buttons_of_the_page_free(phone: Page) -> None:
    launcher = phone.get_by_test_id("launcher").bounding_box()
    button = phone.locator("[data-open-chat]").bounding_box()
    assert launcher and button
    assert button["x"] + button["width"] <= launcher["x"]
    expect(phone.get_by_role("button", name="Chat with us")).to_be_visible()


def test_that_it_is_no_help_in_an_emergency_stays_in_view(phone_on_its_side: Page) -> None:
    phone_on_its_side.get_by_test_id("launcher").tap()
    role = phone_on_its_side.locator("#role")
    expect(role).to_contain_text("not for emergencies")
    expect(role).to_have_css("clip-path", "none")
    expect(role).to_be_in_viewport(ratio=1)


def test_the_clinics_own_number_and_address_are_links_and_the_visitors_are_not(phone: Page) -> None:
    phone.get_by_test_id("launcher").tap()
    ask(phone, "how can i reach you")
    answer = phone.get_by_test_id("message").last
    assert answer.locator("a[href^='tel:+1212']").count() == answer.locator("a[href^='mailto:hello@']").count() == 1
    ask(phone, "can i come in on december 9 after 4")
    before = phone.get_by_test_id("message").count()
    phone.locator("[data-choice]:enabled").first.tap()
    expect(phone.get_by_test_id("message")).to_have_count(before + 2)
    ask(phone, "Ana Lopez, 212 555 0184, ana@mail.example")
    check = phone.get_by_test_id("message").last
    expect(check).to_contain_text("555-0184")
    assert check.locator(".bubble a").count() == 0


def test_the_emergency_number_can_be_tapped_also_at_the_end_of_a_sentence(phone: Page) -> None:
    phone.get_by_test_id("launcher").tap()
    greeting = phone.get_by_test_id("message").first
    expect(greeting).to_contain_text("call 911.")
    assert greeting.locator("a[href='tel:911']").count() == 1


def test_sources_open_into_view(phone: Page) -> None:
    phone.get_by_test_id("launcher").tap()
    ask(phone, "does it hurt?")
    sources = phone.get_by_test_id("sources").last
    sources.locator("summary").tap()
    expect(sources.locator("a").nth(1)).to_be_in_viewport(ratio=1)
    expect(sources.locator("summary")).to_be_in_viewport()


def test_a_reload_on_the_phone_comes_back_to_the_open_chat(phone: Page) -> None:
    phone.get_by_test_id("launcher").tap()
    expect(phone.get_by_test_id("message")).to_have_count(1)
    phone.reload()
    expect(phone.get_by_test_id("panel")).to_be_visible()
    expect(phone.get_by_test_id("message")).to_have_count(1)
    phone.get_by_test_id("close").tap()
    phone.reload()
    expect(phone.get_by_test_id("launcher")).to_be_visible()
    expect(phone.get_by_test_id("panel")).to_be_hidden()


def test_a_slow_network_shows_that_something_is_under_way(phone: Page) -> None:
    phone.evaluate("""() => {
        const quick = window.fetch;
        const wait = () => new Promise((done) => setTimeout(done, 5000));
        window.fetch = async (...call) => { await wait(); return quick(...call); };
    }""")
    phone.get_by_test_id("launcher").tap()
    expect(phone.get_by_test_id("typing")).to_be_visible()
    phone.get_by_test_id("input").fill("does it hurt?")
    phone.get_by_test_id("send").dblclick()
    expect(phone.get_by_test_id("state")).to_have_text("Sending")
    expect(phone.get_by_test_id("message")).to_have_count(3)  # welcome, question, answer: sent once
    expect(phone.get_by_test_id("state")).to_have_count(0)
    expect(phone.get_by_test_id("typing")).to_be_hidden()


def test_opening_on_the_phone_does_not_raise_the_keyboard_over_the_greeting(phone: Page) -> None:
    phone.get_by_test_id("launcher").tap()
    expect(phone.get_by_test_id("log")).to_be_focused()
