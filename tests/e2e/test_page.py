"""The reference conversation on the page, with the real advisor and no network."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from agent import Advisor
from agent.settings import Settings
from knowledge import Guidance
from tests.e2e.conversation import MESSAGES
from tests.e2e.web import QUIET, READY, answered, attach, drawn, say, served, visit

pytestmark = [pytest.mark.slow, QUIET]


@pytest.fixture(scope="session")
def guidance(built_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Guidance:
    folder = tmp_path_factory.mktemp("guidance") / "data"
    shutil.copytree(built_index, folder)
    return Guidance.open(folder)


@pytest.fixture
def open_advisor(settings: Settings, guidance: Guidance) -> Iterator[Callable[[], Advisor]]:
    """Opens advisors on one data folder, as a restart does."""
    opened: list[Advisor] = []

    def open_one() -> Advisor:
        opened.append(Advisor(settings, guidance=guidance))
        return opened[-1]

    yield open_one
    for advisor in opened:
        advisor.close()


def only_thread(advisor: Advisor) -> str:
    (thread,) = advisor.threads()
    return thread.id


def test_the_reference_conversation(
    page: Page, settings: Settings, open_advisor: Callable[[], Advisor], guidance: Guidance
):
    advisor = open_advisor()
    with served(advisor, settings, seen_in=page) as url:
        visit(page, url)
        board, chat = page.locator("#board"), page.locator("#chat")
        for message in MESSAGES[:2]:
            say(page, message)
        expect(board.locator(".headline")).to_contain_text("Start with")
        expect(board.locator(".sure p")).to_contain_text("sure that this is the right start")
        expect(board.locator(".ranking > li")).to_have_count(8)
        expect(board.locator(".facts q").first).to_be_visible()
        expect(board.locator(".plans tbody tr")).not_to_have_count(0)
        expect(board.locator(".chart-cost svg.wide")).to_be_visible()
        expect(board.locator(".card-costs .tiles")).to_contain_text("Breaks even")

        facts = board.locator(".facts").first.inner_text()
        say(page, MESSAGES[2])
        expect(board.locator(".facts").first).to_have_text(facts, use_inner_text=True)

        say(page, MESSAGES[3])
        thread = only_thread(advisor)
        chip = chat.locator('[data-testid="bot"] a[href*="#source-"]').last
        chip.click()
        shown = page.locator("#note blockquote").inner_text()
        cited = {c.quote: c for c in advisor.board(thread).citations}
        assert shown in cited
        source = cited[shown]
        assert guidance.verify(source.document, source.start, source.end, source.quote)

        for fact in advisor.board(thread).facts:
            if fact.quote is not None:
                assert fact.quote in " ".join(MESSAGES)


def test_a_restart_of_the_server_loses_nothing(
    page: Page, settings: Settings, open_advisor: Callable[[], Advisor]
):
    first = open_advisor()
    with served(first, settings, seen_in=page) as url:
        visit(page, url)
        say(page, MESSAGES[0])
        drawn(page)
        board, chat = (page.locator(part).inner_text() for part in ("#board", "#chat .user-row"))
    first.close()
    second = open_advisor()
    with served(second, settings, seen_in=page) as url:
        visit(page, f"{url}?thread={only_thread(second)}")
        answered(page, 1)
        drawn(page)
        expect(page.locator("#board")).to_have_text(board, use_inner_text=True)
        expect(page.locator("#chat .user-row")).to_have_text(chat)
        say(page, MESSAGES[2])
        expect(page.locator("#chat .failed")).to_have_count(0)


def test_a_document_of_the_users_own_is_quoted_as_theirs_and_a_result_moves_the_advice(
    page: Page, settings: Settings, open_advisor: Callable[[], Advisor]
):
    advisor = open_advisor()
    with served(advisor, settings, seen_in=page) as url:
        visit(page, url)
        own = b"# Zephyr returns\n\nZephyr jackets may be returned within forty days of purchase."
        attach(page, ("zephyr.md", own), ("broken.pdf", b"%PDF-1.4 broken"))
        expect(page.locator("#chat .uploads li")).to_have_count(2, timeout=60_000)
        expect(page.locator("#chat .uploads li.bad")).to_contain_text("roken.pdf")
        page.wait_for_selector(READY)
        say(page, "Within how many days may Zephyr jackets be returned?")
        expect(page.locator("#chat")).to_contain_text("within forty days of purchase")
        yours = page.locator("#board .sources li", has_text="within forty days")
        expect(yours).to_contain_text("your document")
        page.locator('#chat [data-testid="bot"] a[href*="#source-"]').last.click()
        expect(page.locator("#note")).to_contain_text("your document")
        page.keyboard.press("Escape")

        say(page, MESSAGES[0])
        say(page, MESSAGES[1])
        page.locator("#board .result button").first.click()
        answered(page, 4)
        expect(page.locator("#board .facts").first).to_contain_text("goes wrong")
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Download record (.md)").click()
        assert "120,000" in waiting.value.path().read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["x" * 100_000, "\x00\x01binary"], ids=["huge", "binary"])
def test_a_message_that_cannot_be_read_is_one_sentence(
    page: Page, settings: Settings, open_advisor: Callable[[], Advisor], text: str
):
    with served(open_advisor(), settings, seen_in=page) as url:
        visit(page, url)
        page.locator("#box textarea").fill(text)
        page.keyboard.press("Enter")
        expect(page.locator("#chat .failed")).to_have_count(1)
        page.locator("#box textarea").fill(MESSAGES[0])
        page.keyboard.press("Enter")
        expect(page.locator("#chat .failed")).to_have_count(0)  # what was refused is not kept
        answered(page, 1)
        expect(page.locator("#board .ranking > li")).to_have_count(8)
