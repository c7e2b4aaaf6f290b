-- The summary's figures for the year 2025 and the one before, as DuckDB computes them from its own tables; business
-- minutes, late payments and what only the events tell are left out, in its favour.  One thread.
SET threads = 1;
WITH period (p, since, upto) AS (VALUES (0, 1735689600, 1767225600), (1, 1704153600, 1735689600)),
matter AS (
    SELECT *, received - lag(received) OVER theirs < 7776000 AS again,
        bool_or((signals & 3) <> 0 OR reopened > 0) OVER (PARTITION BY customer ORDER BY id
            ROWS UNBOUNDED PRECEDING) AS difficult
    FROM complaint WHERE voided = 0 WINDOW theirs AS (PARTITION BY customer ORDER BY id)
)
SELECT p,
    count(*) FILTER (received BETWEEN since AND upto - 1) AS received,
    count(*) FILTER (received BETWEEN since AND upto - 1 AND priority = 0),
    count(*) FILTER (received BETWEEN since AND upto - 1 AND priority = 1),
    count(*) FILTER (received BETWEEN since AND upto - 1 AND priority = 2),
    count(*) FILTER (received BETWEEN since AND upto - 1 AND priority = 3),
    count(*) FILTER (received BETWEEN since AND upto - 1 AND (signals & 1) <> 0),
    count(*) FILTER (received BETWEEN since AND upto - 1 AND (signals & 2) <> 0),
    count(*) FILTER (received BETWEEN since AND upto - 1 AND (signals & 4) <> 0),
    count(*) FILTER (received BETWEEN since AND upto - 1 AND (signals & 8) <> 0),
    count(*) FILTER (received BETWEEN since AND upto - 1 AND (signals & 16) <> 0),
    count(*) FILTER (received BETWEEN since AND upto - 1 AND (signals & 32) <> 0),
    count(*) FILTER (received BETWEEN since AND upto - 1 AND (signals & 64) <> 0),
    count(*) FILTER (received BETWEEN since AND upto - 1 AND (signals & 128) <> 0),
    count(*) FILTER (received BETWEEN since AND upto - 1 AND again) AS repeat,
    count(*) FILTER (resolved BETWEEN since AND upto - 1) AS resolved,
    count(*) FILTER (status = 5 AND closed BETWEEN since AND upto - 1) AS closed,
    count(*) FILTER (status = 5 AND satisfied = 1 AND closed BETWEEN since AND upto - 1) AS satisfied,
    count(*) FILTER (status = 5 AND difficult AND closed BETWEEN since AND upto - 1) AS difficult,
    count(*) FILTER (status = 5 AND difficult AND satisfied = 1 AND closed BETWEEN since AND upto - 1) AS won_back,
    count(*) FILTER (status < 5 AND received < upto) AS open,
    count(*) FILTER (status < 5 AND received < upto AND due < upto) AS late,
    count(*) FILTER (status < 5 AND received < upto AND waiting = 1) AS waiting,
    count(*) FILTER (status < 5 AND received < upto AND owner = 0) AS unowned,
    count(*) FILTER (status < 5 AND received < upto AND steps = 0) AS without_step,
    quantile_disc(acknowledged - received, [0.5, 0.9]) FILTER (acknowledged BETWEEN since AND upto - 1),
    quantile_disc(resolved - received, [0.5, 0.9]) FILTER (resolved BETWEEN since AND upto - 1)
FROM matter, period GROUP BY p ORDER BY p;
SELECT p, kind, state, count(*), count(*) FILTER (moved > 0)
FROM followup, (VALUES (0, 1735689600, 1767225600), (1, 1704153600, 1735689600)) AS period (p, since, upto)
WHERE state <> 0 AND ended BETWEEN since AND upto - 1 GROUP BY p, kind, state ORDER BY p, kind, state;
