"""Brings the translations up to date with the source: `python resources/translations/catalogue.py`.

Reads every text that a person may see, keeps the translations there are, marks what is new as unfinished, drops what is
gone, and compiles. Texts are the literals in `self.tr`, `translate` and `QT_TRANSLATE_NOOP`, and the templates of
`Phrase` and of the errors, wherever they stand below the command line.
"""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

HERE = Path(__file__).parent
APP = HERE.parents[1] / "app"
PHRASES = "Phrases"
SILENT = ("api", "cli", "training", "evaluation", "errors.py")
"""Rooms whose failures are read in a terminal or script, in English; and where phrases are made of others'."""
SHOWN = (
    "training/improving/*.py",
    "training/data/project_clips.py",
    "training/loop.py",
    "training/saving.py",
    "training/tracking_task.py",
)
"""What of them the window shows: it says why a training failed."""

Text = tuple[str, str]
"""Context and source text."""


def texts(app: Path = APP) -> dict[Text, None]:
    """Return all texts of the source, in order. Raises ValueError where one is no literal."""
    found: dict[Text, None] = {}
    errors = frozenset(_errors(ast.parse((APP / "errors.py").read_text(encoding="utf-8"))))
    for file in sorted(app.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        place = file.relative_to(app)
        speaks = place.parts[0] not in SILENT or any(map(place.match, SHOWN))
        reader = _Reader(file, errors | {"Phrase"} if speaks else frozenset())
        reader.constants = dict(_constants(tree))
        reader.visit(tree)
        found |= reader.found
    return found


def _errors(tree: ast.Module) -> Iterator[str]:
    yield from (statement.name for statement in tree.body if isinstance(statement, ast.ClassDef))


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text


class _Reader(ast.NodeVisitor):
    """Collects the texts of one file."""

    def __init__(self, file: Path, phrases: frozenset[str]) -> None:
        self._file = file
        self._phrases = phrases
        """The names of what is made of phrases."""
        self._classes: list[str] = []
        self.constants: dict[str, str] = {}
        self.found: dict[Text, None] = {}

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._classes.append(node.name)
        self.generic_visit(node)
        self._classes.pop()

    def visit_Call(self, node: ast.Call) -> None:
        match node:
            case ast.Call(func=ast.Attribute(attr="tr"), args=[ast.Constant(value=str(text))]) if self._classes:
                self.found[self._classes[-1], text] = None
            case ast.Call(
                func=ast.Name(id="translate" | "QT_TRANSLATE_NOOP") | ast.Attribute(attr="translate"),
                args=[ast.Constant(value=str(context)), ast.Constant(value=str(text))],
            ):
                self.found[context, text] = None
            case ast.Call(func=ast.Name(id=name)) if name in self._phrases:
                self._take(node)
        self.generic_visit(node)

    def _take(self, call: ast.Call) -> None:
        """Take the templates of a phrase or an error, whose values must be the ones it has places for."""
        wanted: set[str] = set()
        for argument in call.args:
            match argument:
                case ast.Constant(value=str(text)):
                    pass
                case ast.Name(id=name) if name in self.constants:
                    text = self.constants[name]
                case _:
                    raise ValueError(f"{self._file}:{call.lineno}: a phrase is a literal with places for values")
            parts = list(Formatter().parse(text))
            wanted |= {name for _before, name, _format, _conversion in parts if name is not None}
            if text and not (len(parts) == 1 and not parts[0][0]):  # no words of ours: a phrase handed in, or a name
                self.found[PHRASES, text] = None
        if wanted != {keyword.arg for keyword in call.keywords}:
            raise ValueError(f"{self._file}:{call.lineno}: the places of the phrase are not its values")


def translations(file: Path) -> dict[Text, str]:
    """Return what a .ts file translates."""
    return {
        (str(context.findtext("name")), str(message.findtext("source"))): message.findtext("translation") or ""
        for context in ElementTree.parse(file).getroot().iter("context")
        for message in context.iter("message")
    }


def write(file: Path, language: str, wanted: dict[Text, None], known: dict[Text, str]) -> None:
    """Write a .ts file with `wanted`, translated as `known` says, contexts and their texts in alphabetical order."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    for name in sorted({context for context, _text in wanted}):
        context = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(context, "name").text = name
        for text in sorted(text for owner, text in wanted if owner == name):
            message = ElementTree.SubElement(context, "message")
            ElementTree.SubElement(message, "source").text = text
            translation = ElementTree.SubElement(message, "translation")
            translation.text = known.get((name, text), "")
            if not translation.text:
                translation.set("type", "unfinished")
    ElementTree.indent(root, "    ")
    body = ElementTree.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8")


def main() -> int:
    """Bring all languages up to date; returns 1 while a text has no translation."""
    wanted = texts()
    compiler = shutil.which("pyside6-lrelease", path=str(Path(sys.executable).parent)) or "pyside6-lrelease"
    open_texts = 0
    for file in sorted(HERE.glob("masklane_*.ts")):
        known = translations(file)
        write(file, file.stem.removeprefix("masklane_"), wanted, known)
        subprocess.run([compiler, "-silent", str(file)], check=True)
        missing = [text for text in wanted if not known.get(text)]
        open_texts += len(missing)
        print(f"{file.name}: {len(wanted)} texts, {len(missing)} without a translation")
        for context, text in missing:
            print(f"  {context}: {text}")
    return 1 if open_texts else 0


if __name__ == "__main__":
    sys.exit(main())
