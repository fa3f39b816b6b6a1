"""Inputs that a stranger may put into the sources folder: what is taken, what is refused, and in which words.

Each case is made from the invented samples and, where the publishers' files stand beside the project, from those too:
of the long ones a part, under names of its own.
"""

import gzip
import io
import shutil
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from build import cli
from sources_here import ROOT, SAMPLES, SOURCES, needs_sources

SUBJECT = (b"Armenia,", b"Azerbaijan,")


@dataclass
class Base:
    """A sources folder to start from: its two registers of one release and of the one before, and other files."""

    folder: Path
    register: str
    newer: str
    others: dict[str, str] = field(default_factory=dict)


def excerpt(raw: bytes, every: int) -> bytes:
    """A register's preamble, the deals of the subject and of Russia, and some of the rest; deals broken over lines left out."""
    lines = raw.replace(b"\r\n", b"\n").split(b"\n")
    head = next(i for i, line in enumerate(lines) if line.startswith(b"Recipient,"))
    kept = [
        line for i, line in enumerate(lines[head + 1 :]) if line.count(b",") == 15 and
        (line.startswith(SUBJECT) or b",Russia," in line or i % every == 0)
    ]  # fmt: skip
    return b"\n".join([*lines[: head + 1], *kept]) + b"\n"


@pytest.fixture(scope="module", params=["invented", pytest.param("publishers'", marks=needs_sources)])
def base(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("base")
    if request.param == "invented":
        for group in ("arms", "economy", "alignment"):
            shutil.copytree(SAMPLES / group, folder / group)
        for path in folder.glob("arms/*register*"):
            path.write_bytes(excerpt(path.read_bytes(), 1))
        names = {"dta": "unga_ideal_points_2030-07.dta", "gdp": "worldbank_gdp_current_usd_to_2029.csv", "known": ""}
        return Base(folder, "sipri_trade_register_2030-05-20.csv", "sipri_trade_register_2030-11-20.csv", names)
    (folder / "arms").mkdir()
    for name, as_ in (("2025-03-13", "2025-03-14"), ("2026-05-18", "2026-05-19")):
        raw = (SOURCES / f"arms/sipri_trade_register_{name}.csv").read_bytes()
        (folder / f"arms/sipri_trade_register_{as_}.csv").write_bytes(excerpt(raw, 40))
    for group in ("economy", "alignment"):
        (folder / group).mkdir()
        for path in (SOURCES / group).glob("*.*"):
            (folder / group / path.name).symlink_to(path)
    names = {
        "dta": "unga_ideal_points_2025-07.dta", "gdp": "worldbank_gdp_current_usd_to_2023.csv", "known": "yes",
    }  # fmt: skip
    return Base(folder, "sipri_trade_register_2026-05-19.csv", "sipri_trade_register_2026-11-20.csv", names)


@pytest.fixture
def here(base, tmp_path):
    """A sources folder of one's own, made of links, and an empty data folder."""
    for path in base.folder.rglob("*.*"):
        if path.is_file():
            place = tmp_path / "sources" / path.relative_to(base.folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(path.resolve())
    (tmp_path / "data").mkdir()
    return tmp_path


def run(here: Path, table: str, capsys) -> tuple[int, str, str]:
    code = cli.main(["--sources", str(here / "sources"), "--only", table], here / "data")
    told = capsys.readouterr()
    assert "Traceback" not in told.err and not list((here / "data").glob(".building-*"))
    if code:
        assert not list((here / "data").rglob("*.csv"))
    return code, told.out, told.err


def deals(base: Base) -> tuple[list[bytes], list[bytes]]:
    """Preamble with header, and rows, of the register of the newest release."""
    lines = (base.folder / "arms" / base.register).read_bytes().split(b"\n")
    head = next(i for i, line in enumerate(lines) if line.startswith(b"Recipient,"))
    return lines[: head + 1], [line for line in lines[head + 1 :] if line]


def put(here: Path, name: str, raw: bytes) -> None:
    place = here / "sources" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    place.write_bytes(raw)


def refused(here, table, capsys, *says: str) -> str:
    code, _, err = run(here, table, capsys)
    assert code == 1 and err.count("remedy:") == 1
    for words in says:
        assert words in err, err
    return err


def test_a_register_of_deliveries_alone_is_refused(base, here, capsys):
    head, rows = deals(base)
    put(here, f"arms/{base.newer}", b"\n".join(head + [r for r in rows if b",0,,,New" not in r and b",0,,,Second" not in r]))
    orders = "the 24 open orders" if base.others["known"] else "the 2 open orders"
    err = refused(here, "arms/register", capsys, base.newer, f"{orders} of Armenia, Azerbaijan and from Russia that sipri_trade_register_20")
    assert "choose all deals, with orders not yet delivered" in err


@pytest.mark.parametrize("state", ["Armenia", "Azerbaijan"])
def test_a_register_without_the_subject_is_refused(base, here, capsys, state):
    head, rows = deals(base)
    put(here, f"arms/{base.newer}", b"\n".join(head + [r for r in rows if not r.startswith(state.encode())]))
    refused(here, "arms/register", capsys, base.newer, "field Recipient\n", f"none for {state}")


def test_a_register_without_the_supplier_is_refused(base, here, capsys):
    head, rows = deals(base)
    put(here, f"arms/{base.newer}", b"\n".join(head + [r for r in rows if b",Russia," not in r]))
    refused(here, "arms/register", capsys, base.newer, "field Supplier\n", "none for Russia")


def test_a_register_with_half_of_the_subject_is_refused_at_the_first_build_too(base, here, capsys):
    head, rows = deals(base)
    kept = [r for i, r in enumerate(rows) if not r.startswith(b"Azerbaijan,") or i % 2]
    put(here, f"arms/{base.newer}", b"\n".join(head + kept))
    refused(here, "arms/register", capsys, base.newer, "the rows of Azerbaijan", f"about as many as {base.register} has")


def test_rows_pasted_twice_are_refused(base, here, capsys):
    head, rows = deals(base)
    put(here, f"arms/{base.newer}", b"\n".join(head + rows + [r for r in rows if r.startswith(SUBJECT)]))
    refused(here, "arms/register", capsys, base.newer, "exact duplicates", "of Armenia and Azerbaijan")


def test_every_field_in_quotes_is_read_and_the_older_file_is_named(base, here, capsys):
    head, rows = deals(base)
    assert run(here, "arms/register", capsys)[0] == 0
    made = (here / "data/arms/register.csv").read_bytes()
    quoted = [b'"' + line.replace(b",", b'","') + b'"' for line in [head[-1], *rows]]
    put(here, f"arms/{base.newer}", b"\n".join(head[:-1] + quoted))
    code, out, _ = run(here, "arms/register", capsys)
    assert code == 0 and "unchanged" in out
    assert f"not read: arms/{base.register} (an older edition; {base.newer} is newer)" in out
    assert (here / "data/arms/register.csv").read_bytes() == made


def test_a_quote_left_open_is_one_error_at_its_row(base, here, capsys):
    head, rows = deals(base)
    put(here, f"arms/{base.newer}", b"\n".join([*head, *rows[:3], b'"' + rows[3], *rows[4:]]))
    refused(here, "arms/register", capsys, f"{base.newer}: row {len(head) + 4}", "quotation marks that are closed")


def test_the_site_s_default_name_is_named_as_not_read(base, here, capsys):
    for name in ("arms/trade-register.csv", "arms/Sipri_Trade_Register_2031-05-20.CSV", "sipri_trade_register_2031-05-20.csv"):
        put(here, name, b"not,read\n")
    code, out, _ = run(here, "arms/register", capsys)
    assert code == 0
    for name in ("arms/trade-register.csv", "arms/Sipri_Trade_Register_2031-05-20.CSV", "sipri_trade_register_2031-05-20.csv"):
        assert f"not read: {name} (looked for arms/sipri_trade_register_*.csv)" in out
    assert "milex" not in out  # a file of a table that was not asked for


def test_codebooks_and_notes_stand_beside_on_purpose(base, here, capsys):
    for name in ("arms/README.txt", "arms/codebook_of_deals.pdf", "arms/sipri_tiv_method.csv"):
        put(here, name, b"to be read by people\n")
    code, out, _ = run(here, "arms/register", capsys)
    assert code == 0 and not any(word in out for word in ("README", "codebook", "sipri_tiv"))


def test_an_old_edition_under_a_new_name_is_refused(base, here, capsys):
    raw = (base.folder / "alignment" / base.others["dta"]).read_bytes()
    put(here, "alignment/unga_ideal_points_2031-07.dta", raw)
    says = "the same bytes as" if base.others["known"] else "the same content as"
    refused(here, "alignment/ideal_points", capsys, "unga_ideal_points_2031-07.dta", f"{says} {base.others['dta']}")


def test_an_old_edition_packed_anew_is_refused(base, here, capsys):
    head, rows = deals(base)
    put(here, f"arms/{base.newer}", b"\r\n".join(head + rows))
    refused(here, "arms/register", capsys, base.newer, f"the same content as {base.register}")


def test_the_newest_is_the_newest_edition_whatever_its_name(base, here, capsys):
    put(here, "debt/ids_disbursements_by_creditor_2000-2022.csv.gz", gzip.compress(b"old,layout\n"))
    put(here, "debt/ids_disbursements_by_creditor_1990-2026.csv.gz", gzip.compress(b"new,layout\n"))
    refused(here, "debt/disbursed_by_russia", capsys, "ids_disbursements_by_creditor_1990-2026.csv.gz", "new, layout")


GDP = "economy/worldbank_gdp_current_usd_to_2032.csv"
ROWS = "Country Name,Country Code,Year,Value\nArmenia,ARM,2032,25000000000\nRussia,RUS,2032,2100000000000\n"
DAMAGE = {
    "lines end as on old Macs": (ROWS.replace("\n", "\r").encode(), r"lines that end with \r alone"),
    "UTF-16": (ROWS.encode("utf-16"), "text encoded as UTF-16"),
    "UTF-16 without a mark": (ROWS.encode("utf-16-le"), "zero bytes"),
    "latin-1": (ROWS.replace("Armenia", "Arménie").encode("latin-1"), "row 2, byte"),
    "empty": (b"", "the end of the file"),
    "a header alone": (ROWS.split("\n")[0].encode(), "rows for ARM, RUS"),
    "a column twice": (ROWS.replace("Country Name", "Value").encode(), "'Value' more than once"),
    "infinite": (ROWS.replace("25000000000", "inf").encode(), "row 2, field Value"),
    "beyond all floats": (ROWS.replace("25000000000", "1e999").encode(), "row 2, field Value"),
    "not a number": (ROWS.replace("25000000000", "nan").encode(), "row 2, field Value"),
    "a year beyond all integers": (ROWS.replace("2032", "1e300", 1).encode(), "row 2, field Year"),
    "a row twice": ((ROWS + ROWS.split("\n")[1] + "\n").encode(), "row 4"),
    "semicolons": (ROWS.replace(",", ";").encode(), "separated by semicolons"),
    "cut in a row": (ROWS[:-20].encode(), "fields"),
    "a web page": (b"\n<!DOCTYPE html><html>Please log in</html>", "a web page"),
    "a workbook": (b"PK\x03\x04" + bytes(40), "an Excel workbook or a zip archive"),
    "a gzip file": (gzip.compress(ROWS.encode()), "a gzip file under a name that does not say so"),
    "a quote left open": (ROWS.replace("Armenia", '"Armenia').encode(), "quotation marks that are closed"),
    "without Armenia": (ROWS.replace("ARM", "AZE").encode(), "none for ARM"),
    "the bank's own columns": (b'Country Name,Country Code,"2032 [YR2032]"\nArmenia,ARM,..\n', "make one row a cell out of each column"),
}  # fmt: skip


@pytest.fixture
def gdp(tmp_path):
    for name in ("imf_weo_2030-04_2_countries.csv.gz", "worldbank_population_to_2029.csv", "worldbank_wdi_2_countries_2030.csv"):
        place = tmp_path / "sources/economy" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SAMPLES / "economy" / name, place)
    (tmp_path / "data").mkdir()
    return tmp_path


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_one_error_that_names_the_file(gdp, capsys, damage):
    raw, says = DAMAGE[damage]
    put(gdp, GDP, raw)
    refused(gdp, "economy/macro", capsys, Path(GDP).name, says)


def test_a_folder_and_a_link_that_leads_nowhere_are_named(gdp, capsys):
    (gdp / "sources" / GDP).mkdir()
    refused(gdp, "economy/macro", capsys, Path(GDP).name, "a folder of that name")
    (gdp / "sources" / GDP).rmdir()
    (gdp / "sources" / GDP).symlink_to(gdp / "nowhere.csv")
    refused(gdp, "economy/macro", capsys, Path(GDP).name, "a link that leads nowhere")


def test_a_locked_file_is_named(gdp, capsys, monkeypatch):
    put(gdp, GDP, ROWS.encode())
    real = Path.read_bytes

    def locked(path):
        if path.name == Path(GDP).name:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", locked)
    refused(gdp, "economy/macro", capsys, Path(GDP).name, "another program has it open")


def test_a_missing_file_is_named_with_what_stands_in_its_place(gdp, capsys):
    err = refused(gdp, "economy/macro", capsys, "worldbank_gdp_current_usd_to_*.csv", "under other names stand there: imf_weo_2030")
    assert "save it as worldbank_gdp_current_usd_to_YYYY.csv" in err


def test_hidden_twins_of_a_stick_are_passed_over(gdp, capsys):
    put(gdp, GDP, ROWS.encode())
    put(gdp, "economy/._worldbank_gdp_current_usd_to_2033.csv", b"\0\5\26\7")
    code, out, _ = run(gdp, "economy/macro", capsys)
    assert code == 0 and "._" not in out


def test_a_day_still_to_come_is_remarked_on(gdp, capsys):
    put(gdp, GDP.replace("2032", "2199"), ROWS.encode())
    code, out, _ = run(gdp, "economy/macro", capsys)
    assert code == 0 and "dated later than today, which makes it the newest: worldbank_gdp_current_usd_to_2199.csv" in out


def test_a_known_parser_s_surprise_is_one_error_too(gdp, capsys, monkeypatch):
    put(gdp, GDP, ROWS.encode())
    monkeypatch.setattr("build.macro.remittance_share", lambda *frames: 1 / 0)
    err = refused(gdp, "economy/macro", capsys, "macro.csv", "division by zero (ZeroDivisionError)", Path(GDP).name)
    assert "--trace" in err
    assert cli.main(["--trace", "--sources", str(gdp / "sources"), "--only", "economy/macro"], gdp / "data") == 1
    assert "ZeroDivisionError" in capsys.readouterr().err


def workbook(damage: str) -> bytes:
    """A sample workbook, damaged: a worksheet overwritten, no workbook at all, or cut short."""
    raw = (SAMPLES / "arms/sipri_milex_1949-2029.xlsx").read_bytes()
    if damage == "cut short":
        return raw[: len(raw) // 2]
    if damage == "another archive":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("readme.txt", "no workbook")
        return packed.getvalue()
    packed, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(raw))
    with zipfile.ZipFile(packed, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            archive.writestr(name, content[: len(content) // 2] + b"\1\2<&" if "worksheets/sheet" in name else content)
    return packed.getvalue()


@pytest.mark.parametrize("damage", ["a damaged sheet", "another archive", "cut short"])
def test_a_damaged_workbook_is_one_error(tmp_path, capsys, damage):
    (tmp_path / "data").mkdir()
    put(tmp_path, "arms/sipri_milex_1949-2030.xlsx", workbook(damage))
    refused(tmp_path, "arms/military_expenditure", capsys, "sipri_milex_1949-2030.xlsx", "an .xlsx workbook that is whole")


@needs_sources
def test_the_publisher_s_workbook_damaged_in_one_sheet_is_one_error(tmp_path, capsys):
    (tmp_path / "data").mkdir()
    source = SOURCES / "arms/sipri_milex_1949-2024.xlsx"
    raw = bytearray(source.read_bytes())
    largest = max((i for i in zipfile.ZipFile(source).infolist() if "worksheets/sheet" in i.filename), key=lambda i: i.file_size)
    middle = largest.header_offset + 30 + len(largest.filename) + largest.compress_size // 2
    raw[middle : middle + 40] = bytes(b ^ 0x5A for b in raw[middle : middle + 40])
    put(tmp_path, "arms/sipri_milex_1949-2025.xlsx", bytes(raw))
    refused(tmp_path, "arms/military_expenditure", capsys, "sipri_milex_1949-2025.xlsx", "an .xlsx workbook that is whole")


WIDE = (
    "Country Name,Country Code,Counterpart-Area Name,Counterpart-Area Code,Series Name,Series Code,2024 [YR2024]\n"
    "Utopia,UTO,Elsewhere,999,Some series,DT.DOD.BLAT.CD,..\n\n\nData from database: International Debt Statistics\n"
)
UNHCR = (
    'Extracted:,"UNHCR"\n"Date extracted:","01/01/2027"\n"One cell of prose"\n\nYear,"Country of origin","Country of origin (ISO)",'
    '"Country of asylum","Country of asylum (ISO)",Refugees\n2026,Utopia,UTO,Erewhon,ERE,7\n'
)
LAYOUTS = {
    "DataBank": ("debt/owed_to_russia", "debt/ids_stocks_by_creditor_2037-12.csv.gz", WIDE, "time (the year) and value"),
    "DataBank, totals": ("debt/armenia_totals", "debt/ids_armenia_totals_transcribed_2037.csv", WIDE, "such as 2024 [YR2024] to 2024"),
    "UNHCR": ("conflict/displaced_stock", "conflict/unhcr_population_world_1951-2037.csv.gz", UNHCR, "Country of origin to coo_name"),
    "UNHCR, header alone": ("conflict/displaced_flow", "conflict/unhcr_flows_2037.csv.gz", UNHCR.split("\n\n")[1], "refugee_like"),
    "IMF": ("economy/macro", "economy/imf_weo_2037-04_all.csv.gz", "WEO Country Code\tISO\tWEO Subject Code\t2026\n", "ref_area (ISO)"),
    "indicator page": ("economy/macro", "economy/worldbank_wdi_9_countries_2037.csv", '"Data Source","World Development Indicators",\n', "drop the lines above"),
    "Dataverse": ("alignment/ideal_points", "alignment/unga_ideal_points_2037-06.csv", '"ccode"' + '\t"x"' * 6 + "\n", "original format"),
    "Comtrade": ("economy/gas", "economy/comtrade_gas_imports_annual_2010-2037.csv", "typeCode,freqCode,refPeriodId\nC,A,1\n", "one row a partner"),
    "totals": ("arms/register", "arms/sipri_trade_register_2037-01-01.csv", "Volume of transfers of major arms\nx\n", "the trade register instead"),
}  # fmt: skip


@pytest.mark.parametrize("site", LAYOUTS)
def test_a_site_s_own_layout_is_recognised_and_told_how_to_become_ours(tmp_path, capsys, site):
    table, name, text, says = LAYOUTS[site]
    shutil.copytree(SAMPLES / name.partition("/")[0], tmp_path / "sources" / name.partition("/")[0])
    (tmp_path / "data").mkdir()
    raw = text.encode()
    put(tmp_path, name, gzip.compress(raw) if name.endswith(".gz") else raw)
    err = refused(tmp_path, table, capsys, f"{Path(name).name}: the layout", "the site's own layout", "ours is made so: ", says)
    assert "Traceback" not in err


def test_every_layout_stands_in_the_data_dictionary():
    from build.layouts import LAYOUTS as KNOWN

    page = (ROOT / "data/README.md").read_text(encoding="utf-8")
    for layout in KNOWN:
        assert all(words in page for words in (layout.name, *layout.told()))



def test_samples_hold_no_layout_that_is_refused():
    """Otherwise a right file would be refused."""
    from build.layouts import refuse_foreign

    for path in (*SAMPLES.rglob("*.csv"), *SAMPLES.rglob("*.csv.gz")):
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        refuse_foreign(path, raw.decode("latin-1"))

