"""The pages beside the chat, in a browser: each works, with a project and without."""

import asyncio
import json
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from playwright.sync_api import Page, expect

from tests.e2e.web import QUIET, READY, TURN_MS, visit
from tests.ui.web.attacks import ATTACKS
from tests.ui.web.scripted import ScriptedAdvisor
from tools.facts import ProjectFacts
from tools.record_json import write_record
from tools.scenarios import Scenario

pytestmark = [pytest.mark.slow, QUIET]

PATHS = ("lab", "workbench", "flow", "compare", "record", "connect")
LAID_OUT = "#page:not([aria-busy])"


def turn_to(page: Page, url: str, path: str, thread: str = "") -> None:
    """Open a page and wait until its contents are there."""
    page.goto(f"{url}{path}" + (f"?thread={thread}" if thread else ""))
    page.wait_for_selector(LAID_OUT)


@pytest.fixture
def thread(scripted: ScriptedAdvisor) -> str:
    """A project that the scripted advisor knows."""
    name = scripted.new_thread("ann")
    list(scripted.stream(name, "Customer mail"))
    return name


def test_moving_a_slider_moves_the_ranking_and_says_why(page: Page, scripted_url: str):
    turn_to(page, scripted_url, "lab")
    lead = page.locator(".lead")
    expect(lead).to_contain_text("84.9")
    expect(lead).to_contain_text("As published")
    slider = page.get_by_role("slider", name="Labelled data")
    slider.fill("20")
    expect(lead).to_contain_text("Prompting leads")
    expect(page.locator(".card-why")).to_contain_text("labelled data down from 72 to 20")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_value("21")
    expect(page.locator(".card-why")).to_contain_text("from 72 to 21")
    expect(slider).to_be_focused()
    page.get_by_role("button", name=re.compile("Retrieval")).click()
    expect(page.locator(".card-inspect h3").first).to_contain_text("Retrieval (RAG)")


def test_sliders_go_into_a_new_chat(page: Page, scripted_url: str, scripted: ScriptedAdvisor):
    turn_to(page, scripted_url, "lab")
    page.get_by_role("button", name="Take into the chat").click()
    page.wait_for_url(re.compile(r"/\?thread=thread-\d+$"))
    assert scripted.origins == ["lab"]
    assert scripted.edits[0][0]["monthly_requests"] == 110_000


def test_a_project_fills_the_lab_and_takes_back_what_was_moved(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor, thread: str
):
    turn_to(page, scripted_url, "lab", thread)
    expect(page.locator("#reads-request_volume")).to_contain_text("120,000 requests a month")
    expect(page.get_by_role("button", name="Take into the chat")).to_be_disabled()
    page.get_by_role("slider", name="Request volume").fill("50")
    page.get_by_role("button", name="Take into the chat").click()
    page.wait_for_url(re.compile(rf"/\?thread={thread}$"))
    assert [changes for changes, _ in scripted.edits] == [{"monthly_requests": 1_000}]


def test_the_workbench_reproduces_the_published_example_and_answers_each_key(
    page: Page, scripted_url: str
):
    turn_to(page, scripted_url, "workbench")
    figures = page.locator("#figures")
    expect(figures).to_contain_text("17.6")
    expect(figures).to_contain_text("Every figure as published")
    expect(page.locator("#chart svg.roomy")).to_be_visible()
    expect(page.locator("#chart svg.wide")).to_be_hidden()
    page.get_by_role("textbox", name="Training").fill("lots")
    expect(page.locator("#note-training_usd")).to_contain_text("must be a number")
    expect(page.get_by_role("textbox", name="Training")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#verdict")).to_contain_text("must be a number")
    expect(page.locator("#chart svg")).to_have_count(0)
    page.get_by_role("textbox", name="Training").fill("0")
    expect(page.locator("#verdict")).not_to_contain_text("must be a number")
    expect(page.locator("#chart svg.roomy")).to_be_visible()
    page.get_by_role("textbox", name="Requests a month").fill("10m")
    expect(figures).to_contain_text("$16,800")


def test_a_project_stands_above_the_workbench_until_an_example_is_chosen(
    page: Page, scripted_url: str, thread: str
):
    turn_to(page, scripted_url, "workbench", thread)
    own = page.locator("#own")
    expect(own).to_contain_text("recommended")
    expect(own).to_contain_text("Prompt only")
    page.get_by_text("A small internal tool").click()
    expect(own).to_be_empty()


def test_a_new_project_begins_from_any_page_with_the_cursor_in_the_box(
    page: Page, scripted_url: str, thread: str
):
    visit(page, f"{scripted_url}?thread={thread}")
    turn_to(page, scripted_url, "lab", thread)
    places = "[...document.querySelectorAll('.bar nav.pages a')].map((a) => a.offsetLeft)"
    there = page.evaluate(places)
    page.get_by_role("link", name="New project").click()
    page.wait_for_selector(READY)
    expect(page.locator("#chat .user-row")).to_have_count(0)
    expect(page).to_have_url(scripted_url)
    page.wait_for_function(f"{places}.join() === '{','.join(map(str, there))}'")
    expect(page.locator("#box textarea")).to_be_focused()
    page.reload()
    page.wait_for_selector(READY)
    expect(page.locator("#chat .user-row")).to_have_count(0)


def test_what_hangs_on_a_moved_slider_moves_with_it(page: Page, scripted_url: str, thread: str):
    turn_to(page, scripted_url, "lab", thread)
    few = page.locator("#slider-few_examples")
    page.get_by_role("slider", name="Labelled data").fill("20")
    expect(few).to_have_value("100")
    expect(page.locator("#reads-few_examples")).to_contain_text("10 examples")
    page.get_by_role("slider", name="Labelled data").fill("80")
    expect(few).to_have_value("0")
    expect(page.locator("#reads-few_examples")).to_contain_text("10,000 examples")


def test_on_a_phone_a_comparison_fits_and_each_line_names_its_columns(
    opens: Callable[..., Page], scripted_url: str, thread: str
):
    page = opens(size=(390, 844))
    turn_to(page, scripted_url, "compare", thread)
    table = page.get_by_role("region", name="Side by side")
    assert table.evaluate("e => e.scrollWidth <= e.clientWidth")
    named = "e => getComputedStyle(e, '::before').content"
    first = page.locator(".beside .title + tr td").first
    assert first.evaluate(named).strip('"') == table.locator("thead th").first.text_content()


def test_the_flow_chart_lights_the_path_of_the_answers(page: Page, scripted_url: str):
    turn_to(page, scripted_url, "flow")
    expect(page.locator(".flowchart .step.lit")).to_have_count(1)
    for name in ("labeled_examples", "consistency_need", "monthly_requests", "target_accuracy"):
        page.locator(f"label:has(#answer-{name}-yes)").click()
    expect(page.locator(".flowchart .step.lit")).to_have_count(4)
    expect(page.locator(".says .big").first).to_have_text("LoRA / PEFT")


def test_strategies_and_what_ifs_are_compared_by_ticking(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor, thread: str
):
    scripted.scenarios = (Scenario("lean", ProjectFacts.of({"labeled_examples": 20})),)
    turn_to(page, scripted_url, "compare", thread)
    heads = page.locator(".beside thead th")
    expect(heads).to_have_text(["As it is", "lean"])
    page.get_by_text("Strategies", exact=True).first.click()
    expect(heads).to_have_count(3)
    page.get_by_role("checkbox", name="Distillation").check()
    expect(heads).to_have_count(4)


def test_a_record_is_read_taken_along_and_brought_back(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor, thread: str
):
    turn_to(page, scripted_url, "record", thread)
    sheet = page.locator(".sheet")
    expect(sheet.locator("h3")).to_have_text("Decision record: Customer mail")
    expect(sheet.locator("svg.wide").first).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download record (.json)").click()
    text = waiting.value.path().read_text(encoding="utf-8")
    assert text == write_record(scripted.record(thread))
    chooser = page.locator("#bring-file")
    chooser.set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"hello"})
    expect(page.get_by_role("alert")).to_contain_text("a.txt is not JSON")
    payload = {"name": "r.json", "mimeType": "application/json", "buffer": text.encode()}
    chooser.set_input_files(payload)
    expect(page.locator("#brought")).to_contain_text("recorded 2026-01-02")
    expect(page.get_by_role("alert")).to_be_hidden()
    page.get_by_role("button", name="Open as a new project").click()
    page.wait_for_url(re.compile(r"/\?thread=thread-\d+$"))
    assert scripted.origins == ["record"]
    assert scripted.edits[0][0]["monthly_requests"].value == 120_000


def test_the_bar_leads_from_page_to_page_with_the_project(
    page: Page, scripted_url: str, thread: str
):
    turn_to(page, scripted_url, "lab", thread)
    for name, path in (("Costs", "workbench"), ("Record", "record")):
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()
        page.wait_for_url(f"{scripted_url}{path}?thread={thread}")
        page.wait_for_selector(LAID_OUT)
    here = page.locator("nav.pages [aria-current]")
    expect(here).to_have_text("Record")
    page.get_by_role("link", name="Chat").first.click()
    expect(page.locator("#chat .user-row")).to_have_text("Customer mail")


def test_a_link_to_a_deleted_project_says_so_on_every_page(page: Page, scripted_url: str):
    for path in PATHS[:-1]:
        turn_to(page, scripted_url, path, "gone")
        expect(page.locator(".callout").first).to_contain_text("leads to no project")


def test_a_server_that_is_gone_is_told_and_what_is_there_stays(
    opens: Callable[..., Page], scripted_url: str
):
    page = opens(watched=False)
    turn_to(page, scripted_url, "lab")
    page.route("**/component_server**", lambda route: route.fulfill(status=503, body="{}"))
    page.get_by_role("slider", name="Labelled data").fill("30")
    expect(page.get_by_role("alert")).to_contain_text("does not answer")
    expect(page.locator(".lead")).to_contain_text("84.9")
    page.unroute("**/component_server**")
    page.get_by_role("slider", name="Labelled data").fill("20")
    expect(page.locator(".lead")).to_contain_text("Prompting leads")


WIDE = (
    "[...document.querySelectorAll('html, #leaf, .leaf .card')]"
    ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.id || e.className || e.tagName)"
)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_page_is_accessible_and_none_scrolls_sideways(
    opens: Callable[..., Page], scripted_url: str, thread: str, mode: str
):
    page = opens(color_scheme=mode)
    found = []
    for path in PATHS:
        page.set_viewport_size({"width": 1440, "height": 900})
        turn_to(page, scripted_url, path, thread)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        report = Axe().run(page)
        found += [f"{path}: {report.generate_report()}"] if report.violations_count else []
        for width in (1024, 390):
            page.set_viewport_size({"width": width, "height": 800})
            page.wait_for_function(f"innerWidth === {width}")
            wide = page.evaluate(WIDE)
            found += [f"{path} at {width}: {wide}"] if wide else []
    assert found == []


def test_markup_in_titles_and_names_is_text_on_every_page(
    page: Page, scripted_url: str, scripted: ScriptedAdvisor
):
    attack = "".join(ATTACKS[:4])
    thread = scripted.new_thread("ann")
    list(scripted.stream(thread, attack))
    scripted.scenarios = (Scenario(attack, ProjectFacts.of({"labeled_examples": 20})),)
    for path in PATHS[:-1]:
        turn_to(page, scripted_url, path, thread)
        expect(page).to_have_title("Steerwise")
        for tag in ("script", "img", "iframe", "a[href^=javascript]"):
            expect(page.locator(f"#leaf {tag}, #bar {tag}")).to_have_count(0)


FACTS = {"monthly_requests": 120_000, "labeled_examples": 3_000, "consistency_need": "high"}
BENCH = {
    "monthly_requests": 120_000,
    "extra_prompt_tokens": 420,
    "prompt_tokens_saved": 260,
    "training_usd": 1_800,
    "evaluation_usd": 400,
    "usd_per_million_tokens": 4,
}
EIGHT = 8
# every function: what it is given, and what its answer has to say
GOOD: dict[str, tuple[dict[str, Any], Callable[[Any], bool]]] = {
    "list_facts": ({}, lambda r: r["monthly_requests"]["low"] == 0),
    "score_strategies": ({"facts": FACTS}, lambda r: len(r["ranking"]) == EIGHT),
    "score_sliders": ({"drivers": {"labeled_data": 72}}, lambda r: r["primary"] == "peft"),
    "next_question": ({"facts": FACTS}, lambda r: r["fact"] not in FACTS and "?" in r["question"]),
    "what_if": (
        {"facts": FACTS, "changes": {"labeled_examples": 10}},
        lambda r: r["before"]["primary"] != r["after"]["primary"],
    ),
    "compare_strategies": (
        {"facts": FACTS, "strategies": ["rag", "peft"]},
        lambda r: len(r["labels"]) == len(r["rows"][0]["values"]),
    ),
    "estimate_costs": (
        {"facts": FACTS, "strategy": "peft"},
        lambda r: len(r["plans"]) > 1 and float(r["plans"][0]["monthly_usd"]) > 0,
    ),
    "compare_prompt_with_tuning": (BENCH, lambda r: round(r["break_even_months"], 1) == 17.6),
    "follow_flow_chart": ({"facts": FACTS}, lambda r: bool(r["steps"])),
    "check_plateau": ({"scores": [0.70, 0.75, 0.78]}, lambda r: bool(r["verdict"])),
}
# and what each says to a bad value, in one sentence
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "score_strategies": ({"facts": {"monthly_request": 1}}, "did you mean monthly_requests"),
    "score_sliders": ({"drivers": {"labeled_data": 720}}, "from 0 to 100"),
    "next_question": ({"facts": {"monthly_requests": -1}}, "monthly_requests must be"),
    "what_if": ({"facts": {}, "changes": {"labeled_examples": -5}}, "labeled_examples must be"),
    "compare_strategies": ({"facts": {}, "strategies": ["rag", "magic"]}, "magic"),
    "estimate_costs": ({"facts": {}, "strategy": "magic"}, "magic"),
    "compare_prompt_with_tuning": ({**BENCH, "training_usd": -1}, "training_usd must be"),
    "follow_flow_chart": ({"facts": {"target_accuracy": 900}}, "target_accuracy must be"),
    "check_plateau": ({"scores": []}, "score"),
    "search_guidance": ({"question": "what is LoRA?"}, "guidance is not there."),
}


async def asked_over_mcp(
    url: str, calls: Sequence[tuple[str, dict[str, Any]]]
) -> tuple[dict[str, str], list[tuple[bool, str]]]:
    """The tools of the server with what they do, and the answers to calls."""
    async with (
        streamable_http_client(f"{url}gradio_api/mcp/") as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        tools = {tool.name: tool.description or "" for tool in (await session.list_tools()).tools}
        answers = [await session.call_tool(name, given) for name, given in calls]
    return tools, [(bool(a.isError), a.content[0].text) for a in answers]  # type: ignore[union-attr]


def test_an_mcp_client_finds_the_tools_and_gets_json_or_one_sentence(scripted_url: str):
    calls = [(name, given) for name, (given, _) in (*GOOD.items(), *BAD.items())]
    with ThreadPoolExecutor(1) as aside:  # this thread has the loop of the browser
        tools, answers = aside.submit(asyncio.run, asked_over_mcp(scripted_url, calls)).result()
    assert set(tools) == {*GOOD, *BAD}
    assert all("Use it" in what and "Returns:" in what for what in tools.values())
    for (name, (_, makes_sense)), (failed, text) in zip(GOOD.items(), answers, strict=False):
        assert not failed, (name, text)
        assert makes_sense(json.loads(text)), (name, text)
    for (name, (_, words)), (failed, text) in zip(BAD.items(), answers[len(GOOD) :], strict=True):
        assert failed, (name, text)
        assert words in text, (name, text)
        assert "Traceback" not in text
        assert "\n" not in text.strip()


def test_a_python_client_calls_every_function_by_name(scripted_url: str):
    patience = {"timeout": TURN_MS / 1000}
    client = Client(scripted_url, verbose=False, analytics_enabled=False, httpx_kwargs=patience)
    for name, (given, makes_sense) in GOOD.items():
        assert makes_sense(client.predict(**given, api_name=f"/{name}")), name
    for name, (given, words) in BAD.items():
        with pytest.raises(AppError, match=re.escape(words)):
            client.predict(**given, api_name=f"/{name}")
    offered = client.view_api(return_format="dict")["named_endpoints"]
    assert {name.strip("/") for name in offered} == {*GOOD, *BAD}
    client.close()
