-- Who did what, in the order of time. Appended to at one end and trimmed at the other: with no key but this one, what is appended to an
-- account's records falls on one page.
CREATE TABLE audit_record (
    account_id     TEXT COLLATE "C" NOT NULL,
    recorded_at_ms BIGINT           NOT NULL,
    sequence       BIGINT           NOT NULL,
    region         TEXT COLLATE "C" NOT NULL,
    principal      TEXT COLLATE "C" NOT NULL,
    access_key_id  TEXT COLLATE "C" NOT NULL,
    source_address TEXT COLLATE "C" NOT NULL,
    user_agent     TEXT COLLATE "C" NOT NULL,
    operation      TEXT COLLATE "C" NOT NULL,
    resources      TEXT COLLATE "C" NOT NULL,
    outcome        TEXT COLLATE "C" NOT NULL,
    request_id     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, recorded_at_ms, sequence)
);
