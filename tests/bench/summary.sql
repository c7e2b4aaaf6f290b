-- The figures of `cust-report --period 2025`, as DuckDB computes them from tables of its own, in one thread; for a desk
-- in UTC that is open from Monday to Friday, 9 to 17, without holidays.  Left out, in its favour: late payments (a fold
-- of each invoice's events), customers merged more than once over, strikes that were struck themselves, promises of void
-- complaints, and complaints that are not numbered in the order in which they came.
-- Each SELECT gives a row for each period that has any: 0 is 2025, 1 the year before.
SET threads = 1;
CREATE TEMP MACRO period(t) AS CASE WHEN t >= 1735689600 AND t < 1767225600 THEN 0
    WHEN t >= 1704153600 AND t < 1735689600 THEN 1 END;
CREATE TEMP MACRO open_until(t) AS (t - 345600) // 604800 * 144000 + least((t - 345600) % 604800 // 86400, 5) * 28800
    + CASE WHEN (t - 345600) % 604800 < 432000 THEN greatest(least(t % 86400 - 32400, 28800), 0) ELSE 0 END;
CREATE TEMP TABLE matter AS
SELECT c.*, received - lag(received) OVER theirs BETWEEN 0 AND 7775999 AS again,
    bool_or((signals & 3) <> 0 OR reopened > 0) OVER (theirs ROWS UNBOUNDED PRECEDING) AS difficult
FROM (SELECT id, coalesce(-m.into_subject, customer) AS whose, cause, status, satisfied, priority, signals,
        reopened, received, acknowledged, resolved, closed
    FROM complaint LEFT JOIN merged AS m ON m.subject = -customer AND m.to_seq = 9223372036854775807
    WHERE voided = 0) AS c
WINDOW theirs AS (PARTITION BY whose ORDER BY id);

SELECT period(received) AS p, count(*), count(*) FILTER (priority = 0), count(*) FILTER (priority = 1),
    count(*) FILTER (priority = 2), count(*) FILTER (priority = 3), count(*) FILTER ((signals & 1) <> 0),
    count(*) FILTER ((signals & 2) <> 0), count(*) FILTER ((signals & 4) <> 0), count(*) FILTER ((signals & 8) <> 0),
    count(*) FILTER ((signals & 16) <> 0), count(*) FILTER ((signals & 32) <> 0), count(*) FILTER ((signals & 64) <> 0),
    count(*) FILTER ((signals & 128) <> 0), count(*) FILTER (again), 100 * count(*) FILTER (again) / count(*),
    count(*) FILTER (since <= received)
FROM matter LEFT JOIN (SELECT cause, min(since) AS since FROM fix GROUP BY cause) USING (cause)
WHERE received >= 1704153600 AND received < 1767225600 GROUP BY p ORDER BY p;

SELECT period(resolved) AS p, count(*), count(*) FILTER (cause <> 0), 100 * count(*) FILTER (cause <> 0) / count(*),
    quantile_disc(resolved - received, [0.5, 0.9]),
    quantile_disc(open_until(resolved) - open_until(received), [0.5, 0.9])
FROM matter WHERE resolved >= 1704153600 AND resolved < 1767225600 GROUP BY p ORDER BY p;

SELECT period(acknowledged) AS p, quantile_disc(acknowledged - received, [0.5, 0.9]),
    quantile_disc(open_until(acknowledged) - open_until(received), [0.5, 0.9])
FROM matter WHERE acknowledged >= 1704153600 AND acknowledged < 1767225600 GROUP BY p ORDER BY p;

SELECT period(closed) AS p, count(*), count(*) FILTER (satisfied = 1)
FROM matter WHERE status = 5 AND closed >= 1704153600 AND closed < 1767225600 GROUP BY p ORDER BY p;

-- Customers by their last complaint that had come by the end of the period.
SELECT p, count(*), count(*) FILTER (loyal), 100 * count(*) FILTER (loyal) / count(*)
FROM (SELECT p, max_by(difficult, id) AS difficult, max_by(status < 5 OR closed >= since, id) AS counts,
        max_by(status = 5 AND closed >= since AND closed < upto AND satisfied = 1, id) AS loyal
    FROM matter JOIN (VALUES (0, 1735689600, 1767225600), (1, 1704153600, 1735689600)) AS t (p, since, upto)
        ON received < upto
    GROUP BY p, whose)
WHERE difficult AND counts GROUP BY p ORDER BY p;

SELECT period(closed) AS p, count(*) FROM complaint
WHERE voided = 1 AND closed >= 1704153600 AND closed < 1767225600 GROUP BY p ORDER BY p;

-- What stood at the end of each period, as it was known then.
SELECT p, count(*), count(*) FILTER (due < upto), count(*) FILTER (waiting = 1), count(*) FILTER (owner = 0),
    count(*) FILTER (steps = 0), count(*) FILTER (due < upto AND acknowledged = 9223372036854775807)
FROM (SELECT seq, 9223372036854775807 AS to_seq, status, due, waiting, owner, steps, acknowledged FROM complaint
    WHERE status < 5
    UNION ALL SELECT seq, to_seq, status, due, waiting, owner, steps, acknowledged FROM complaint_past
    WHERE status < 5) AS stood
JOIN (SELECT p, upto, (SELECT coalesce(max(seq), 0) FROM tx WHERE "at" < upto) AS known
    FROM (VALUES (0, 1767225600), (1, 1735689600)) AS v (p, upto)) AS t ON seq <= known AND to_seq > known
GROUP BY p ORDER BY p;

-- Promises, and deadlines in time.
SELECT period(ended) AS p, count(*) FILTER (kind < 3 AND state = 1), count(*) FILTER (kind < 3 AND state = 2),
    count(*) FILTER (kind < 3 AND state = 3), count(*) FILTER (kind < 3 AND moved > 0),
    100 * count(*) FILTER (kind < 3 AND state = 1) / count(*) FILTER (kind < 3 AND state < 4),
    100 * count(*) FILTER (kind = 5 AND state = 1) / count(*) FILTER (kind = 5 AND state < 4),
    100 * count(*) FILTER (kind = 7 AND state = 1) / count(*) FILTER (kind = 7 AND state < 4)
FROM followup WHERE state <> 0 AND ended >= 1704153600 AND ended < 1767225600 GROUP BY p ORDER BY p;

SELECT period(due) AS p, count(*) FROM followup
WHERE kind = 8 AND state <> 4 AND due >= 1704153600 AND due < 1767225600 GROUP BY p ORDER BY p;

-- What only the events tell: reopened, not satisfied, praise, abuse and support, scores.
WITH kept AS (
    SELECT * FROM told AS t
    WHERE NOT EXISTS (SELECT 1 FROM told AS s WHERE s.subject = t.subject AND s.kind = 19 AND s.ref = t.no)
)
SELECT period(happened) AS p, count(*) FILTER (kept.kind = 9 OR (kept.kind = 7 AND num = 0)),
    count(*) FILTER (kept.kind = 7 AND num = 0), count(*) FILTER (kept.kind = 0), count(*) FILTER (kept.kind = 24),
    count(*) FILTER (kept.kind = 24 AND f.state IN (1, 2)),
    (SELECT avg(score) FROM
        (SELECT last(num ORDER BY no) AS score FROM kept WHERE kind = 3 AND code = 26 GROUP BY subject))
FROM kept LEFT JOIN followup AS f ON f.subject = kept.subject AND f.no = kept.ref AND kept.kind = 24
WHERE happened >= 1704153600 AND happened < 1767225600 GROUP BY p ORDER BY p;
