-- The job in sqlite3, after `CREATE TABLE timed (code TEXT PRIMARY KEY)` was filled and the export imported.
.mode csv
.separator , "\n"
.headers on
WITH lines AS (
    SELECT session_id, export.code AS code, min(export.rowid) AS n, sum(CAST(minutes AS INTEGER)) AS minutes,
           CAST(replace(unit_charge, '.', '') AS INTEGER) AS cents, timed.code IS NOT NULL AS is_timed
    FROM export LEFT JOIN timed ON timed.code = export.code
    GROUP BY session_id, export.code),
pooled AS (
    SELECT *, CASE WHEN is_timed THEN minutes % 15 ELSE 0 END AS rest,
           (sum(CASE WHEN is_timed THEN minutes ELSE 0 END) OVER session + 7) / 15
               - sum(CASE WHEN is_timed THEN minutes / 15 ELSE 0 END) OVER session AS left_over,
           row_number() OVER (PARTITION BY session_id
                              ORDER BY CASE WHEN is_timed THEN minutes % 15 ELSE 0 END DESC, minutes DESC, n) AS place
    FROM lines WINDOW session AS (PARTITION BY session_id)),
given AS (
    SELECT n, session_id, code, minutes, cents,
           CASE WHEN is_timed THEN minutes / 15 + (place <= left_over) ELSE 1 END AS units
    FROM pooled)
SELECT session_id, code, units, minutes, printf('%d.%02d', units * cents / 100, units * cents % 100) AS charge
FROM given WHERE units > 0 ORDER BY n;
