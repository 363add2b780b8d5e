"""Run by the Python that LibreOffice talks to: open each file, do its steps in the word processor, save as docx.

``macro.py JOBS`` reads a JSON list of ``{"file", "out", "steps": [[name, argument, …], …]}``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK

PATIENCE = 90
"""Seconds until LibreOffice must have come up; its first start makes a profile."""


class Editor:
    """One document in the word processor; every method is something a person does to it."""

    def __init__(self, context: Any, document: Any):
        self.document, self.text = document, document.Text
        self.frame = document.CurrentController.Frame
        self.view = document.CurrentController.ViewCursor
        manager = context.ServiceManager
        self.dispatcher = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)

    def command(self, name: str) -> None:
        """Choose a menu command on what is selected."""
        self.dispatcher.executeDispatch(self.frame, f".uno:{name}", "", 0, ())

    def put(self, old: str, new: str, which: int = 1) -> None:
        """Type ``new`` over the ``which``-th place where ``old`` stands."""
        self._found(old, which).String = new

    def select(self, words: str) -> None:
        """Select the first place where these words stand."""
        self.document.CurrentController.select(self._found(words))

    def everything(self) -> None:
        """Select the whole document."""
        self.document.CurrentController.select(self.text.createTextCursor())
        self.command("SelectAll")

    def drop(self, words: str, to: str = "") -> None:
        """Delete the paragraph with these words (or all up to the one with ``to``), end and all."""
        cursor = self._paragraph(words)
        if to:
            cursor.gotoRange(self._paragraph(to).getEnd(), True)
        cursor.goRight(1, True)
        cursor.String = ""

    def insert(self, behind: str, new: str) -> None:
        """Press Enter at the end of a paragraph and type."""
        end = self._paragraph(behind).getEnd()
        cursor = end.Text.createTextCursorByRange(end)
        end.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        end.Text.insertString(cursor, new, False)

    def split(self, words: str) -> None:
        """Press Enter before these words."""
        start = self._found(words).getStart()
        start.Text.insertControlCharacter(start, PARAGRAPH_BREAK, False)

    def join(self, words: str) -> None:
        """Delete the end of a paragraph, so that the next one runs on."""
        end = self._paragraph(words).getEnd()
        cursor = end.Text.createTextCursorByRange(end)
        cursor.goRight(1, True)
        cursor.String = ""

    def move(self, words: str, behind: str) -> None:
        """Cut a paragraph out and paste it behind another."""
        cursor = self._paragraph(words)
        text, style = cursor.String, cursor.ParaStyleName
        self.drop(words)
        self.insert(behind, text)
        self._paragraph(text).ParaStyleName = style

    def retype(self, words: str, new: str) -> None:
        """Delete the words of a paragraph and type others; its looks are typed over too."""
        cursor = self._paragraph(words)
        cursor.String = new
        cursor.setPropertyToDefault("CharWeightAsian")

    def unnumber(self, words: str) -> None:
        """Switch the number of a paragraph off."""
        self._paragraph(words).setPropertyValue("NumberingStyleName", "")

    def plain(self) -> None:
        """Give every paragraph the standard style, as pasting without looks does."""
        places = self.text.createEnumeration()
        while places.hasMoreElements():
            paragraph = places.nextElement()
            if paragraph.supportsService("com.sun.star.text.Paragraph"):
                paragraph.ParaStyleName = "Standard"

    def bold(self, words: str) -> None:
        """Make words bold, another size and another colour."""
        found = self._found(words)
        found.CharWeight = found.CharWeightAsian = 150.0
        found.CharHeight = found.CharHeightAsian = 15.0
        found.CharColor = 0xC00000

    def cell(self, words: str, new: str) -> None:
        """Type over the whole cell in which these words stand."""
        found = self._found(words)
        found.TextTable.getCellByName(found.Cell.CellName).String = new

    def drop_row(self, words: str) -> None:
        """Delete the row of a table in which these words stand."""
        found = self._found(words)
        row = int("".join(c for c in found.Cell.CellName if c.isdigit()))
        found.TextTable.Rows.removeByIndex(row - 1, 1)

    def add_row(self, words: str, *cells: str) -> None:
        """Put a row at the end of the table with these words."""
        table = self._found(words).TextTable
        row = table.Rows.Count
        table.Rows.insertByIndex(row, 1)
        for column, text in enumerate(cells):
            table.getCellByPosition(column, row).String = text

    def comment(self, words: str, said: str) -> None:
        """Hang a comment on words."""
        note = self.document.createInstance("com.sun.star.text.textfield.Annotation")
        note.Author, note.Content = "对方", said
        place = self._found(words).getEnd()
        place.Text.insertTextContent(place, note, False)

    def header(self, said: str) -> None:
        """Write something into the header of every page style that has one."""
        pages = self.document.StyleFamilies.getByName("PageStyles")
        for name in pages.ElementNames:
            if pages.getByName(name).HeaderIsOn:
                pages.getByName(name).HeaderText.String = said

    def tracking(self) -> None:
        """Record every change from now on."""
        self.document.RecordChanges = True

    def refresh(self) -> None:
        """Update all fields (F9)."""
        self.document.TextFields.refresh()
        self.command("UpdateAll")

    def _all(self, words: str, least: int = 1) -> Any:
        wanted = self.document.createSearchDescriptor()
        wanted.SearchString, wanted.SearchCaseSensitive = words, True
        found = self.document.findAll(wanted)
        if found.Count < least:
            raise LookupError(f"{found.Count} places say {words}")
        return found

    def _found(self, words: str, which: int = 1) -> Any:
        return self._all(words, which).getByIndex(which - 1)

    def _paragraph(self, words: str) -> Any:
        """A cursor over the text of the paragraph that begins with these words, else of the first that holds them."""
        found = self._all(words)
        cursors = []
        for place in range(found.Count):
            one = found.getByIndex(place)
            cursor = one.Text.createTextCursorByRange(one.getStart())
            cursors.append((not cursor.isStartOfParagraph(), place, cursor))
        cursor = min(cursors, key=lambda c: c[:2])[2]
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        return cursor


def _value(name: str, value: object) -> Any:
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def _connected(pipe: str) -> Any:
    """Wait until LibreOffice listens; returns its component context."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _edit(context: Any, desktop: Any, job: dict[str, Any]) -> None:
    document = desktop.loadComponentFromURL(Path(job["file"]).as_uri(), "_blank", 0, (_value("Hidden", True),))
    try:
        editor = Editor(context, document)
        for name, *arguments in job["steps"]:
            getattr(editor, name)(*arguments)
        document.storeToURL(Path(job["out"]).as_uri(), (_value("FilterName", "MS Word 2007 XML"),))
    finally:
        document.close(True)


def main(office: str, jobs: list[dict[str, Any]]) -> None:
    """Start LibreOffice in a profile of its own, do all jobs, and end it."""
    pipe = f"niyue{os.getpid()}"
    with tempfile.TemporaryDirectory() as profile:
        line = [office, "--headless", "--norestore", f"-env:UserInstallation={Path(profile).as_uri()}",
                f"--accept=pipe,name={pipe};urp;"]
        with subprocess.Popen(line, stderr=subprocess.DEVNULL) as running:
            try:
                context = _connected(pipe)
                desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
                for job in jobs:
                    try:
                        _edit(context, desktop, job)
                    except Exception as error:
                        raise RuntimeError(f"{job['out']}: {error}") from error
            finally:
                running.terminate()
                running.wait(30)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(Path(sys.argv[2]).read_text("utf-8")))
