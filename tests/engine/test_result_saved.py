"""save and load: everything survives, and what is damaged is refused."""

import json
import zipfile

import pyarrow.ipc
import pytest
from engine.handmade_results import SETTINGS, result, source

from barter_engine.persistence import FORMAT_VERSION
from barter_engine.result import BacktestResult
from barter_instrument.errors import DataError, NotFoundError


@pytest.fixture
def saved(tmp_path):
    return result().save(tmp_path / "run.barter")


def rewritten(path, change):
    """The file with its members changed, without their checksums."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_everything_survives(saved):
    run, loaded = result(), BacktestResult.load(saved)
    assert loaded == run
    assert str(loaded) == str(run)
    assert loaded.stats == run.stats
    assert loaded.summary == run.summary
    assert loaded.assumptions == run.assumptions
    assert (loaded.fingerprint, loaded.status, loaded.undelivered, loaded.speed) == (
        "ef" * 32,
        "completed",
        3,
        run.speed,
    )
    for name in run.table_names:
        assert loaded.exact.table(name) == run.exact.table(name)
        assert loaded.table(name) == run.table(name)
        assert loaded.exact.table(name).schema == run.exact.table(name).schema


def test_a_loaded_result_can_be_saved_again_with_the_same_bytes(saved, tmp_path):
    again = BacktestResult.load(saved).save(tmp_path / "again.barter")
    assert again.read_bytes() == saved.read_bytes()


def test_tables_in_the_file_are_arrow_files_that_others_read(saved):
    with zipfile.ZipFile(saved) as archive:
        table = pyarrow.ipc.open_file(archive.read("tables/fills.arrow")).read_all()
    assert table["side"].to_pylist() == ["buy", "sell"]


def test_saving_replaces_a_file_and_leaves_no_other(saved):
    result(seed=5).save(saved)
    assert BacktestResult.load(saved).assumptions["seed"] == "5"
    assert [path.name for path in saved.parent.iterdir()] == ["run.barter"]


def test_a_failed_save_leaves_the_old_file_and_no_rest(saved):
    broken = source()
    broken.summary_json = None
    before = saved.read_bytes()
    with pytest.raises(TypeError):
        BacktestResult(broken, SETTINGS).save(saved)
    assert saved.read_bytes() == before
    assert len(list(saved.parent.iterdir())) == 1


def test_a_missing_file_is_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        BacktestResult.load(tmp_path / "none.barter")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 50])
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "other.barter"
    path.write_bytes(content)
    with pytest.raises(DataError, match="damaged or no saved result"):
        BacktestResult.load(path)


def test_a_zip_of_something_else_is_refused(tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", '{"format": "else"}')
    with pytest.raises(DataError, match="another format"):
        BacktestResult.load(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file_is_refused(saved, share):
    data = saved.read_bytes()
    saved.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(DataError, match="damaged"):
        BacktestResult.load(saved)


def test_any_flipped_byte_is_noticed_or_changes_nothing(saved):
    data = saved.read_bytes()
    for position in range(0, len(data), 41):
        changed = bytearray(data)
        changed[position] ^= 0x20
        saved.write_bytes(bytes(changed))
        try:
            loaded = BacktestResult.load(saved)
        except DataError:
            continue
        assert loaded == result(), position


def test_a_changed_member_does_not_fit_its_checksum(saved):
    def change(members):
        members["result.json"] = members["result.json"].replace(b"-1.50", b"+9.99")

    with pytest.raises(DataError, match=r"result\.json does not fit its checksum"):
        BacktestResult.load(rewritten(saved, change))


def test_a_missing_table_is_named(saved):
    def change(members):
        manifest = json.loads(members["manifest.json"])
        del manifest["members"]["tables/fills.arrow"]
        members["manifest.json"] = json.dumps(manifest).encode()

    with pytest.raises(DataError, match="lacks the tables fills"):
        BacktestResult.load(rewritten(saved, change))


def test_a_later_format_says_to_update(saved):
    def change(members):
        manifest = json.loads(members["manifest.json"])
        manifest["version"] = FORMAT_VERSION + 1
        members["manifest.json"] = json.dumps(manifest).encode()

    with pytest.raises(DataError, match="pip install --upgrade barter-engine") as caught:
        BacktestResult.load(rewritten(saved, change))
    assert caught.value.code == "newer_result"


def test_an_unknown_table_of_a_loaded_result_names_those_there_are(saved):
    with pytest.raises(NotFoundError, match="equity, fills, prices"):
        BacktestResult.load(saved).audit
