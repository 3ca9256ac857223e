-- That a certificate has registered itself, or waits for its activation and tried to connect: written with what it tells of, and
-- deleted once subscribers have it. Two rows at most for a certificate, its registration and its latest later connect.
CREATE TABLE registration_event (
    account_id        TEXT COLLATE "C" NOT NULL,
    region            TEXT COLLATE "C" NOT NULL,
    certificate_id    TEXT COLLATE "C" NOT NULL,
    is_first          BIGINT           NOT NULL,
    ca_certificate_id TEXT COLLATE "C" NOT NULL,
    registered_at_ms  BIGINT           NOT NULL,
    occurred_at_ms    BIGINT           NOT NULL,
    due_at_ms         BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, certificate_id, is_first)
);

CREATE INDEX registration_event_due ON registration_event (due_at_ms);

-- A device that names no account is looked for among the CAs that one account of a region holds alone.
CREATE INDEX ca_certificate_default_by_subject ON ca_certificate (region, subject_digest, created_at_ms)
    WHERE certificate_mode = 'DEFAULT';
