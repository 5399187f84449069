-- Claims as claimline keeps them, version 1 (user_version).
--
-- Columns are named as those of the CSV plugin; money is whole cents (..._cents), dates are
-- YYYY-MM-DD, what is not stated is NULL. The views at the end have dollars.

-- One conversion that put claims here.
CREATE TABLE run (
    run_id INTEGER PRIMARY KEY,
    program_version TEXT NOT NULL,
    run_date TEXT NOT NULL CHECK (run_date IS date(run_date)), -- --date, or the day it ran
    run_time TEXT NOT NULL,                                    -- UTC; midnight of --date
    control_number INTEGER NOT NULL,
    -- What it put here; less is left of it where a later run updated its claims.
    claims INTEGER NOT NULL DEFAULT 0,
    lines INTEGER NOT NULL DEFAULT 0,
    units INTEGER NOT NULL DEFAULT 0,
    minutes INTEGER NOT NULL DEFAULT 0,
    lines_without_charge INTEGER NOT NULL DEFAULT 0,
    charge_cents INTEGER NOT NULL DEFAULT 0,
    -- What became of its sessions.
    sessions_read INTEGER NOT NULL DEFAULT 0,
    sessions_held INTEGER NOT NULL DEFAULT 0,
    sessions_skipped INTEGER NOT NULL DEFAULT 0,
    sessions_without_lines INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE claim (
    claim_key INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES run,
    claim_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    claim_frequency TEXT,      -- 1 original, 7 replacement, 8 void
    payer_control_number TEXT, -- the payer's number of the claim replaced or voided
    service_date TEXT CHECK (service_date IS date(service_date)),
    place_of_service TEXT,
    discipline TEXT,
    claim_charge_cents INTEGER, -- of the lines that have a charge
    patient_paid_cents INTEGER,
    patient_id TEXT,
    patient_last_name TEXT,
    patient_first_name TEXT,
    patient_middle_name TEXT,
    patient_birth_date TEXT CHECK (patient_birth_date IS date(patient_birth_date)),
    patient_sex TEXT,
    patient_address TEXT,
    patient_city TEXT,
    patient_state TEXT,
    patient_zip TEXT,
    patient_phone TEXT,
    payer_id TEXT,
    payer_class TEXT,
    payer_name TEXT,
    payer_address TEXT,
    payer_city TEXT,
    payer_state TEXT,
    payer_zip TEXT,
    member_id TEXT,
    group_number TEXT,
    relationship TEXT,
    subscriber_last_name TEXT,
    subscriber_first_name TEXT,
    subscriber_birth_date TEXT CHECK (subscriber_birth_date IS date(subscriber_birth_date)),
    subscriber_sex TEXT,
    subscriber_address TEXT,
    subscriber_city TEXT,
    subscriber_state TEXT,
    subscriber_zip TEXT,
    authorization_number TEXT,
    referral_number TEXT,
    facility_id TEXT,
    facility_name TEXT,
    facility_npi TEXT,
    billing_npi TEXT,
    billing_name TEXT,
    billing_tax_id TEXT,
    billing_taxonomy TEXT,
    billing_address TEXT,
    billing_city TEXT,
    billing_state TEXT,
    billing_zip TEXT,
    billing_phone TEXT,
    referring_npi TEXT,
    referring_last_name TEXT,
    referring_first_name TEXT,
    referring_qualifier TEXT,
    total_treatment_minutes INTEGER,
    onset_date TEXT CHECK (onset_date IS date(onset_date)),
    initial_treatment_date TEXT CHECK (initial_treatment_date IS date(initial_treatment_date)),
    certification_start_date TEXT
        CHECK (certification_start_date IS date(certification_start_date)),
    certification_end_date TEXT CHECK (certification_end_date IS date(certification_end_date)),
    accident_date TEXT CHECK (accident_date IS date(accident_date)),
    accident_state TEXT,
    related_cause TEXT,
    property_casualty_claim_number TEXT,
    source_file TEXT
) STRICT;

-- What makes a claim one claim: a replacement or void is another one than its original.
CREATE UNIQUE INDEX claim_once
    ON claim (claim_id, ifnull(claim_frequency, '1'), ifnull(payer_control_number, ''));
CREATE INDEX claim_of_run ON claim (run_id);
CREATE INDEX claim_of_patient ON claim (patient_id, service_date);
CREATE INDEX claim_of_payer ON claim (payer_id, service_date);
CREATE INDEX claim_of_day ON claim (service_date);

CREATE TABLE diagnosis (
    claim_key INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 12), -- 1 is A on paper
    code TEXT NOT NULL,                                      -- ICD-10-CM, with the point
    PRIMARY KEY (claim_key, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX diagnosis_code ON diagnosis (code);

CREATE TABLE claim_line (
    line_key INTEGER PRIMARY KEY,
    claim_key INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE,
    line INTEGER NOT NULL CHECK (line >= 1),
    code TEXT NOT NULL,
    documented_code TEXT, -- of the export, before substitution
    description TEXT,
    modifier_1 TEXT,
    modifier_2 TEXT,
    modifier_3 TEXT,
    modifier_4 TEXT,
    pointer_1 INTEGER, -- diagnosis.number, most important first
    pointer_2 INTEGER,
    pointer_3 INTEGER,
    pointer_4 INTEGER,
    units INTEGER NOT NULL CHECK (units >= 0),
    minutes INTEGER NOT NULL CHECK (minutes >= 0),
    unit_charge_cents INTEGER,
    charge_cents INTEGER,
    unit_rule TEXT,
    rendering_npi TEXT,
    rendering_last_name TEXT,
    rendering_first_name TEXT,
    rendering_taxonomy TEXT,
    supervising_npi TEXT,
    assistant_id TEXT,
    start_time TEXT,
    end_time TEXT,
    region TEXT,
    technique TEXT,
    necessity TEXT,
    response TEXT,
    note TEXT,
    source_line INTEGER
) STRICT;

CREATE UNIQUE INDEX line_of_claim ON claim_line (claim_key, line);
CREATE INDEX line_code ON claim_line (code);

-- Which diagnosis a line points to, one row each.
CREATE VIEW line_diagnosis AS
SELECT l.claim_key, l.line, p.rank, d.number, d.code
FROM claim_line AS l
JOIN (SELECT 1 AS rank UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) AS p
JOIN diagnosis AS d ON d.claim_key = l.claim_key
    AND d.number = CASE p.rank WHEN 1 THEN l.pointer_1 WHEN 2 THEN l.pointer_2
                               WHEN 3 THEN l.pointer_3 ELSE l.pointer_4 END;

CREATE VIEW claims_in_dollars AS
SELECT c.claim_id, c.session_id, c.claim_frequency, c.patient_id, c.patient_last_name,
       c.patient_first_name, c.payer_id, c.payer_name, c.service_date, c.place_of_service,
       (SELECT count(*) FROM claim_line AS l WHERE l.claim_key = c.claim_key) AS lines,
       (SELECT sum(l.units) FROM claim_line AS l WHERE l.claim_key = c.claim_key) AS units,
       CASE WHEN c.claim_charge_cents IS NOT NULL THEN printf('%.2f', c.claim_charge_cents / 100.0) END AS charge,
       CASE WHEN c.patient_paid_cents IS NOT NULL THEN printf('%.2f', c.patient_paid_cents / 100.0) END AS patient_paid,
       c.run_id
FROM claim AS c;

-- The claim lines of the CSV plugin, as it writes them.
CREATE VIEW lines_in_dollars AS
SELECT c.claim_id, l.line, c.session_id, c.patient_id, c.payer_id, c.service_date,
       c.place_of_service, l.code, l.modifier_1, l.modifier_2, l.modifier_3, l.modifier_4,
       ifnull(substr('ABCDEFGHIJKL', l.pointer_1, 1), '') ||
           ifnull(substr('ABCDEFGHIJKL', l.pointer_2, 1), '') ||
           ifnull(substr('ABCDEFGHIJKL', l.pointer_3, 1), '') ||
           ifnull(substr('ABCDEFGHIJKL', l.pointer_4, 1), '') AS diagnosis_pointers,
       (SELECT group_concat(d.code, ';') FROM
            (SELECT code FROM diagnosis WHERE claim_key = c.claim_key ORDER BY number) AS d)
           AS diagnoses,
       l.units, l.minutes,
       CASE WHEN l.unit_charge_cents IS NOT NULL THEN printf('%.2f', l.unit_charge_cents / 100.0) END AS unit_charge,
       CASE WHEN l.charge_cents IS NOT NULL THEN printf('%.2f', l.charge_cents / 100.0) END AS charge,
       l.rendering_npi, l.unit_rule, l.documented_code
FROM claim AS c JOIN claim_line AS l USING (claim_key);
