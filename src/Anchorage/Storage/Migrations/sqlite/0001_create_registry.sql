CREATE TABLE access_key (
    access_key_id        TEXT    NOT NULL PRIMARY KEY,
    account_id           TEXT    NOT NULL,
    sealed_secret        BLOB    NOT NULL,
    session_token_digest BLOB,
    expires_at_ms        INTEGER,
    root                 INTEGER NOT NULL,
    enabled              INTEGER NOT NULL,
    created_at_ms        INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE registration_code (
    account_id        TEXT    NOT NULL,
    region            TEXT    NOT NULL,
    registration_code TEXT    NOT NULL,
    created_at_ms     INTEGER NOT NULL,
    PRIMARY KEY (account_id, region)
) WITHOUT ROWID;

CREATE TABLE ca_certificate (
    account_id               TEXT    NOT NULL,
    region                   TEXT    NOT NULL,
    certificate_id           TEXT    NOT NULL,
    der                      BLOB    NOT NULL,
    subject_digest           TEXT    NOT NULL,
    status                   TEXT    NOT NULL,
    auto_registration_status TEXT    NOT NULL,
    certificate_mode         TEXT    NOT NULL,
    not_before_ms            INTEGER NOT NULL,
    not_after_ms             INTEGER NOT NULL,
    template_body            TEXT,
    template_name            TEXT,
    role_arn                 TEXT,
    customer_version         INTEGER NOT NULL,
    generation_id            TEXT    NOT NULL,
    created_at_ms            INTEGER NOT NULL,
    modified_at_ms           INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, certificate_id)
);

CREATE INDEX ca_certificate_by_creation ON ca_certificate (account_id, region, created_at_ms, certificate_id);
CREATE INDEX ca_certificate_by_subject ON ca_certificate (account_id, region, subject_digest);
CREATE INDEX ca_certificate_by_template ON ca_certificate (account_id, region, template_name, created_at_ms, certificate_id)
    WHERE template_name IS NOT NULL;

-- How many CAs of one subject an account has in a region. A counter with a condition keeps the limit in a race; a count would not.
CREATE TABLE ca_subject (
    account_id     TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    subject_digest TEXT    NOT NULL,
    ca_count       INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, subject_digest)
) WITHOUT ROWID;

-- A CA in DEFAULT mode has one holder in a region, whichever account that is.
CREATE TABLE ca_default_holder (
    region         TEXT NOT NULL,
    certificate_id TEXT NOT NULL,
    account_id     TEXT NOT NULL,
    PRIMARY KEY (region, certificate_id)
) WITHOUT ROWID;

CREATE TABLE provisioning_template (
    account_id    TEXT    NOT NULL,
    region        TEXT    NOT NULL,
    template_name TEXT    NOT NULL,
    template_type TEXT    NOT NULL,
    created_at_ms INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, template_name)
) WITHOUT ROWID;

CREATE TABLE tag (
    account_id TEXT NOT NULL,
    region     TEXT NOT NULL,
    resource   TEXT NOT NULL,
    tag_key    TEXT NOT NULL,
    tag_value  TEXT NOT NULL,
    PRIMARY KEY (account_id, region, resource, tag_key)
) WITHOUT ROWID;
