"""Running programs in turn, and what is made of the figures."""

import dataclasses
import pathlib
import statistics
import subprocess


@dataclasses.dataclass
class Cost:
    """Of one run: seconds and MiB."""

    wall: float
    cpu: float
    peak: float


class Failed(Exception):
    """A program ended with a status that it should not have."""


def run_once(tools, command, work, stdin="/dev/null", stdout="/dev/null", statuses=(0,)):
    """Runs a command; its messages go to work/messages.txt."""
    messages = pathlib.Path(work) / "messages.txt"
    line = subprocess.run([str(tools / "bench_measure"), str(stdin), str(stdout), str(messages), *map(str, command)],
                          check=True, stdout=subprocess.PIPE, text=True).stdout
    wall, user, system, peak, status = map(int, line.split())
    if status not in statuses:
        last = messages.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-3:]
        raise Failed(f"{command[0]} ended with status {status}: {' / '.join(last)}")
    return Cost(wall / 1e9, (user + system) / 1e6, peak / 1024)


def in_turn(jobs, runs, told=lambda text: None):
    """Runs each of {name: function that returns a Cost} once to warm up, then `runs` times, A B C A B C ...: what
    disturbs the machine disturbs all alike. Returns {name: list of costs}; a job that fails is left out, and told."""
    costs = {name: [] for name in jobs}
    for turn in range(runs + 1):
        for name, job in jobs.items():
            if name not in costs:
                continue
            try:
                cost = job()
            except Failed as failed:
                told(f"{name}: {failed}")
                del costs[name]
                continue
            if turn > 0:
                costs[name].append(cost)
        told(f"turn {turn} of {runs} done" if turn else "warm-up done")
    return costs


def median(costs, field):
    return statistics.median(getattr(cost, field) for cost in costs)


def spread(costs, field, digits=2):
    """Median (least to most)."""
    values = [getattr(cost, field) for cost in costs]
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def table(head, rows):
    """A Markdown table; all columns but the first are numbers."""
    lines = ["| " + " | ".join(head) + " |", "|---|" + "--:|" * (len(head) - 1)]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows])
