"""What the preparation does where a package is not there. Needs no prepared data."""

import pytest

for library in ("numpy", "PIL", "fontTools", "tqdm", "tokenizers"):
    pytest.importorskip(library)

from percept_training import prepare


def pictures_of(hands) -> dict:
    return {"cat": [(f"{hand}:cat", (1, 1), bytes(4)) for hand in hands]}


def test_a_font_that_is_not_there_is_named():
    prepare.want_letters([])
    with pytest.raises(SystemExit, match="no /fonts/none.ttf: install"):
        prepare.want_letters(["/fonts/none.ttf"])


def test_nothing_is_wanting_where_each_hand_has_a_picture():
    assert prepare.wanting(pictures_of(prepare.PACKAGES)) == set()


def test_a_source_that_yields_none_ends_the_preparation_by_its_package():
    hands = [hand for hand in prepare.PACKAGES if hand not in ("emojione", "letter")]
    with pytest.raises(SystemExit, match="of qabcs-data, ruby-gemojione:"):
        prepare.want(prepare.wanting(pictures_of(hands)))


def test_a_place_that_is_not_there_ends_it_before_any_work(tmp_path, monkeypatch):
    monkeypatch.setattr(prepare, "PLACES", {"costume": tmp_path / "none"})
    monkeypatch.setattr("sys.argv", ["prepare", "--data", str(tmp_path / "data")])
    with pytest.raises(SystemExit, match="scratch"):
        prepare.main()
    assert not (tmp_path / "data").exists()


def test_an_icon_that_is_not_there_is_told_of_by_its_package(tmp_path, monkeypatch):
    monkeypatch.setattr(prepare, "DESKTOP", tmp_path)
    with pytest.raises(SystemExit, match="gnome-extra-icons"):
        list(prepare._desktop_icons())


def test_the_readme_installs_each_package():
    readme = (prepare.pathlib.Path(__file__).parents[1] / "README.md").read_text(encoding="utf8")
    assert all(package in readme for package in prepare.PACKAGES.values())
