-- Text is ordered by its bytes, as SQLite orders it.
CREATE TABLE access_key (
    access_key_id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account_id               TEXT COLLATE "C" NOT NULL,
    sealed_secret            BYTEA            NOT NULL,
    session_token_digest     BYTEA,
    expires_at_ms            BIGINT,
    root                     BIGINT           NOT NULL,
    enabled                  BIGINT           NOT NULL,
    created_at_ms            BIGINT           NOT NULL
);

CREATE TABLE registration_code (
    account_id               TEXT COLLATE "C" NOT NULL,
    region                   TEXT COLLATE "C" NOT NULL,
    registration_code        TEXT COLLATE "C" NOT NULL,
    created_at_ms            BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region)
);

CREATE TABLE ca_certificate (
    account_id               TEXT COLLATE "C" NOT NULL,
    region                   TEXT COLLATE "C" NOT NULL,
    certificate_id           TEXT COLLATE "C" NOT NULL,
    der                      BYTEA            NOT NULL,
    subject_digest           TEXT COLLATE "C" NOT NULL,
    status                   TEXT COLLATE "C" NOT NULL,
    auto_registration_status TEXT COLLATE "C" NOT NULL,
    certificate_mode         TEXT COLLATE "C" NOT NULL,
    not_before_ms            BIGINT           NOT NULL,
    not_after_ms             BIGINT           NOT NULL,
    template_body            TEXT COLLATE "C",
    template_name            TEXT COLLATE "C",
    role_arn                 TEXT COLLATE "C",
    customer_version         BIGINT           NOT NULL,
    generation_id            TEXT COLLATE "C" NOT NULL,
    created_at_ms            BIGINT           NOT NULL,
    modified_at_ms           BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, certificate_id)
);

CREATE INDEX ca_certificate_by_creation ON ca_certificate (account_id, region, created_at_ms, certificate_id);
CREATE INDEX ca_certificate_by_subject ON ca_certificate (account_id, region, subject_digest);
CREATE INDEX ca_certificate_by_template ON ca_certificate (account_id, region, template_name, created_at_ms, certificate_id)
    WHERE template_name IS NOT NULL;

-- How many CAs of one subject an account has in a region. A counter with a condition keeps the limit in a race; a count would not.
CREATE TABLE ca_subject (
    account_id               TEXT COLLATE "C" NOT NULL,
    region                   TEXT COLLATE "C" NOT NULL,
    subject_digest           TEXT COLLATE "C" NOT NULL,
    ca_count                 BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, subject_digest)
);

-- A CA in DEFAULT mode has one holder in a region, whichever account that is.
CREATE TABLE ca_default_holder (
    region                   TEXT COLLATE "C" NOT NULL,
    certificate_id           TEXT COLLATE "C" NOT NULL,
    account_id               TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (region, certificate_id)
);

CREATE TABLE provisioning_template (
    account_id               TEXT COLLATE "C" NOT NULL,
    region                   TEXT COLLATE "C" NOT NULL,
    template_name            TEXT COLLATE "C" NOT NULL,
    template_type            TEXT COLLATE "C" NOT NULL,
    created_at_ms            BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, template_name)
);

CREATE TABLE tag (
    account_id               TEXT COLLATE "C" NOT NULL,
    region                   TEXT COLLATE "C" NOT NULL,
    resource                 TEXT COLLATE "C" NOT NULL,
    tag_key                  TEXT COLLATE "C" NOT NULL,
    tag_value                TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, region, resource, tag_key)
);
