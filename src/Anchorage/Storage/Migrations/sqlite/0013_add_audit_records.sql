-- Who did what, in the order of time. Appended to at one end and trimmed at the other: with no key but this one, what is appended to an
-- account's records falls on one page.
CREATE TABLE audit_record (
    account_id     TEXT    NOT NULL,
    recorded_at_ms INTEGER NOT NULL,
    sequence       INTEGER NOT NULL,
    region         TEXT    NOT NULL,
    principal      TEXT    NOT NULL,
    access_key_id  TEXT    NOT NULL,
    source_address TEXT    NOT NULL,
    user_agent     TEXT    NOT NULL,
    operation      TEXT    NOT NULL,
    resources      TEXT    NOT NULL,
    outcome        TEXT    NOT NULL,
    request_id     TEXT    NOT NULL,
    PRIMARY KEY (account_id, recorded_at_ms, sequence)
) WITHOUT ROWID;
