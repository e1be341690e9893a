"""The page and the plots, as a reader's browser has them. `scripts/check-page` runs this with what it needs.

Nothing here knows how a chart is made: what is expected of it is worked out from what `ringbench` prints.
"""
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
from collections import Counter

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

ROOT = pathlib.Path(os.environ["PAGE_ROOT"])
RINGBENCH = os.environ["PAGE_RINGBENCH"]
CHROMIUM = os.environ["PAGE_CHROMIUM"]
# Where screenshots are kept for people to look at.
SHOTS = os.environ.get("PAGE_SCREENSHOTS")
CAMPAIGN = pathlib.Path(__file__).with_name("campaign.json")


def script(name: str, *arguments: object, path: str | None = None, root: pathlib.Path = ROOT) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **({"PATH": path} if path is not None else {})}
    return subprocess.run(
        [str(root / "scripts" / name), *map(str, arguments)], capture_output=True, text=True, env=environment, check=False)


def asked(*arguments: str) -> object:
    return json.loads(subprocess.run([RINGBENCH, *arguments], capture_output=True, check=True).stdout)


class Pages(unittest.TestCase):
    """Has a folder for what is written, and a browser that may not reach any network."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.playwright = sync_playwright().start()
        cls.browser = cls.playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

    @classmethod
    def tearDownClass(cls) -> None:
        cls.browser.close()
        cls.playwright.stop()
        cls.temporary.cleanup()

    def written(self, *campaigns: dict, name: str = "page") -> pathlib.Path:
        """The page of campaigns."""
        files = []
        for place, campaign in enumerate(campaigns):
            file = self.folder / f"{name}-{place}.json"
            file.write_text(json.dumps(campaign))
            files.append(file)
        output = self.folder / f"{name}.html"
        ended = script("report", *files, "--output", output, "--ringbench", RINGBENCH)
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))
        self.assertEqual(ended.stdout.strip(), str(output))
        return output

    def opened(self, file: pathlib.Path, width: int = 1200, scheme: str = "light") -> Page:
        """The page in a browser, drawn; what it should not do is collected and checked at the end of the test."""
        page, faults = self.drawn(file, width, scheme)
        self.addCleanup(page.close)
        self.addCleanup(lambda: self.assertEqual(faults, []))
        return page

    @classmethod
    def drawn(cls, file: pathlib.Path, width: int = 1200, scheme: str = "light") -> tuple[Page, list[str]]:
        page = cls.browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append("a dialog: " + dialog.message), dialog.dismiss()))
        page.on("request", lambda request: faults.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-drawn=yes]", timeout=120_000)
        faults += page.evaluate("ringbench.errors")
        return page, faults


def campaign() -> dict:
    return json.loads(CAMPAIGN.read_text())


def marks(page: Page, chart: str) -> Counter:
    """How many marks of each name a chart has drawn."""
    return Counter(page.evaluate(
        """chart => [...document.querySelectorAll(`#chart-${chart} .role-mark`)].flatMap(group => {
             const name = [...group.classList].find(part => part.endsWith('_marks'));
             const items = group.querySelectorAll(':scope > path, :scope > text, :scope > line, :scope > rect');
             return Array(items.length).fill(name ? name.replace(/^layer_\\d+_/, '').replace(/_marks$/, '') : '');
           })""", chart))


class ThePage(Pages):
    """One campaign's page, opened once for the tests that change nothing but what is open."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.file = cls.written(cls(), campaign())
        cls.summary = asked("report", "--json", str(CAMPAIGN))[0]
        cls.page, cls.faults = cls.drawn(cls.file)

    def tearDown(self) -> None:
        self.assertEqual(self.faults, [])

    def test_is_one_small_file_that_asks_no_network_for_anything(self) -> None:
        self.assertLess(self.file.stat().st_size, 5_000_000)
        self.assertEqual(self.page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)"), [])
        # Even a script that got in could not send anything.
        refused = self.page.evaluate("fetch('http://localhost:9/').then(() => 'sent', error => String(error))")
        self.assertIn("Failed to fetch", refused)
        self.assertTrue(any("Content Security Policy" in fault for fault in self.faults), self.faults)
        # What this test tried is no fault of the page.
        self.faults.clear()

    def test_draws_as_many_marks_as_the_data_has(self) -> None:
        page = self.page
        rows = self.summary["rows"]
        overview = [entry for entry in self.summary["overview"] if entry.get("hand_off")]
        self.assertGreater(len(overview), 3)
        expected = {
            "points": len(overview), "intervals": sum("low" in entry["hand_off"] for entry in overview),
            "front": sum(entry["is_at_front"] for entry in overview), "bands": len(overview),
            "counts": len({len(entry["correct_on"]) for entry in overview}),
        }
        self.assertEqual(marks(page, "strategies"), Counter({name: count for name, count in expected.items() if count}))

        def measured(workload: str) -> list[dict]:
            return [row for row in rows if row["key"]["workload"] == workload and row["key"]["layout"] == "padded"
                    and row["key"]["payload_stores"] == "ordinary" and row.get("figure")]

        for chart, workload in (("cost", "hand-off"), ("one-thread", "barrier-cost"), ("round-trip", "round-trip")):
            own, drawn = measured(workload), marks(page, chart)
            self.assertGreater(len(own), 3, chart)
            self.assertEqual(drawn["points"], len(own), chart)
            self.assertEqual(drawn["intervals"], sum("low" in row["figure"] for row in own), chart)
            self.assertEqual(drawn["rounds"], sum(len(row["figures_by_round"]) for row in own), chart)
            self.assertEqual(drawn["bounds"], 1, chart)
        self.assertEqual(marks(page, "sides")["points"], 2 * len(measured("hand-off")))
        loads = [row["load"]["points"] for row in rows if row.get("load")]
        self.assertEqual(marks(page, "load")["points"], sum("latency" in point for points in loads for point in points))
        self.assertEqual(marks(page, "load")["sustained"], len(loads))
        self.assertEqual(marks(page, "sustained")["points"], len(loads))
        latencies = [row for row in measured("round-trip") if row.get("latency") and not row["key"]["negative_control"]]
        self.assertEqual(marks(page, "percentiles")["points"], 4 * len(latencies))
        shapes = [shape for probe in self.summary["probes"] for shape in probe["shapes"] if shape["is_available"]]
        self.assertEqual(marks(page, "probe")["bars"], len(shapes))
        self.assertEqual(marks(page, "placements")["points"], len(self.summary["placements"]))
        kernel = [run for run in self.summary["kernel_rings"]["runs"]
                  if run["distance"] == "same-cpu" and run["request"] in ("poll", "nop") and "reap_ns" in run]
        self.assertEqual(marks(page, "kernel")["points"], len(kernel))

    def test_has_a_table_and_a_text_alternative_for_every_chart(self) -> None:
        page = self.page
        charts = page.evaluate("Object.keys(ringbench.views)")
        self.assertGreater(len(charts), 8)
        for chart in charts:
            figure = page.locator(f"figure:has(#chart-{chart})")
            self.assertGreater(figure.locator("tbody tr").count(), 0, chart)
            self.assertGreater(len(figure.locator(f"#chart-{chart}").get_attribute("aria-label") or ""), 40, chart)

    def test_opens_a_witness_by_keyboard(self) -> None:
        page = self.page
        verdicts = asked("verify", "--json", "--witness")
        cells = {(row["strategy"], row["model"]) for row in verdicts}
        self.assertEqual(page.locator("table.matrix button").count(), len(cells))
        # One stop for the Tab key; from there the arrows lead to kernel-2003 on POWER.
        self.assertEqual(page.locator("table.matrix button[tabindex='0']").count(), 1)
        page.locator("table.matrix button[tabindex='0']").focus()
        order = list(dict.fromkeys(row["strategy"] for row in verdicts))
        models = list(dict.fromkeys(row["model"] for row in verdicts))
        for _ in range(order.index("kernel-2003")):
            page.keyboard.press("ArrowDown")
        for _ in range(models.index("power")):
            page.keyboard.press("ArrowRight")
        focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
        self.assertRegex(focused, "kernel-2003 on POWER: bad events, missing at observe")
        page.keyboard.press("Enter")
        dialog = page.locator("dialog[open]")
        self.assertIn("kernel-2003 on POWER", dialog.inner_text())
        drawing = dialog.locator("svg.timeline").first
        row = next(row for row in verdicts if (row["strategy"], row["model"], row["shape"]) == ("kernel-2003", "power", "publish-observe"))
        self.assertEqual(drawing.locator("rect.access").count(), sum("effect" in event for event in row["execution"]["events"]))
        self.assertEqual(drawing.locator("path.ahead:not(.head)").count(), 1)
        self.assertIn("observe", drawing.locator("text.ahead").text_content() or "")
        self.assertIn(row["litmus"]["text"], [pre.text_content() for pre in dialog.locator("pre").all()])
        page.keyboard.press("Escape")
        self.assertEqual(page.locator("dialog[open]").count(), 0)

    def test_opens_a_strategy_from_the_picture_by_keyboard_and_by_click(self) -> None:
        page = self.page
        buttons = page.locator("#chart-strategies [role=button]")
        self.assertEqual(buttons.count(), len([entry for entry in self.summary["overview"] if entry.get("hand_off")]))
        for place, act in ((0, "Enter"), (1, "click")):
            button = buttons.nth(place)
            name = (button.get_attribute("aria-label") or "").removesuffix(": open")
            self.assertFalse(page.evaluate("name => document.getElementById('strategy-' + name).open", name))
            button.focus()
            page.keyboard.press("Enter") if act == "Enter" else button.click(force=True)
            self.assertTrue(page.evaluate("name => document.getElementById('strategy-' + name).open", name), act)

    def test_has_no_fault_that_an_accessibility_checker_finds(self) -> None:
        for scheme in ("light", "dark"):
            page = self.page if scheme == "light" else self.opened(self.file, scheme=scheme)
            for opened in (False, True):
                if opened:
                    page.locator("table.matrix button.bad").first.click()
                found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
                faults = [(fault["id"], node["html"][:200]) for fault in found.response["violations"] for node in fault["nodes"][:3]]
                self.assertEqual(faults, [], f"{scheme}, dialog {opened}")
            page.keyboard.press("Escape")

    def test_is_no_wider_than_a_phone(self) -> None:
        for width, scheme in ((360, "light"), (1200, "light"), (1200, "dark")):
            page = self.page if (width, scheme) == (1200, "light") else self.opened(self.file, width, scheme)
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{width}-{scheme}.png", full_page=True)

    def test_can_be_printed(self) -> None:
        self.assertGreater(len(self.page.pdf()), 10_000)


def sweep(axes: list[str], points: list[dict], strategies: tuple[str, ...] = ("none",)) -> dict:
    """A campaign along settings: a row for each point and strategy, the dearer the later it comes."""
    made = campaign()
    rows = []
    for strategy in strategies:
        given = next(row for row in made["rows"] if row["key"]["workload"] == "hand-off" and row["key"]["strategy"] == strategy
                     and not row["key"]["negative_control"] and "low" in row["figure"])
        for point in points:
            row = json.loads(json.dumps(given))
            row["key"].update(point)
            for end in ("median", "low", "high"):
                row["figure"][end] *= len(rows) + 1
            rows.append(row)
    made["campaign"]["sweep_axes"] = axes
    for part in ("overview", "answer", "rankings"):
        made.pop(part, None)
    return {**made, "rows": rows}


class TheSweep(Pages):
    """The page of a sweep: curves and a heat map in place of strategies."""

    def test_one_setting_is_a_curve_for_each_strategy_with_intervals(self) -> None:
        sizes = [2, 64, 1024, 1048576]
        page = self.opened(self.written(sweep(["slots"], [{"slots": size} for size in sizes], ("none", "seq-cst")), name="sweep"))
        self.assertEqual(marks(page, "sweep"), Counter({"points": 8, "intervals": 8, "curves": 2}))
        self.assertIn("Two settings at once: the sweep has no second setting", page.inner_text("#sweep"))
        # The sizes stand on a logarithmic scale, in their order: equal factors are equally far apart.
        places = page.evaluate("[2, 64, 1024, 1048576].map(ringbench.views['sweep'].scale('x'))")
        self.assertAlmostEqual((places[1] - places[0]) / 5, (places[3] - places[2]) / 10, places=3)
        listed = page.locator("figure:has(#chart-sweep) tbody td:nth-child(2)").all_text_contents()
        self.assertEqual(listed, [f"slots {size}" for size in sizes for _ in range(2)])
        # A menu makes one curve stand out.
        page.locator("#chart-sweep select").select_option("seq-cst")
        faint = page.evaluate("[...document.querySelectorAll('#chart-sweep .points_marks path')].filter(mark => +mark.getAttribute('opacity') < 0.5).length")
        self.assertEqual(faint, 4)

    def test_two_settings_are_a_heat_map_whose_cells_say_their_figure(self) -> None:
        points = [{"slots": size, "batch": batch} for size in (8, 64, 1024) for batch in (1, 16) if batch <= size]
        page = self.opened(self.written(sweep(["slots", "batch"], points), name="map"))
        self.assertEqual(marks(page, "sweep-map"), Counter({"cells": 5, "figures": 5}))
        self.assertEqual(marks(page, "sweep"), Counter({"points": 5, "intervals": 5, "curves": 2}))
        written = page.evaluate("[...document.querySelectorAll('#chart-sweep-map .figures_marks text')].map(mark => mark.textContent)")
        listed = page.locator("figure:has(#chart-sweep-map) tbody td:nth-child(3)").all_text_contents()
        self.assertEqual(sorted(written), sorted(figure.split(" ")[0] for figure in listed))

    def test_names_have_points_and_no_curve(self) -> None:
        page = self.opened(self.written(sweep(["layout"], [{"layout": "aio"}, {"layout": "padded"}]), name="names"))
        self.assertEqual(marks(page, "sweep"), Counter({"points": 2, "intervals": 2}))

    def test_ranks_nothing_is_no_wider_than_a_phone_and_has_no_fault_that_an_accessibility_checker_finds(self) -> None:
        points = [{"slots": 2 ** power, "batch": batch} for power in range(1, 21) for batch in (1, 2)]
        file = self.written(sweep(["slots", "batch"], points, ("none", "seq-cst")), name="phone")
        for width, scheme in ((360, "light"), (1200, "dark")):
            page = self.opened(file, width, scheme)
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
            found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
            faults = [(fault["id"], node["html"][:200]) for fault in found.response["violations"] for node in fault["nodes"][:3]]
            self.assertEqual(faults, [], scheme)
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/sweep-{width}-{scheme}.png", full_page=True)
        for section in ("answer", "cost", "strategies"):
            self.assertEqual(page.locator(f"#{section}").count(), 0)

    def test_a_sweep_without_a_figure_is_a_page_too(self) -> None:
        made = {**sweep(["slots"], [{"slots": 2}]), "rows": [], "verdicts": [], "complete": False}
        text = self.opened(self.written(made, name="without")).inner_text("#sweep")
        self.assertIn("this is no sweep, or no point of it has a figure", text)


class BadInput(Pages):
    def complaint(self, *arguments: object, program: str = "report") -> tuple[int, str]:
        ended = script(program, *arguments, "--ringbench", RINGBENCH)
        lines = ended.stderr.splitlines()
        self.assertEqual(len(lines), 1, ended.stderr)
        self.assertNotIn("\x1b", ended.stderr)
        self.assertEqual(ended.stdout, "")
        return ended.returncode, lines[0]

    def test_markup_and_escapes_in_results_stay_text(self) -> None:
        hostile = "<img src=x onerror=alert(1)></script><script>alert(2)</script>\x1b[31m\"'&\u202e"

        def spoilt(value: object) -> object:
            if isinstance(value, dict):
                return {key: spoilt(part) for key, part in value.items()}
            if isinstance(value, list):
                return [spoilt(part) for part in value]
            return value

        made = campaign()
        environment = made["campaign"]["environment"]
        for field in ("host_name", "cpu_model", "kernel", "hypervisor", "swift_version", "microcode"):
            environment[field] = hostile
        made["campaign"]["started_at"] = hostile
        made["campaign"]["not_available"] = [hostile]
        made["quietness"] = hostile
        for row in made["rows"]:
            if row.get("ordered_by"):
                row["ordered_by"] = hostile
            row["key"]["distance"] = hostile
            if row["key"]["strategy"] == "mutex":
                row["key"]["strategy"] = hostile
        for entry in made["overview"]:
            entry["summary"] = hostile
            if entry["strategy"] == "mutex":
                entry["strategy"] = hostile
        for verdict in made["verdicts"]:
            verdict["reason"] = hostile
            if verdict["first"]:
                verdict["first_in_words"] = [hostile]
        for shape in made["probes"][0]["shapes"]:
            shape["threads"], shape["weak_outcome"] = [hostile], hostile
        for run in made["kernel_rings"]["runs"]:
            if run["way"] == "qemu":
                run["way"] = hostile
        file = self.written(made, made, name="hostile")
        text = file.read_text()
        self.assertNotIn("<img", text)
        self.assertNotIn("\x1b", text)
        page = self.opened(file)
        self.assertEqual(page.locator("img").count(), 0)
        self.assertEqual(page.locator("script:not([type])").count(), 1)
        self.assertIn("onerror=alert(1)", page.inner_text("header"))

    def test_a_page_says_what_it_lacks(self) -> None:
        made = campaign()
        made["complete"] = False
        for part in ("probes", "kernel_rings", "placements", "rankings"):
            made.pop(part)
        made["rows"] = [row for row in made["rows"] if row["key"]["workload"] == "barrier-cost"]
        for entry in made["overview"]:
            entry.pop("row", None), entry.pop("hand_off", None), entry.pop("is_at_front", None)
        page = self.opened(self.written(made, name="lacking"))
        text = page.inner_text("body")
        for words in ("interrupted before all trials were run", "no hand-off", "the probe was not run",
                      "the kernel's rings were not measured", "only one campaign was given", "offered load was not measured"):
            self.assertIn(words, text)

    def test_a_campaign_without_a_figure_is_a_page_too(self) -> None:
        made = campaign()
        for part in ("probes", "kernel_rings", "placements", "rankings", "overview"):
            made.pop(part)
        made |= {"rows": [], "verdicts": [], "architectures": [], "complete": False}
        text = self.opened(self.written(made, name="empty")).inner_text("body")
        self.assertIn("no row has a figure", text)

    def test_two_campaigns_stand_side_by_side(self) -> None:
        other = campaign()
        other["campaign"]["environment"]["host_name"] = "other"
        page = self.opened(self.written(campaign(), other, name="two"))
        shown = [entry for entry in campaign()["overview"] if entry.get("hand_off")]
        self.assertEqual(marks(page, "hosts")["points"], 2 * len(shown))
        self.assertGreater(marks(page, "comparison")["points"], 3)
        self.assertIn("Verdict of the comparison: no change", page.inner_text("#campaigns"))

    def test_a_newer_schema_is_one_line(self) -> None:
        made = campaign()
        made["schema"] = 99
        file = self.folder / "newer.json"
        file.write_text(json.dumps(made))
        code, line = self.complaint(file)
        self.assertEqual(code, 65)
        self.assertRegex(line, "newer|schema")

    def test_what_is_no_results_folder_is_one_line(self) -> None:
        cut = self.folder / "cut.json"
        cut.write_text(CAMPAIGN.read_text()[:5000])
        for path, codes in ((self.folder / "absent", {74}), (self.folder, {65, 74}), (cut, {65}), (pathlib.Path("/dev/null"), {65})):
            code, _ = self.complaint(path, "--output", self.folder / "none.html")
            self.assertIn(code, codes, path)
        self.assertFalse((self.folder / "none.html").exists())

    def test_a_page_that_cannot_be_written_leaves_nothing_behind(self) -> None:
        code, line = self.complaint(CAMPAIGN, "--output", "/proc/page.html")
        self.assertEqual(code, 74)
        self.assertIn("--output", line)
        (self.folder / "way").mkdir(exist_ok=True)
        self.assertEqual(self.complaint(CAMPAIGN, "--output", self.folder / "way")[0], 74)
        self.assertEqual(list((self.folder / "way").iterdir()), [])

    def test_wrong_usage_is_64(self) -> None:
        for program, arguments in (
            ("report", ["--nonsense"]), ("plot", [CAMPAIGN]), ("plot", [CAMPAIGN, "--figure", "nonsense"]),
            ("plot", [CAMPAIGN, "--figure", "cost", "--format", "gif"]), ("plot", ["--figure", "cost"])):
            self.assertEqual(self.complaint(*arguments, program=program)[0], 64)

    def test_without_python_it_says_what_to_install(self) -> None:
        tools = self.folder / "tools"
        tools.mkdir(exist_ok=True)
        for name in ("bash", "dirname", "realpath", "basename", "cmp"):
            found = subprocess.run(["which", name], capture_output=True, text=True, check=True).stdout.strip()
            (tools / name).symlink_to(found)
        # A checkout whose environment is not there yet.
        fresh = self.folder / "fresh"
        fresh.mkdir()
        (fresh / "scripts").symlink_to(ROOT / "scripts")
        copied = fresh / "copied"
        subprocess.run(["cp", "-rL", str(ROOT / "scripts"), str(copied)], check=True)
        (fresh / "scripts").unlink()
        copied.rename(fresh / "scripts")
        ended = script("report", CAMPAIGN, path=str(tools), root=fresh)
        self.assertEqual((ended.returncode, len(ended.stderr.splitlines())), (69, 1), ended.stderr)
        self.assertIn("install Python", ended.stderr)

    def test_without_a_network_at_the_first_run_it_says_so(self) -> None:
        fresh = self.folder / "offline"
        fresh.mkdir()
        subprocess.run(["cp", "-rL", str(ROOT / "scripts"), str(fresh / "scripts")], check=True)
        environment = {**os.environ, "PIP_INDEX_URL": "http://localhost:9/", "PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": "/dev/null"}
        for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
            environment.pop(name, None)
        ended = subprocess.run([str(fresh / "scripts" / "report"), str(CAMPAIGN)], capture_output=True, text=True, env=environment, check=False)
        self.assertEqual((ended.returncode, len(ended.stderr.splitlines())), (69, 1), ended.stderr)
        self.assertIn("fetches Python packages", ended.stderr)
        self.assertEqual([path.name for path in (fresh / ".build").iterdir()], [])


class ThePlots(Pages):
    def test_writes_every_figure_that_has_data_in_every_format(self) -> None:
        listed = script("plot", "--list").stdout.splitlines()
        names = [line.split()[0] for line in listed]
        self.assertGreater(len(names), 10)
        begins = {"svg": b"<svg", "pdf": b"%PDF", "png": b"\x89PNG"}
        for name in names:
            for form in ("svg", "pdf", "png") if name == "strategies" else ("svg",):
                output = self.folder / f"{name}.{form}"
                ended = script("plot", CAMPAIGN, "--figure", name, "--format", form, "--output", output, "--ringbench", RINGBENCH)
                if name in ("pairs", "hosts", "comparison", "sweep", "sweep-map"):
                    self.assertEqual(ended.returncode, 65, name)
                    self.assertEqual(len(ended.stderr.splitlines()), 1)
                    continue
                self.assertEqual((ended.returncode, ended.stderr), (0, ""), name)
                self.assertTrue(output.read_bytes().startswith(begins[form]), name)

    def test_the_documented_three_lines_of_pandas_load_the_results(self) -> None:
        folder = self.folder / "folder"
        folder.mkdir()
        (folder / "summary.json").write_text(CAMPAIGN.read_text())
        csv = subprocess.run([RINGBENCH, "report", str(CAMPAIGN), "--format", "csv"], capture_output=True, check=True).stdout
        (folder / "summary.csv").write_bytes(csv)
        text = (ROOT / "Results" / "README.md").read_text()
        lines = re.search(r"```python\n(.*?)```", text, re.DOTALL).group(1)  # type: ignore[union-attr]
        self.assertEqual(len(lines.splitlines()), 3)
        scope: dict = {}
        exec(lines.replace("FOLDER", str(folder)), scope)
        frames = [value for value in scope.values() if type(value).__name__ == "DataFrame"]
        self.assertEqual([len(frame) for frame in frames], [len(campaign()["rows"])] * 2)
        self.assertIn("figure.median", frames[1].columns)


if __name__ == "__main__":
    unittest.main(verbosity=2)
