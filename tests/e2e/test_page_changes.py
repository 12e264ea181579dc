"""Changing what was said or noted, on the page in a real browser."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from agent.settings import load_settings
from tests.e2e.browsers import PATIENCE_MS
from tests.e2e.web import MESSAGE, QUIET, answered, drawn, say, visit
from tests.ports import free_port
from tests.ui.web.attacks import ATTACKS
from tests.ui.web.scripted import ScriptedAdvisor
from ui.web import open_site

pytestmark = [pytest.mark.slow, QUIET]
VOLUME = "button.value[data-fact=monthly_requests]"


def own(scripted: ScriptedAdvisor) -> list[str]:
    """What the user said in the one project."""
    return [m.text for m in scripted.said[scripted.only] if m.role == "user"]


def rated(scripted: ScriptedAdvisor) -> None:
    """Wait until the page has handed over one rating more."""
    assert scripted.heard.acquire(timeout=PATIENCE_MS / 1000)


def test_a_fact_is_changed_in_place_by_keyboard_and_the_chat_tells(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    value = page.locator(VOLUME)
    value.focus()
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="requests a month, requests per month")
    expect(field).to_be_focused()
    expect(field).to_have_value("120000")
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    expect(value).to_be_focused()
    expect(field).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.type("-5")
    page.keyboard.press("Enter")
    expect(page.locator(".edit .said")).to_contain_text("Requests a month must be between 0 and")
    expect(page.locator(".edit .said")).to_contain_text("got -5")
    expect(field).to_have_value("-5")
    field.fill("50k")
    page.keyboard.press("Enter")
    answered(page, 2)
    expect(page.locator(MESSAGE).last).to_have_text("Requests a month: 50,000 (set on the board)")
    assert scripted.edits == [({"monthly_requests": "50k"}, {"monthly_requests": 120_000})]


def test_an_edit_is_saved_once_though_a_redrawn_board_interrupts_it(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    held: list[Route] = []

    def check(route: Route) -> None:
        if "check_fact" not in (route.request.post_data or "") or held:
            route.fallback()
        else:
            held.append(route)  # the first is answered when the board has long been drawn anew

    visit(page, scripted_url)
    say(page, "Customer mail")
    page.route("**/*", check)
    value = page.locator(VOLUME)
    value.click()
    field = page.get_by_role("textbox", name="requests a month, requests per month")
    field.fill("50k")
    with page.expect_request(lambda request: "check_fact" in (request.post_data or "")):
        page.keyboard.press("Enter")
    say(page, "The tone is wrong")
    answered(page, 3)
    held[0].continue_()
    told = page.locator(MESSAGE).filter(has_text="Requests a month: 50,000 (set on the board)")
    expect(told).to_have_count(1)
    expect(page.locator("form.edit")).to_have_count(0)
    assert scripted.edits == [({"monthly_requests": "50k"}, {"monthly_requests": 120_000})]


def test_a_choice_and_an_unknown_are_set_from_a_list_and_a_fact_is_cleared(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    page.locator("details[data-key=unsaid] summary").click()
    page.locator("button.value[data-fact=regulated]").click()
    page.get_by_role("combobox", name="regulated").select_option("Yes")
    page.get_by_role("button", name="Save").click()
    answered(page, 2)
    page.locator("button.value[data-fact=tried]").click()
    page.get_by_role("checkbox", name="Retrieval (RAG)").check()
    page.get_by_role("button", name="Save").click()
    answered(page, 3)
    page.locator(VOLUME).click()
    page.get_by_role("button", name="Not known", exact=True).click()
    answered(page, 4)
    assert [changes for changes, _ in scripted.edits] == [
        {"regulated": "yes"},
        {"tried": ["rag"]},
        {"monthly_requests": None},
    ]
    expect(page.locator(MESSAGE).last).to_have_text(
        "Requests a month: not known (set on the board)"
    )


def test_of_two_tabs_that_edit_one_fact_the_second_is_told(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    scripted.changed_elsewhere = "Requests a month was changed elsewhere meanwhile; not saved"
    page.locator(VOLUME).click()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .failed")).to_contain_text("changed elsewhere meanwhile")
    expect(page.locator(VOLUME)).not_to_have_class("value saving")
    expect(page.locator(MESSAGE)).to_have_count(1)
    scripted.changed_elsewhere = ""
    other = page.context.new_page()
    visit(other, page.url)
    other.fill("#box textarea", "wait for it")
    other.keyboard.press("Enter")
    expect(other.locator("#chat .steps.running")).to_contain_text("Scoring")
    page.locator(VOLUME).click()
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    expect(page.locator(".edit .said")).to_contain_text("still being written")
    expect(page.locator(".edit input")).to_have_value("8")
    scripted.go.set()
    answered(other, 2)
    other.close()


def test_a_tab_that_is_looked_at_again_shows_what_the_other_one_set(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    other = page.context.new_page()
    visit(other, page.url)
    say(other, "And in French")
    other.close()
    page.fill("#box textarea", "half a sen")
    expect(page.locator(MESSAGE)).to_have_count(1)
    page.evaluate("dispatchEvent(new Event('blur')); dispatchEvent(new Event('focus'))")
    expect(page.locator(MESSAGE)).to_have_text(["Customer mail", "And in French"])
    expect(page.locator("#box textarea")).to_have_value("half a sen")


def test_a_project_goes_to_slack_and_comes_back_by_codes(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    page.get_by_role("button", name="Projects").click()
    page.get_by_role("button", name="Use in Slack").click()
    expect(page.locator("#handed")).to_contain_text("In Slack, type /steerwise link CODE100")
    elsewhere = scripted.new_thread("slack/T1/U1")
    list(scripted.stream(elsewhere, "Asked in Slack"))
    scripted.links.make_code(elsewhere)
    page.get_by_label("Open with a code from Slack").fill("code101")
    page.get_by_label("Open with a code from Slack").press("Enter")
    expect(page.locator(MESSAGE)).to_have_text("Asked in Slack")
    expect(page.locator("#projects")).to_be_hidden()
    page.goto(f"{scripted_url}?code=CODE100")
    expect(page.locator(MESSAGE)).to_have_text("Customer mail")
    page.wait_for_url(f"{scripted_url}?thread=*")
    page.goto(f"{scripted_url}?code=CODE100")
    expect(page.get_by_text("is older than 15 minutes")).to_be_visible()


def test_a_field_that_is_open_survives_a_redrawn_board(page: Page, scripted_url: str):
    visit(page, scripted_url)
    say(page, "Customer mail")
    page.locator(VOLUME).click()
    page.keyboard.type("99")
    page.locator("#box textarea").fill("one more thing")
    page.locator("#box textarea").press("Enter")
    answered(page, 2)
    drawn(page)
    expect(page.locator(".edit input")).to_have_value("99")
    expect(page.locator("#box textarea")).to_be_focused()  # and the redrawn field took nothing


def test_a_message_is_edited_in_the_box_and_takes_the_place_of_the_old_one(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer *mail*")
    say(page, "And in French")
    page.get_by_role("button", name="Edit this message").first.focus()
    page.keyboard.press("Enter")
    box = page.locator("#box textarea")
    expect(box).to_have_value("Customer *mail*")
    expect(box).to_be_focused()
    expect(page.locator("#above .editing")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#above .editing")).to_have_count(0)
    expect(box).to_have_value("")
    page.get_by_role("button", name="Edit this message").first.click()
    expect(box).to_have_value("Customer *mail*")
    box.fill("Customer calls")
    box.press("Enter")
    expect(page.locator(MESSAGE)).to_have_text(["Customer calls"])
    answered(page, 1)
    expect(page.locator("#above .editing")).to_have_count(0)
    assert own(scripted) == ["Customer calls"]


def test_an_answer_can_be_had_again_and_a_message_taken_back(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    say(page, "And in French")
    again = page.get_by_role("button", name="Answer again")
    expect(again).to_have_count(1)
    again.click()
    expect(page.locator("#chat .steps.running")).to_have_count(0)
    answered(page, 2)
    assert own(scripted) == ["Customer mail", "And in French"]
    page.get_by_role("button", name="Take back my message and this answer").click()
    expect(page.locator(MESSAGE)).to_have_text(["Customer mail"])
    expect(page.locator("#box textarea")).to_have_value("And in French")
    assert own(scripted) == ["Customer mail"]
    expect(page.locator("#chat .option")).to_have_count(3)


def test_an_answer_is_rated_with_a_comment_and_the_rating_stays(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    down = page.get_by_role("button", name="Bad answer")
    down.click()
    comment = page.get_by_role("textbox", name="Noted, thank you. What was wrong?")
    expect(comment).to_be_focused()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Close", exact=True).click()
    expect(comment).to_be_hidden()
    rated(scripted)
    expect(down).to_have_attribute("aria-pressed", "true")
    for pressed in ("false", "true"):
        down.click()
        rated(scripted)
        expect(down).to_have_attribute("aria-pressed", pressed)
    comment.fill(ATTACKS[0])
    page.get_by_role("button", name="Send", exact=True).click()
    rated(scripted)
    expect(down).to_have_attribute("aria-pressed", "true")
    page.reload()
    answered(page, 1)
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#chat .option")).to_have_count(3)
    (kept,) = scripted.rated
    assert (kept.turn, kept.rating, kept.comment) == (1, "down", ATTACKS[0])
    down.click()
    expect(down).to_have_attribute("aria-pressed", "false")
    rated(scripted)
    assert scripted.rated == []


NAMED = """() => {
  window.named = [];
  const look = () => window.named.push(document.querySelector('#chat .act.copy').ariaLabel);
  new MutationObserver(look).observe(document.body, {
    subtree: true, attributeFilter: ['aria-label'],
  });
}"""


def test_an_answer_is_copied_without_its_buttons_and_steps(page: Page, scripted_url: str):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(page, scripted_url)
    say(page, "Customer mail")
    page.evaluate(NAMED)
    page.get_by_role("button", name="Copy this answer").click()
    page.wait_for_function("window.named.includes('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("I’d start with LoRA / PEFT")
    assert "steps" not in copied


def test_values_that_hold_markup_stay_text(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    page.locator("details[data-key=unsaid] summary").click()
    for number, attack in enumerate(ATTACKS, start=2):
        value = " ".join(attack.split())[:120]
        page.locator("button.value[data-fact=model]").click()
        page.locator(".edit input").fill(value)
        page.keyboard.press("Enter")
        answered(page, number)
        expect(page.locator(MESSAGE).last).to_have_text(f"Model: {value} (set on the board)")
    expect(page).to_have_title("Steerwise")
    markup = "script, img, iframe, style, form, math, a[href^=javascript]"
    expect(page.locator(f"#chat .message :is({markup})")).to_have_count(0)


STEADY = """() => {
  const places = ['#box', '#board .headline', '#board .card-ranking h2'];
  const top = (at) => Math.round(document.querySelector(at).getBoundingClientRect().top);
  const before = places.map(top);
  window.moved = [];
  const look = () => {
    places.forEach((at, n) => { if (top(at) !== before[n]) window.moved.push(at); });
    requestAnimationFrame(look);
  };
  look();
}"""


def test_nothing_jumps_while_an_answer_is_written(page: Page, scripted_url: str):
    visit(page, scripted_url)
    say(page, "Customer mail")
    drawn(page)
    page.evaluate(STEADY)
    say(page, "And in French")
    drawn(page)
    assert page.evaluate("window.moved") == []


def test_a_lost_connection_is_said_in_words_and_the_page_goes_on(
    opens: Callable[..., Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GRADIO_TEMP_DIR", os.environ.get("GRADIO_TEMP_DIR", ""))
    advisor = ScriptedAdvisor()
    settings = load_settings(data_dir=tmp_path, port=free_port())
    site = open_site(advisor, settings)
    page = opens(watched=False)
    visit(page, site.url)
    page.fill("#box textarea", "wait for it")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .steps.running")).to_contain_text("Scoring")
    site.close()
    expect(page.locator("#lost")).to_contain_text("The connection to Steerwise is lost")
    threading.Thread(target=advisor.go.set).start()
    site = open_site(advisor, settings)
    try:
        expect(page.locator("#lost")).to_have_count(0)
        answered(page, 1)
        expect(page.locator("#chat")).to_contain_text("the tone has to stay the same")
    finally:
        site.close()
