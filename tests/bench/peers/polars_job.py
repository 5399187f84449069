#!/usr/bin/env python3
"""The job in Polars.

    polars_job.py EXPORT TIMED_CODES OUT [--threads 2] [--query NAME]

The queries do the same in different ways. The default was the fastest when they were last tried, so it is the one that
claimline is compared with.
"""

import argparse
import os


def scan(pl, export):
    return pl.scan_csv(export, schema_overrides={"session_id": pl.String, "code": pl.String, "minutes": pl.Int32,
                                                 "unit_charge": pl.Decimal(9, 2)},
                       infer_schema_length=0, row_index_name="n").select(
        "n", "session_id", "code", pl.col("minutes").cast(pl.Int64), "unit_charge")


def lines(pl, rows, timed):
    """minutes and charge of each code of a session; n is the place of its first row."""
    return rows.group_by("session_id", "code").agg(
        pl.col("n").min().cast(pl.Int64), pl.col("minutes").sum(), pl.col("unit_charge").first()).with_columns(
        pl.col("code").is_in(timed).alias("timed"))


def with_key(pl, frame):
    """The order in which the codes of a session get left-over units; none for those that are not timed."""
    return frame.with_columns(
        pl.when("timed").then(pl.col("minutes") % 15 * 10**15 + pl.col("minutes") * 10**11 - pl.col("n"))
        .otherwise(-1).alias("key"))


def pooled(pl):
    minutes = pl.col("minutes").filter(pl.col("timed"))
    return ((minutes.sum() + 7) // 15 - (minutes // 15).sum()).alias("left_over")


def finish(pl, frame, extra):
    units = pl.when("timed").then(pl.col("minutes") // 15 + extra.cast(pl.Int64)).otherwise(1)
    return frame.with_columns(units.alias("units")).filter(pl.col("units") > 0).sort("n").select(
        "session_id", "code", "units", "minutes", (pl.col("units") * pl.col("unit_charge")).alias("charge"))


def windows(pl, rows, timed):
    frame = with_key(pl, lines(pl, rows, timed)).with_columns(
        pooled(pl).over("session_id"),
        pl.col("key").rank("ordinal", descending=True).over("session_id").cast(pl.Int64).alias("place"))
    return finish(pl, frame, pl.col("place") <= pl.col("left_over"))


def joined(pl, rows, timed):
    """Instead of a rank in each session: its codes sorted once, the key at the cut, and a join."""
    frame = with_key(pl, lines(pl, rows, timed))
    cuts = frame.group_by("session_id").agg(pooled(pl), pl.col("key").sort(descending=True).alias("keys")).filter(
        pl.col("left_over") > 0).select("session_id", pl.col("keys").list.get(pl.col("left_over") - 1).alias("cut"))
    return finish(pl, frame.join(cuts, on="session_id", how="left"),
                  (pl.col("key") >= pl.col("cut")).fill_null(False))


def sorted_once(pl, rows, timed):
    """All lines sorted by session and key; a line's place is its distance from the session's first."""
    frame = with_key(pl, lines(pl, rows, timed)).sort("session_id", "key", descending=[False, True])
    frame = frame.with_row_index("at")
    sessions = frame.group_by("session_id").agg(pooled(pl), pl.col("at").min().alias("begin"))
    frame = frame.join(sessions, on="session_id", how="left")
    return finish(pl, frame, (pl.col("at") - pl.col("begin")).cast(pl.Int64) < pl.col("left_over"))


def exploded(pl, rows, timed):
    """One group a session: its lines are lists that are taken apart again."""
    frame = with_key(pl, lines(pl, rows, timed)).group_by("session_id").agg(
        "n", "code", "minutes", "unit_charge", "timed", "key", pooled(pl),
        pl.col("key").rank("ordinal", descending=True).cast(pl.Int64).alias("place"))
    frame = frame.explode("n", "code", "minutes", "unit_charge", "timed", "key", "place")
    return finish(pl, frame, pl.col("place") <= pl.col("left_over"))


QUERIES = {"windows": windows, "joined": joined, "sorted": sorted_once, "exploded": exploded}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("export")
    parser.add_argument("timed", help="timed codes, separated by commas")
    parser.add_argument("out")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--query", choices=QUERIES, default="joined")
    parser.add_argument("--engine", choices=["streaming", "in-memory"], default="streaming")
    args = parser.parse_args()
    os.environ["POLARS_MAX_THREADS"] = str(args.threads)  # read when the module is loaded
    import polars as pl  # pylint: disable=import-outside-toplevel

    query = QUERIES[args.query](pl, scan(pl, args.export), args.timed.split(","))
    if args.engine == "streaming":
        query.sink_csv(args.out, engine="streaming")
    else:
        query.collect().write_csv(args.out)


if __name__ == "__main__":
    main()
