"""`masklane formats`: what each format holds, has and is called; the table of formats, printed."""

import sys
from argparse import Namespace

import msgspec

from app.interchange.table import FORMATS, Format


def run(arguments: Namespace) -> int:
    """Print the table."""
    if arguments.json:
        rows = [described(row) for row in FORMATS.values()]
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n")
        return 0
    if arguments.markdown:
        print(markdown())
        return 0
    print(f"{'name':<13}{'out':<5}{'in':<4}title")
    for row in FORMATS.values():
        ways = f"{'out' if row.write else '-':<5}{'in' if row.read else '-':<4}"
        print(f"{row.id:<13}{ways}{row.title}")
        print(f"{'':<22}{row.about}")
        for variant in row.variants:
            print(f"{'':<22}--variant {variant.id}: {variant.title}")
    return 0


def markdown() -> str:
    """Return the table as README has it."""
    lines = ["| format | `--format` | out | in | cannot hold | forms (`--variant`) |", "|---|---|---|---|---|---|"]
    for row in FORMATS.values():
        holds = row.holds
        lost = [
            words
            for kept, words in zip((getattr(holds, name) for name in _LOST), _LOST.values(), strict=True)
            if not kept
        ]
        lost += [f"more than {holds.most_objects} objects"] if holds.most_objects else []
        forms = ", ".join(f"`{variant.id}`" for variant in row.variants)
        ways = ("yes" if row.write else "", "yes" if row.read else "")
        lines.append(f"| {row.title} | `{row.id}` | {ways[0]} | {ways[1]} | {', '.join(lost)} | {forms} |")
    return "\n".join(lines)


_LOST = {
    "overlap": "overlaps",
    "holes": "holes",
    "parts": "several parts",
    "absent": "absent apart from not annotated",
    "names": "names (they lie beside it)",
    "masks": "masks to be read back",
}


def described(row: Format) -> dict[str, object]:
    """Return a row for programs."""
    return {
        "name": row.id,
        "title": str(row.title),
        "about": str(row.about),
        "writes": row.write is not None,
        "reads": row.read is not None,
        "needs_frames": row.needs_frames,
        "holds": holding(row, ""),
        "options": [option.value for option in row.options],
        "frames": row.pictures.value,
        "variants": [{"name": one.id, "title": str(one.title), "holds": holding(row, one.id)} for one in row.variants],
    }


def holding(row: Format, variant: str) -> dict[str, object]:
    """Return what a format keeps."""
    holds = row.holding(variant)
    return {name: getattr(holds, name) for name in type(holds).__slots__}
