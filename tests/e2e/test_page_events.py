"""The page in a real browser, over an advisor that follows a script."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from agent.events import BoardChanged, Done, TextDelta
from tests.e2e.web import MESSAGE, QUIET, READY, TURN_MS, answered, attach, drawn, say, visit
from tests.patience import PATIENCE_SECONDS
from tests.ui.web import samples
from tests.ui.web.attacks import ATTACKS
from tests.ui.web.scripted import ScriptedAdvisor
from ui.web.amending import Amending
from ui.web.conversing import Conversing
from ui.web.noting import Noting
from ui.web.opening import Opening
from ui.web.welcome import EXAMPLES

pytestmark = [pytest.mark.slow, QUIET]
PHONE = (390, 844)


def test_before_the_first_message_the_page_invites(page: Page, scripted_url: str):
    visit(page, scripted_url)
    expect(page).to_have_title("Steerwise")
    expect(page.get_by_text("Tell me about your project:")).to_be_visible()
    expect(page.get_by_text("Your decision takes shape here")).to_be_visible()
    expect(page.locator("footer")).to_be_hidden()
    expect(page.get_by_role("textbox", name="Your message")).to_be_focused()


def test_an_answer_fills_chat_and_board(page: Page, scripted_url: str):
    visit(page, scripted_url)
    say(page, "Customer mail")
    chat, board = page.locator("#chat"), page.locator("#board")
    expect(page.get_by_role("textbox", name="Your message")).to_be_focused()
    expect(chat.get_by_text("the tone has to stay the same")).to_be_visible()
    expect(chat.locator(".steps summary")).to_have_text("2 steps in 0.31 s")
    chat.locator(".steps summary").click()
    expect(chat.get_by_text("LoRA leads")).to_be_visible()
    expect(board.get_by_text("Start with LoRA / PEFT, and add")).to_be_visible()
    expect(board.locator(".ranking > li")).to_have_count(8)
    expect(board.get_by_role("img", name="Tuned model pays back after 17.6")).to_be_visible()
    expect(board.locator(".chart-cost svg.wide")).to_be_visible()
    expect(board.locator(".chart-cost svg.narrow")).to_be_hidden()


def test_a_chip_opens_its_source_and_escape_closes_it(page: Page, scripted_url: str):
    visit(page, scripted_url)
    say(page, "Customer mail")
    chip = page.get_by_role("link", name="Source 1")
    expect(chip).to_have_count(1)
    chip.focus()
    page.keyboard.press("Enter")
    note = page.locator("#note")
    expect(note).to_be_visible()
    expect(note).to_contain_text(samples.CITATION.quote)
    expect(note).to_contain_text("Consistency")
    expect(note.get_by_role("link")).to_have_attribute("href", samples.CITATION.url)
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    assert page.url.startswith(scripted_url)


def test_quick_replies_answer_the_open_question_and_then_leave(page: Page, scripted_url: str):
    visit(page, scripted_url)
    say(page, "Customer mail")
    page.get_by_role("button", name="Several thousand").click()
    answered(page, 2)
    expect(page.locator("#chat .user-row").last).to_have_text("Several thousand")
    expect(page.locator("#chat .option")).to_have_count(3)


def test_an_example_project_starts_the_conversation(page: Page, scripted_url: str):
    visit(page, scripted_url)
    page.locator("#chat .example").nth(1).click()
    answered(page, 1)
    expect(page.locator("#chat .user-row")).to_have_text(EXAMPLES[1])


def test_a_failed_turn_is_one_sentence_and_the_next_one_works(page: Page, scripted_url: str):
    visit(page, scripted_url)
    say(page, "fail please")
    expect(page.locator("#chat .failed")).to_have_text(
        "The model at the endpoint did not answer; nothing was lost."
    )
    say(page, "again")
    expect(page.locator("#chat")).to_contain_text("the tone has to stay the same")


def test_what_cannot_be_stored_is_one_sentence_and_nothing_is_stuck(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    scripted.full = True
    page.fill("#box textarea", "Customer mail")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The data folder <b>x</b> is full; make room.")).to_be_visible()
    scripted.full = False
    say(page, "Customer mail")
    expect(page.locator("#chat")).to_contain_text("the tone has to stay the same")


def test_while_a_turn_runs_the_box_waits_and_the_tool_is_named(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    page.fill("#box textarea", "wait for it")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .steps.running")).to_contain_text("Scoring the strategies…")
    expect(page.locator("#box textarea")).to_be_disabled()
    scripted.go.set()
    answered(page, 1)
    expect(page.locator("#chat")).to_contain_text("the tone has to stay the same")


@pytest.fixture
def ends_late(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds the end of every answer, all of which is on the page, until this is set."""
    converse, go = Conversing.converse, threading.Event()

    def late(conversing: Conversing, *told: Any, **named: Any) -> Iterator[Any]:
        yield from converse(conversing, *told, **named)
        assert go.wait(PATIENCE_SECONDS)

    monkeypatch.setattr(Conversing, "converse", late)
    yield go
    go.set()


def test_a_message_sent_while_the_answer_before_it_is_just_ending_is_answered(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor, ends_late: threading.Event
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    page.fill("#box textarea", "The tone is wrong")
    page.keyboard.press("Enter")
    ends_late.set()
    answered(page, 2)
    expect(page.locator("#box textarea")).to_have_value("")


def test_quick_replies_chosen_while_the_answer_before_them_is_just_ending_are_answered(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor, ends_late: threading.Event
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    chosen = ["Several thousand", "About 50", "Several thousand"]
    for number, text in enumerate(chosen, start=2):
        page.get_by_role("button", name=text, exact=True).click()
        answered(page, number)
    expect(page.locator(MESSAGE)).to_have_text(["Customer mail", *chosen])


NEVER_ANSWERED = """
  window.asked = 0;
  const usual = window.fetch;
  window.fetch = (url, ...rest) => {
    if (!String(url).includes("app_id")) return usual(url, ...rest);
    window.asked += 1;
    return new Promise(() => {});
  };
"""


def test_a_server_that_answers_late_is_asked_once_at_a_time_and_is_not_lost(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    page.clock.install()
    page.add_init_script(NEVER_ANSWERED)
    visit(page, scripted_url)
    page.fill("#box textarea", "wait for it")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .steps.running")).to_contain_text("Scoring")
    page.wait_for_function("window.asked > 0")
    page.clock.run_for(5000)
    assert page.evaluate("window.asked") == 1
    expect(page.locator("#lost")).to_have_count(0)
    scripted.go.set()
    answered(page, 1)


def test_a_reload_in_the_middle_of_a_turn_joins_it(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    page.fill("#box textarea", "wait for it")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .steps.running")).to_contain_text("Scoring")
    page.reload()
    expect(page.locator("#chat .steps.running")).to_contain_text("Scoring")
    expect(page.locator("#chat .user-row")).to_have_text("wait for it")
    scripted.go.set()
    answered(page, 1)
    expect(page.locator("#chat")).to_contain_text("the tone has to stay the same")
    assert [m.role for m in scripted.said[scripted.only]] == ["user", "assistant"]


def test_a_second_tab_waits_for_the_first_and_then_catches_up(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    other = page.context.new_page()
    visit(other, page.url)
    page.fill("#box textarea", "wait for it")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .steps.running")).to_contain_text("Scoring")
    other.fill("#box textarea", "me too")
    other.keyboard.press("Enter")
    expect(other.get_by_text("still being written")).to_be_visible()
    expect(other.locator("#box textarea")).to_have_value("me too")
    scripted.go.set()
    answered(page, 2)
    other.locator("#box textarea").press("Enter")
    answered(other, 3)
    expect(other.locator("#chat .user-row")).to_have_text(
        ["Customer mail", "wait for it", "me too"]
    )


def test_stop_ends_the_turn_and_gives_the_box_back(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    page.fill("#box textarea", "wait for it")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .steps.running")).to_contain_text("Scoring")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#chat .steps.running")).to_contain_text("Stopping")
    scripted.go.set()
    page.wait_for_selector(READY)
    expect(page.locator("#chat")).to_contain_text("Stopped.")


def test_a_turn_that_a_crash_cut_is_finished_when_the_page_opens(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    scripted.said[scripted.only].pop()
    scripted.cut.add(scripted.only)
    page.reload()
    answered(page, 1)
    expect(page.locator("#chat")).to_contain_text("the tone has to stay the same")
    assert scripted.cut == set()


def test_a_reload_comes_back_to_the_same_project(page: Page, scripted_url: str):
    visit(page, scripted_url)
    say(page, "Customer mail")
    expect(page).to_have_url(re.compile(r"\?thread=thread-\d+$"))
    page.reload()
    answered(page, 1)
    expect(page.locator("#chat")).to_contain_text("the tone has to stay the same")
    expect(page.locator("#board")).to_contain_text("Start with LoRA / PEFT")
    expect(page.locator("#chat .option")).to_have_count(3)
    page.goto(scripted_url)
    answered(page, 1)


def test_projects_can_be_begun_reopened_and_deleted(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "First project")
    page.get_by_role("button", name="New project").click()
    expect(page.get_by_text("Your decision takes shape here")).to_be_visible()
    expect(page.locator("#chat .user-row")).to_have_count(0)
    expect(page.locator("#box textarea")).to_be_focused()
    say(page, "Second project")
    page.get_by_role("button", name="Projects").click()
    page.locator("#projects .open", has_text="First project").click()
    expect(page.locator("#chat .user-row")).to_have_text("First project")
    expect(page).to_have_url(re.compile(r"\?thread=thread-\d+$"))
    page.get_by_role("button", name="Projects").click()
    delete = page.get_by_role("button", name="Delete Second project")
    delete.click()
    expect(delete).to_have_text("Really delete?")
    page.get_by_label("Open with a code from Slack").click()
    expect(delete).to_have_text("Delete")
    delete.click()
    expect(delete).to_have_text("Really delete?")
    delete.click()
    expect(page.locator("#projects .open")).to_have_count(1)
    assert scripted.said[scripted.only][0].text == "First project"
    expect(page.locator("#chat .user-row")).to_have_text("First project")


def test_another_browser_sees_nothing_until_it_has_the_link(
    page: Page, opens: Callable[..., Page], scripted_url: str
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    other = opens()
    visit(other, scripted_url)
    expect(other.locator("#chat .user-row")).to_have_count(0)
    expect(other.locator("#projects .open")).to_have_count(0)
    visit(other, page.url)
    expect(other.locator("#chat .user-row")).to_have_text("Customer mail")


def test_a_link_to_a_deleted_project_says_so(page: Page, scripted_url: str):
    visit(page, f"{scripted_url}?thread=gone")
    expect(page.locator("#chat .failed")).to_contain_text("This link leads nowhere")
    say(page, "Customer mail")
    expect(page.locator("#chat")).to_contain_text("the tone has to stay the same")


def echo(thread, turn, text):
    """Answer with the user's own words, in the reply and everywhere on the board."""
    board = samples.board(
        title=text, facts=(samples.BoardFact("model", text, text, text, "user", text),)
    )
    yield TextDelta(thread, turn, text)
    yield BoardChanged(thread, turn, board)
    yield Done(thread, turn, text, (), board)


def test_markup_and_script_are_text_wherever_they_come_from(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    scripted.script = echo
    visit(page, scripted_url)
    for attack in ATTACKS:
        say(page, attack)
        expect(page.locator("#chat .user-row").last).to_have_text(" ".join(attack.split()))
    expect(page).to_have_title("Steerwise")
    for tag in (
        "script",
        "img",
        "iframe",
        "style",
        "form:not(.result)",
        "math",
        "a[href^=javascript]",
    ):
        expect(page.locator(f"#chat .message {tag}, #board {tag}")).to_have_count(0)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_page_has_no_accessibility_violations(
    opens: Callable[..., Page], scripted_url: str, mode: str
):
    page = opens(color_scheme=mode)
    visit(page, scripted_url)
    reports = [Axe().run(page)]
    say(page, "Customer mail")
    drawn(page)
    page.evaluate("document.querySelectorAll('#board details').forEach((d) => { d.open = true; })")
    reports.append(Axe().run(page))
    page.get_by_role("link", name="Source 1").click()
    expect(page.locator("#note")).to_be_visible()
    reports.append(Axe().run(page))
    assert [report.generate_report() for report in reports if report.violations_count] == []


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1024, 390, 320])
def test_nothing_scrolls_sideways(
    opens: Callable[..., Page], scripted_url: str, width: int, mode: str
):
    page = opens(size=(width, 800), color_scheme=mode)
    visit(page, scripted_url)
    say(page, "Customer mail " + "x" * 300)
    wide = (
        "[...document.querySelectorAll('html, #talk, #side, #chat [role=log]')]"
        ".filter(e => e.scrollWidth > e.clientWidth).map(e => e.id || e.tagName)"
    )
    narrow = width < 800
    for name in ("Chat", "Board"):
        if narrow:
            page.get_by_role("button", name=name, exact=True).click()
        expect(page.locator("#board .headline")).to_be_visible(
            visible=name == "Board" or not narrow
        )
        expect(page.locator("#box")).to_be_visible(visible=name == "Chat" or not narrow)
        assert page.evaluate(wide) == []


def test_light_and_dark_can_be_switched_and_stay(page: Page, scripted_url: str):
    visit(page, scripted_url)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Switch between light and dark").click()
    body = page.locator("body")
    expect(body).not_to_have_css("background-color", light)
    dark = page.evaluate(ground)
    visit(page, scripted_url)
    expect(body).to_have_css("background-color", dark)


def test_what_was_opened_on_the_board_stays_open_when_it_is_redrawn(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    option = page.locator("details[data-key=option-rag]")
    option.locator("summary").click()
    page.locator("details[data-key=bill] summary").click()
    page.locator("details[data-key=bill] summary").click()
    scripted.script = echo
    say(page, "changed words")
    expect(page.locator("#board")).to_contain_text("changed words")
    expect(option).to_have_attribute("open", "")
    expect(page.locator("details[data-key=bill]")).not_to_have_attribute("open", "")


GAPS = """() => {
  window.gaps = 0;
  const look = () => {
    if (document.querySelector('#board figure[data-chart]:not(:has(svg))')) window.gaps += 1;
    requestAnimationFrame(look);
  };
  look();
}"""


def test_a_redrawn_board_never_shows_a_gap_where_a_chart_was(page: Page, scripted_url: str):
    visit(page, scripted_url)
    say(page, "Customer mail")
    drawn(page)
    page.evaluate(GAPS)
    say(page, "and again")
    drawn(page)
    assert page.evaluate("window.gaps") == 0


def test_charts_fit_a_phone_and_follow_light_and_dark(
    opens: Callable[..., Page], scripted_url: str
):
    page = opens(size=PHONE, color_scheme="dark")
    visit(page, scripted_url)
    say(page, "Customer mail")
    page.get_by_role("button", name="Board", exact=True).click()
    narrow = page.locator(".chart-cost svg.narrow")
    expect(narrow).to_be_visible()
    expect(page.locator(".chart-cost svg.wide")).to_be_hidden()
    assert (narrow.bounding_box() or {"width": 999})["width"] <= 390
    ground = page.locator(".chart-cost svg.narrow rect").first
    dark = ground.evaluate("e => getComputedStyle(e).fill")
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(ground).not_to_have_css("fill", dark)


def test_on_a_phone_an_empty_board_is_no_news_and_the_box_is_one_line(
    opens: Callable[..., Page], scripted_url: str
):
    page = opens(size=PHONE)
    visit(page, scripted_url)
    page.wait_for_function("document.querySelector('#box textarea').offsetHeight < 50")
    page.wait_for_function(
        "document.querySelector('.welcome h2').getBoundingClientRect().left >= 14"
    )
    dot = page.locator(".views i")
    expect(dot).to_be_hidden()
    say(page, "Customer mail")
    expect(dot).to_be_visible()
    page.get_by_role("button", name="Board", exact=True).click()
    expect(dot).to_be_hidden()


def test_the_result_of_the_experiment_goes_into_the_chat_by_keyboard(page: Page, scripted_url: str):
    visit(page, scripted_url)
    say(page, "Customer mail")
    box = page.get_by_role("textbox", name="Done already? The result was")
    box.focus()
    page.keyboard.type("87%")
    page.keyboard.press("Enter")
    answered(page, 2)
    expect(page.locator("#chat .user-row").last).to_have_text(
        "We ran the experiment. The result is: 87%."
    )
    expect(box).to_have_value("")


def test_what_is_typed_on_the_board_survives_its_redrawing(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    visit(page, scripted_url)
    say(page, "Customer mail")
    page.get_by_role("textbox", name="Done already? The result was").fill("between 80")
    say(page, "one more thing")
    expect(page.locator("#experiment-result")).to_have_value("between 80")


def test_the_record_and_the_kit_can_be_downloaded(page: Page, scripted_url: str):
    visit(page, scripted_url)
    say(page, "Customer mail")
    for label, name in (
        ("Download record (.md)", "steerwise-customer-mail-2026-01-02.md"),
        ("Download record (.json)", "steerwise-customer-mail-2026-01-02.json"),
        ("Starter kit (.zip)", "steerwise-customer-mail-2026-01-02-kit.zip"),
    ):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=label).click()
        assert waiting.value.suggested_filename == name
    gone = httpx.get(f"{scripted_url}take/guessed/record.md", timeout=TURN_MS / 1000)
    assert (gone.status_code, gone.text) == (
        404,
        "This conversation does not exist (any more); start a new one.",
    )
    assert httpx.get(f"{scripted_url}take/guessed/other", timeout=TURN_MS / 1000).status_code == 404


def test_documents_are_taken_in_one_by_one_and_none_is_left_in_the_folder(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor, scripted_folder: Path
):
    visit(page, scripted_url)
    attach(page, ("refunds.md", b"# Refunds"), ("logo.png", b"\x89PNG"))
    lines = page.locator("#chat .uploads li")
    expect(lines).to_have_text(
        [
            "refunds.md added; I’ll quote it as yours.",
            "logo.png is a PNG picture; give md, txt, html, pdf and docx.",
        ]
    )
    expect(page.locator("#board .documents span")).to_have_text("refunds.md")
    expect(page.locator("#chat .files span")).to_have_text(["refunds.md", "logo.png"])
    page.wait_for_selector(READY)
    assert [p for p in scripted_folder.rglob("uploads-*/**/*") if p.is_file()] == []
    say(page, "Customer mail")
    expect(lines).to_have_count(2)
    assert scripted.documents(scripted.only) == ("refunds.md",)
    page.reload()
    answered(page, 1)
    expect(lines).to_have_count(2)
    remove = page.get_by_role("button", name="Remove refunds.md")
    remove.click()
    expect(remove).to_have_text("Really remove?")
    remove.click()
    expect(page.locator("#board .documents")).to_have_count(0)
    assert scripted.documents(scripted.only) == ()


def test_a_data_set_is_checked_in_the_chat_and_its_size_can_be_told(page: Page, scripted_url: str):
    rows = "".join(
        f'{{"prompt": "How do I return order number {n}?", "completion": "Like this, {n}."}}\n'
        for n in range(20)
    )
    visit(page, scripted_url)
    attach(page, ("train.jsonl", rows.encode()))
    expect(page.locator("#chat .uploads")).to_contain_text("20 of 20 lines are examples")
    page.get_by_role("button", name="We have 20 good examples.").click()
    answered(page, 1)
    expect(page.locator(MESSAGE)).to_have_text("We have 20 good examples.")


def test_a_file_that_is_too_large_is_one_sentence_and_the_page_goes_on(
    page: Page, scripted_url: str
):
    visit(page, scripted_url)
    page.evaluate(BIG_FILE)
    expect(page.get_by_text("huge.pdf is larger than 50 MB")).to_be_visible()
    say(page, "Customer mail")
    expect(page.locator("#chat")).to_contain_text("the tone has to stay the same")


def test_an_upload_of_200_mb_is_refused_in_words_before_it_is_sent(scripted_url: str):
    there = urlsplit(scripted_url)
    with socket.create_connection((there.hostname, there.port), timeout=TURN_MS / 1000) as wire:
        wire.sendall(
            b"POST /gradio_api/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 200000000\r\n"
            b"Content-Type: multipart/form-data; boundary=b\r\n\r\n"
        )
        answer = wire.recv(4096).decode()
    assert answer.startswith("HTTP/1.1 413")
    assert "This upload has 200 MB, and a file may have 50 MB; split it" in answer


BIG_FILE = """() => {
  const files = new DataTransfer();
  files.items.add(new File([new Uint8Array(51 * 1000 * 1000)], 'huge.pdf'));
  const input = document.querySelector('#box input[type=file]');
  input.files = files.files;
  input.dispatchEvent(new Event('change', {bubbles: true}));
}"""


def test_the_pages_own_functions_are_not_offered_as_an_api(page: Page, scripted_url: str):
    visit(page, scripted_url)
    offered = httpx.get(f"{scripted_url}gradio_api/info", timeout=TURN_MS / 1000).json()
    assert offered["unnamed_endpoints"] == {}
    handlers = (Conversing, Amending, Noting, Opening)
    private = {f"/{name}" for kind in handlers for name in vars(kind) if not name.startswith("_")}
    assert private
    assert not private & set(offered["named_endpoints"])


def test_every_answer_keeps_the_page_on_its_host(scripted_url: str):
    answer = httpx.get(scripted_url, timeout=TURN_MS / 1000)
    assert "connect-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
