"""The bars that claimline's speed is held to, each with what was measured. They are told, never enforced: a time says
something about the machine too."""

import measuring

BYTES_A_SESSION = 32  # memory for finding ids and visits that come back is not counted


def count_sessions(export):
    """Changes of session_id, the first column."""
    count, last = -1, None
    with open(export, "rb") as file:
        for line in file:
            key = line.split(b",", 1)[0].strip(b'"')
            if key != last and (count < 0 or key.startswith(b"K")):
                count, last = count + 1, key
    return count


def pick(costs, name, field):
    return measuring.median(costs[name], field) if name in costs else None


def ratio(top, bottom):
    return top / bottom if top is not None and bottom else None


def measured(costs, outputs, sessions):
    """(what, bar, least or most, value) of each."""
    most = "claimline-2" if "claimline-2" in costs else "claimline-1"
    rows = []
    for name, label in (("duckdb", "DuckDB"), ("polars", "Polars")):
        rows.append((f"wall against {label}, 2 threads each", "at most 0.20", 0.20,
                     ratio(pick(costs, most, "wall"), pick(costs, name, "wall"))))
        rows.append((f"CPU against {label}", "at most 0.33", 1 / 3,
                     ratio(pick(costs, most, "cpu"), pick(costs, name, "cpu"))))
    for name, label in (("scan", "the program that scans 64 bytes at a time"), ("zsv", "the zsv program")):
        rows.append((f"CPU against {label}, 1 thread each", "at most 1.50", 1.5,
                     ratio(pick(costs, "claimline-1", "cpu"), pick(costs, name, "cpu"))))
    rows.append(("1 thread against 2, wall", "at least 1.80", -1.8,
                 ratio(pick(costs, "claimline-1", "wall"), pick(costs, "claimline-2", "wall"))))
    rows.append((f"peak MiB, less {BYTES_A_SESSION} bytes a session", "at most 64", 64,
                 pick(costs, most, "peak") - BYTES_A_SESSION * sessions / 2**20))
    rows.append(("XML against CSV, wall", "at most 1.50", 1.5,
                 ratio(pick(outputs, "XML", "wall"), pick(outputs, "CSV", "wall"))))
    rows.append(("CSV, XML and text at once against CSV alone, wall", "at most 2.00", 2,
                 ratio(pick(outputs, "all three", "wall"), pick(outputs, "CSV", "wall"))))
    return rows


def verdict(limit, value):
    if value is None:
        return "not measured"
    return "met" if (value >= -limit if limit < 0 else value <= limit) else "missed"


def table(costs, outputs, sessions):
    rows = [(what, bar, "" if value is None else f"{value:.2f}", verdict(limit, value))
            for what, bar, limit, value in measured(costs, outputs, sessions)]
    return measuring.table(["bar", "wanted", "measured", ""], rows)
