"""Numbers as text in the chosen language: durations, sizes, rates."""

from PySide6.QtCore import QCoreApplication, QLocale

translate = QCoreApplication.translate


def duration(seconds: float) -> str:
    """Return a duration such as "40 s", "3 min" or "2 h 10 min"."""
    whole = max(round(seconds), 0)
    if whole < 60:
        return translate("Numbers", "{seconds} s").format(seconds=whole)
    minutes = (whole + 30) // 60
    if minutes < 60:
        return translate("Numbers", "{minutes} min").format(minutes=minutes)
    return translate("Numbers", "{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def decimal(value: float, places: int) -> str:
    """Return a number with `places` decimal places, in the format of the language, without group separators."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return locale.toString(float(value), "f", places)


def significant(value: float, digits: int) -> str:
    """Return a number with at most `digits` digits, such as "23.98" or "24", in the format of the language."""
    return QLocale().toString(float(value), "g", digits)


def memory(size: int) -> str:
    """Return a size in bytes such as "850 MB" or "15.6 GB", with a no-break space."""
    if size >= 1 << 30:
        return f"{decimal(size / (1 << 30), 1)}\u00a0GB"
    return f"{decimal(size / (1 << 20), 0)}\u00a0MB"


def rate(value: float) -> str:
    """Return a rate with two significant digits."""
    return decimal(value, 0 if value >= 10 else 1)
