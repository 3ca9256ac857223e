-- Every attempt of a device to connect that was not the ordinary success of a known certificate, with its reason. The newest of an account
-- and region are kept, numbered as they were recorded. What nobody's name was asked for stands under the account '' and the default region.
CREATE TABLE onboarding_attempt (
    account_id         TEXT    NOT NULL,
    region             TEXT    NOT NULL,
    number             INTEGER NOT NULL,
    attempted_at_ms    INTEGER NOT NULL,
    server_name        TEXT    NOT NULL,
    source_address     TEXT    NOT NULL,
    certificate_id     TEXT    NOT NULL,
    common_name        TEXT    NOT NULL,
    subject            TEXT    NOT NULL,
    issuer             TEXT    NOT NULL,
    ca_certificate_ids TEXT    NOT NULL,
    outcome            TEXT    NOT NULL,
    reason             TEXT    NOT NULL,
    PRIMARY KEY (account_id, region, number)
) WITHOUT ROWID;

CREATE INDEX onboarding_attempt_age ON onboarding_attempt (attempted_at_ms);

-- The last number that was given, so that the oldest rows are found without counting.
CREATE TABLE onboarding_attempt_number (
    account_id  TEXT    NOT NULL,
    region      TEXT    NOT NULL,
    last_number INTEGER NOT NULL,
    PRIMARY KEY (account_id, region)
) WITHOUT ROWID;
