"""What the public headers declare: structs with their members, enums with their values. For the tests of this folder.

The headers are written in one style; what this does not understand, it refuses.
"""
import pathlib
import re


def text_of(folder):
    """All headers of a folder, without comments and preprocessor lines."""
    text = ""
    for path in sorted(pathlib.Path(folder).glob("*.h")):
        source = re.sub(r"/\*.*?\*/", " ", path.read_text(), flags=re.DOTALL)
        text += re.sub(r"^#(?:.*\\\n)*.*$", "", source, flags=re.MULTILINE)
    return text


def structs(folder):
    """Of each struct the declarations of its members, in order."""
    found = {}
    for name, body in re.findall(r"^struct (\w+) \{(.*?)^\};", text_of(folder), re.DOTALL | re.MULTILINE):
        members = [" ".join(member.split()) for member in body.split(";")]
        assert members[-1] == "", (name, members[-1])
        found[name] = members[:-1]
    assert len(found) > 15, f"{folder}: only {len(found)} structs"
    return found


def enums(folder):
    """The value of each constant."""
    found = {}
    for body in re.findall(r"^enum \w* ?\{(.*?)\};", text_of(folder), re.DOTALL | re.MULTILINE):
        value = -1
        for constant in " ".join(body.split()).split(","):
            name, _, stated = (piece.strip() for piece in constant.partition("="))
            value = stated or (value + 1 if isinstance(value, int) else f"{value} + 1")
            if re.fullmatch(r"-?\d+", str(value)):
                value = int(value)
            found[name] = value
    assert len(found) > 15, f"{folder}: only {len(found)} constants"
    return found


def records(folder):
    """The structs that may grow at their end: those that must not end in padding. All others are frozen."""
    return re.findall(r"^CL_NO_TAIL_PADDING\(struct (\w+),", text_of(folder), re.MULTILINE)
