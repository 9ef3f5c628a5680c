"""The desk: an edit never waits, and nothing that was open is lost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from derivcheck.checking import Found, go_on
from derivcheck.documents import Page
from derivcheck.editor import desk as desks
from derivcheck.editor.desk import Desk, OpenPage
from derivcheck.editor.documents import OpenText, open_file
from derivcheck.pages import check_page

PATIENCE = 60  # seconds
RIGHT = r"Let $x \in \mathbb{R}$. $$ x + x = 2x $$"


def page(uri: str, text: str, version: int = 1) -> OpenText:
    return open_file(uri, text, version, "markdown", "utf-16")


class Told:
    """What the desk tells, as it comes."""

    def __init__(self) -> None:
        self.pages: list[OpenPage] = []
        self.came = threading.Condition()

    def __call__(self, told: OpenPage) -> None:
        """Takes in what is told."""
        with self.came:
            self.pages.append(told)
            self.came.notify_all()

    def wait(self, uri: str, version: int) -> OpenPage:
        """What is told of a page at a version, once that is."""

        def found() -> OpenPage | None:
            for one in self.pages:
                if (one.opened.uri, one.opened.version) == (uri, version):
                    return one
            return None

        with self.came:
            result = self.came.wait_for(found, PATIENCE)
        assert result is not None
        return result


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def desk(told: Told) -> Iterator[Desk]:
    desk = Desk(told)
    desk.start()
    yield desk
    desk.end()
    assert not desk.worker.is_alive()


def test_an_edit_gives_up_the_check_that_it_makes_old(desk: Desk, told: Told) -> None:
    begun, edited = threading.Event(), threading.Event()

    def slowly(own: Page, path: str, **given: Any) -> Found:
        if "slow" in own.text:
            begun.set()
            edited.wait(PATIENCE)
            while True:
                go_on()  # a check that would never end
        return check_page(own, path, **given)

    with mock.patch.object(desks, "check_page", slowly):
        desk.open(page("file:///a.md", "slow"))
        assert begun.wait(PATIENCE)
        desk.open(page("file:///a.md", RIGHT, 2))
        edited.set()
        assert told.wait("file:///a.md", 2).found.good
    assert [one.opened.version for one in told.pages] == [2]


def test_what_gives_way_to_an_edit_elsewhere_is_begun_again(
    desk: Desk, told: Told
) -> None:
    begun, edited, times = threading.Event(), threading.Event(), []

    def slowly_once(own: Page, path: str, **given: Any) -> Found:
        if "slow" in own.text:
            times.append(1)
            begun.set()
            edited.wait(PATIENCE)
            while len(times) == 1:
                go_on()
        return check_page(own, path, **given)

    with mock.patch.object(desks, "check_page", slowly_once):
        desk.open(page("file:///b.md", RIGHT))
        told.wait("file:///b.md", 1)
        desk.open(page("file:///a.md", "slow"))
        assert begun.wait(PATIENCE)
        desk.open(page("file:///b.md", RIGHT + " $$ x = 1 $$", 2))
        edited.set()
        assert not told.wait("file:///b.md", 2).found.good
        assert told.wait("file:///a.md", 1).found.good


def test_a_question_is_answered_of_the_text_as_it_is_now(desk: Desk) -> None:
    desk.open(page("file:///a.md", RIGHT))
    desk.open(page("file:///a.md", RIGHT, 2))
    asked = desk.ask("file:///a.md", lambda own: own.opened.version)
    assert asked.result(PATIENCE) == 2


def test_a_question_that_goes_wrong_is_answered_with_nothing_and_said(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.open(page("file:///a.md", RIGHT))
    asked = desk.ask("file:///a.md", lambda _: 1 / 0)
    assert asked.result(PATIENCE) is None
    after = desk.ask("file:///a.md", lambda own: own.found.good)
    assert after.result(PATIENCE) is True
    (record,) = caplog.records
    assert record.getMessage().startswith("this is an error of derivcheck")
    assert record.exc_info is None


def test_a_check_that_goes_wrong_leaves_the_other_pages(
    desk: Desk, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    with mock.patch.object(desks, "check_page", side_effect=ValueError):
        desk.open(page("file:///a.md", RIGHT))
        desk.ask("file:///a.md", lambda _: None).cancel()
        while not caplog.records:
            threading.Event().wait(0.01)
    desk.open(page("file:///b.md", RIGHT))
    assert told.wait("file:///b.md", 1).found.good
