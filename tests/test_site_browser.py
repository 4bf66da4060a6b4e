"""The site in real browsers: what is seen, heard, found, walked by keyboard, and asked for."""

import json
import re

import pytest

from tests.browsing import (
    ROOT,
    WIDTHS,
    Firefox,
    axe,
    built,
    chromium,
    names,
    playwright,
    served,
    system_browser,
)

UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.fixture(scope="module")
def driver():
    with playwright() as one:
        yield one


@pytest.fixture(scope="module")
def browser(driver):
    with chromium(driver) as one:
        yield one


@pytest.fixture(scope="module")
def site():
    """The address of the site, served from a folder below the top, as project pages are."""
    with served(built(), "some/folder") as address:
        yield address


def opened(browser, **settings):
    """A page that notes what goes wrong and what it asks for."""
    page = browser.new_context(**settings).new_page()
    page.wrong, page.asked = [], []

    def failed(asked):
        if asked.failure != "net::ERR_ABORTED":  # the page was left before its icon had come
            page.wrong.append(f"{asked.failure}: {asked.url}")

    page.on(
        "console",
        lambda said: page.wrong.append(said.text) if said.type in {"error", "warning"} else None,
    )
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("requestfailed", failed)
    page.on("request", lambda asked: page.asked.append(asked.url))
    return page


def test_each_page_opens_from_a_folder_without_an_error_or_a_request_elsewhere(browser):
    page = opened(browser, viewport={"width": 1280, "height": 900})
    for name in names():
        page.goto((built() / name).as_uri())
        assert page.title()
    assert not page.wrong
    assert all(url.startswith((built().as_uri(), "data:")) for url in page.asked)


def test_each_page_opens_from_a_subfolder_of_a_server(browser, site):
    page = opened(browser, viewport={"width": 1280, "height": 900})
    for name in names():
        assert page.goto(site + name).status == 200
    assert not page.wrong
    assert all(url.startswith((site, "data:")) for url in page.asked)


def test_charts_are_shown_with_their_sentence_and_letters_that_can_be_read(browser, site):
    page = opened(browser, viewport={"width": 390, "height": 800})
    seen = 0
    for name in names():
        if not re.match(r"lessons/\d\d_", name):
            continue
        page.goto(site + name)
        for chart in page.locator("figure.chart").all():
            chart.scroll_into_view_if_needed()
            image = chart.locator("img")
            image.evaluate("(one) => one.decode()")
            width, natural, attribute = image.evaluate(
                "(one) => [one.getBoundingClientRect().width, one.naturalWidth, "
                "+one.getAttribute('width')]"
            )
            assert natural > 0
            # the smallest letters are 0.8 of 11 points, 12 pixels in full width
            assert 12 * width / attribute >= 10, name
            caption = chart.locator("figcaption").inner_text()
            assert caption.startswith(image.get_attribute("alt"))
            seen += 1
    assert seen >= 10


@pytest.mark.parametrize("origin", ["file", "http"])
def test_the_search_finds_english_and_chinese(browser, site, origin):
    page = opened(browser)
    root = built().as_uri() + "/" if origin == "file" else site
    for word, place in {
        "余": "hedges",
        "大庆": "figures",
        "growth": "04_growth",
        "亿元": "hedges",
    }.items():
        page.goto(root + "index.html")
        page.fill("header [name=q]", word)
        page.press("header [name=q]", "Enter")
        page.wait_for_selector("ul.search li a")
        page.wait_for_function(
            "!document.querySelector('#search-results h2').textContent.includes('.')"
        )
        found = [one.get_attribute("href") for one in page.locator("ul.search li a").all()]
        assert any(place in target for target in found), (word, found)
        page.goto(root + found[0].removeprefix("./"))
    page.goto(root + "search.html?q=nosuchword")
    page.wait_for_selector(".search-summary:not(:empty)")
    assert page.locator("ul.search li").count() == 0
    assert not page.wrong


def test_figures_are_filtered_sorted_and_shared_by_address(browser, site):
    page = opened(browser, viewport={"width": 1280, "height": 900})
    page.goto(site + "figures.html")
    rows = page.locator("#rows tbody tr:visible")
    count, everything = page.locator("[data-count]"), rows.count()
    assert everything > 40
    page.fill(".tools-of-table [name=q]", "亿")
    some = rows.count()
    assert 0 < some < everything
    assert str(some) in count.inner_text()
    assert all("亿" in row.inner_text() for row in rows.all())
    assert "q=" in page.url
    shared = opened(browser)
    shared.goto(page.url)
    assert shared.locator("#rows tbody tr:visible").count() == some
    page.fill(".tools-of-table [name=q]", "")
    page.select_option("[name=status]", "target")
    assert {row.get_attribute("data-status") for row in rows.all()} == {"target"}
    page.select_option("[name=status]", "")
    assert rows.count() == everything

    def first():
        return rows.first.get_attribute("id")

    head = page.locator("th", has_text="How loose")
    head.locator("button").click()
    tight = first()
    assert head.get_attribute("aria-sort") == "ascending"
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert first() != tight
    assert not page.wrong


def test_on_a_phone_each_row_is_a_card_within_the_screen(browser, site):
    page = opened(browser, viewport={"width": 390, "height": 800})
    for name in ("figures", "hedges", "results", "codebook"):
        page.goto(f"{site}{name}.html")
        rights = page.locator(".rows tbody :is(th, td):visible").evaluate_all(
            "(all) => all.map((one) => one.getBoundingClientRect().right)"
        )
        assert len(rights) > 100
        assert max(rights) <= 390, name


def test_hedges_are_explored_by_word_and_outcome(browser, site):
    page = opened(browser)
    page.goto(site + "hedges.html")
    points = page.locator("svg [data-of]:visible")
    everything = points.count()
    assert everything == page.locator("#rows tbody tr").count() > 300
    page.select_option("[name=inside]", "out")
    outside = points.count()
    assert 0 < outside < everything
    assert outside == page.locator("#rows tbody tr:visible").count()
    assert page.locator("svg .out[data-of]:visible").count() == outside


def test_without_javascript_all_rows_and_pages_are_there(browser, site):
    page = opened(browser, java_script_enabled=False)
    page.goto(site + "figures.html")
    assert page.locator("#rows tbody tr:visible").count() > 40
    assert page.locator(".tools-of-table").is_hidden()
    page.click("nav >> text=Course")
    assert page.locator("main a[href*='04_growth']").first.is_visible()


def test_the_look_follows_the_system_and_can_be_changed(browser, site):
    page = opened(browser, color_scheme="dark")
    page.goto(site + "index.html")
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(paper)
    page.click("[data-look]")
    light = page.evaluate(paper)
    assert dark != light == "rgb(255, 255, 255)"
    page.goto(site + "figures.html")
    assert page.evaluate(paper) == light


def test_nothing_is_folded_or_in_the_way_on_paper(browser, site):
    page = opened(browser)
    page.goto(site + "lessons/04_growth.html")
    folded = "document.querySelectorAll('main details:not(.parts):not([open])').length"
    assert page.evaluate(folded) > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(folded) == 0
    page.emulate_media(media="print")
    for part in ("header.top", ".book", "footer.bottom"):
        assert page.locator(part).is_hidden()
    assert page.locator("figure.chart").first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(folded) > 0
    assert len(page.pdf(format="A4")) > 10_000


REACHABLE = """() => {
  window.walked = [];
  addEventListener('focusin', ({ target }) =>
    walked.push([target.dataset.walk, getComputedStyle(target).outlineStyle]));
  return [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter((one) => one.checkVisibility({ visibilityProperty: false }) && !one.closest('noscript'))
  .map((one, i) => { one.dataset.walk = i; return String(i); });
}"""


def test_the_keyboard_reaches_everything(browser, site):
    page = opened(browser, viewport={"width": 1280, "height": 900})
    for name in names():
        page.goto(site + name)
        wanted = set(page.evaluate(REACHABLE))
        for _ in wanted:
            page.keyboard.press("Tab")
        walked = page.evaluate("walked")
        assert all(outline != "none" for _, outline in walked), (name, walked)
        reached = {one for one, _ in walked}
        assert reached == wanted, (name, sorted(wanted ^ reached)[:5])


def test_axe_finds_nothing_in_light_or_dark_and_no_page_is_wider_than_the_screen(browser, site):
    script = axe()
    # Colours are the same on each width, and all but colour is the same in the dark. What is there
    # on a width between is there on one of the outer ones: only its layout is its own.
    every = {"resultTypes": ["violations"]}
    colours = {**every, "runOnly": ["color-contrast"]}
    layout = {**every, "runOnly": ["scrollable-region-focusable", "target-size"]}
    outer, inner = (WIDTHS[0], WIDTHS[-1]), WIDTHS[1:-1]
    runs = [("light", every, outer), ("light", layout, inner), ("dark", colours, WIDTHS[-1:])]
    pages = {w: opened(browser, viewport={"width": w, "height": 900}) for w in WIDTHS}
    for name in names():
        for width, page in pages.items():
            page.goto(site + name, wait_until="domcontentloaded")
            page.evaluate(UNFOLD)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            page.evaluate(script)
        for look, options, widths in runs:
            for width in widths:  # the browser works on these pages at once
                pages[width].emulate_media(color_scheme=look)
                pages[width].evaluate(f"() => {{ window.found = axe.run({json.dumps(options)}); }}")
            for width in widths:
                found = pages[width].evaluate("found.then((got) => got.violations)")
                told = [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
                assert not told, (name, width, look, told)


def test_a_number_is_read_in_the_browser_by_the_package_itself(browser, site):
    if not (built() / "live" / "pyodide.asm.wasm").exists():
        pytest.skip("npm, which fetches Python for browsers, is not installed")
    page = opened(browser)
    page.goto(site + "try.html")
    page.fill("[name=text]", "近200亿元")
    page.click("#try button")
    page.wait_for_selector("#answer td", timeout=60_000)
    cells = page.locator("#answer td").all_inner_texts()
    assert cells == [
        "近200亿元",
        "20,000,000,000",
        "CNY",
        "nearly",
        "15,000,000,000",
        "20,000,000,000",
        "left",
    ]
    page.fill("[name=text]", "全市数字经济规模突破800亿元,带动就业近3万人。")
    page.click("#try button")
    page.wait_for_selector("#answer tbody tr:nth-child(2)")
    assert "突破800亿元" in page.locator("#answer").inner_text()
    page.fill("[name=text]", "进一步")
    page.click("#try button")
    page.wait_for_selector("#answer p")
    assert "进一步" in page.locator("#answer").inner_text()
    assert not page.wrong
    assert all(url.startswith((site, "data:", "blob:")) for url in page.asked)
    axe_script = axe()
    page.evaluate(axe_script)
    assert page.evaluate("axe.run().then((got) => got.violations.map((one) => one.id))") == []


def test_firefox_opens_each_page_filters_and_searches(tmp_path):
    firefox = Firefox(system_browser("firefox-esr", "firefox"), tmp_path)
    try:
        with served(built()) as site:
            for name in names():
                firefox.open(site + name)
                assert firefox.see("document.title")
            firefox.open(site + "figures.html?q=亿")
            rows = "document.querySelectorAll('#rows tbody tr:not([hidden])').length"
            assert 0 < firefox.see(rows) < 51
            firefox.open(site + "search.html?q=余")
            found = """new Promise((done) => { const look = () =>
                document.querySelector('ul.search li a') ? done(true) : setTimeout(look, 50);
                look(); })"""
            assert firefox.see(found)
            assert firefox.asked
            assert all(url.startswith((site, "data:")) for url in firefox.asked)
        firefox.open((built() / "lessons/04_growth.html").as_uri())
        charts = (
            "Promise.all([...document.images].map((one) => one.decode())).then((all) => all.length)"
        )
        firefox.see("[...document.images].forEach((one) => { one.loading = 'eager'; })")
        assert firefox.see(charts) >= 2
        assert not firefox.wrong
    finally:
        firefox.close()


def test_scripts_of_pages_stay_short():
    scripts = (ROOT / "site/theme/static").glob("*.js")
    for script in scripts:
        assert len(script.read_text("utf-8").splitlines()) <= 100, script
    assert len((ROOT / "site/theme/static/rows.js").read_text("utf-8").splitlines()) <= 60
