"""make bench, the part of reports: a province, its pages of figures, its books; and the country."""

from collections.abc import Callable

HOUSEHOLDS = {"PostgreSQL": 1_000_000, "SQLite": 200_000}
HAMLETS = 90_000  # of the country, PostgreSQL only
TIMES, EDITS = 20, 10_000
MOST = {"p95": 0.2, "nation": 0.3, "ratio": 2}  # seconds of the server; times the one statement
Measure = Callable[..., dict]


def bench_reports(name: str, url: str, share: float, measure: Measure) -> bool:
    """Build, measure and check at this share of the full size; whether everything stayed within bounds."""
    small = share < 1 / 10
    times, edits = (1, 200) if small else (TIMES, EDITS)
    world = measure(url, "reports.world", str(max(int(HOUSEHOLDS[name] * share), 2000)))
    rows = ", ".join(f"{model} {number:_}".replace("_", ".") for model, number in world["rows"].items())
    print(f"\n=== {name}, trang số liệu: {rows}; dựng trong {world['seconds']:.0f} giây ===", flush=True)
    well = books(measure(url, "reports.books"), "sau khi nạp")
    well &= show(measure(url, "reports.pages", str(times))["pages"], MOST["p95"])
    well &= books(measure(url, "reports.books", str(edits)), f"sau {edits:_} lần sửa".replace("_", "."))
    if name == "PostgreSQL":
        country = measure(url, "reports.nation", str(max(int(HAMLETS * share), 500)), str(times))
        print(f"\n=== {name}, cả nước: {country['rows']:_} tổng tháng ===".replace("_", "."), flush=True)
        well &= show(country["pages"], MOST["nation"])
    return well


def books(found: dict, when: str) -> bool:
    wrong = len(found["differences"])
    words = f"{wrong} khác biệt, đếm lại {found['verified']:.0f} giây"
    if found["edited"] > 1:
        words += f", sửa {found['edited']:.0f} giây"
    print(f"  tổng so với dòng gốc, {when}: {words} {'VƯỢT' if wrong else 'đạt'}", flush=True)
    return not wrong


def show(pages: list[dict], most: float) -> bool:
    """One line a page, and the worst of them; whether all kept to the bounds. Months that are whole are judged by
    their ratio too."""
    print(f"  {'trang':64}{'p50':>6}{'p95':>6} ms {'truy vấn':>9}{'SQL':>7}{'số liệu':>9}{'giới hạn':>10} ms  tỷ lệ")
    missed = 0
    for page in pages:
        ratio = ratio_of(page)
        slow, high = page["p95"] > most, bool(page.get("whole")) and ratio > MOST["ratio"]
        missed += slow or high
        figures = (
            f"{page['p50'] * 1000:6.0f}{page['p95'] * 1000:6.0f}    {page['queries']:9}{page['database'] * 1000:7.0f}"
        )
        figures += f"{page['figures'] * 1000:9.1f}"
        if ratio is not None:
            figures += f"{page['limit'] * 1000:10.1f}     {ratio:5.2f}"
        print(f"  {page['name']:64}{figures}{' CHẬM' if slow else ''}{' TỶ LỆ' if high else ''}", flush=True)
    slowest, whole = max(pages, key=lambda page: page["p95"]), [page for page in pages if page.get("whole")]
    print(f"  {len(pages)} trang, {missed} vượt p95 {most * 1000:.0f} ms hoặc tỷ lệ {MOST['ratio']}", flush=True)
    print(f"  chậm nhất: p95 {slowest['p95'] * 1000:.0f} ms, {slowest['name']}", flush=True)
    if whole:
        worst = max(whole, key=ratio_of)
        print(f"  tỷ lệ lớn nhất, tháng trọn: {ratio_of(worst):.2f}, {worst['name']}", flush=True)
    return not missed


def ratio_of(page: dict) -> float | None:
    """How much longer its figures took than the one statement that reads them all."""
    return page["figures"] / page["limit"] if page.get("limit") else None
