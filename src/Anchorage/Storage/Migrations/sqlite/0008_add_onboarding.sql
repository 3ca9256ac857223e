-- That a certificate has registered itself, or waits for its activation and tried to connect: written with what it tells of, and
-- deleted once subscribers have it. Two rows at most for a certificate, its registration and its latest later connect.
CREATE TABLE registration_event (
    account_id        TEXT    NOT NULL,
    region            TEXT    NOT NULL,
    certificate_id    TEXT    NOT NULL,
    is_first          INTEGER NOT NULL,
    ca_certificate_id TEXT    NOT NULL,
    registered_at_ms  INTEGER NOT NULL,
    occurred_at_ms    INTEGER NOT NULL,
    due_at_ms         INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, certificate_id, is_first)
) WITHOUT ROWID;

CREATE INDEX registration_event_due ON registration_event (due_at_ms);

-- A device that names no account is looked for among the CAs that one account of a region holds alone.
CREATE INDEX ca_certificate_default_by_subject ON ca_certificate (region, subject_digest, created_at_ms)
    WHERE certificate_mode = 'DEFAULT';
