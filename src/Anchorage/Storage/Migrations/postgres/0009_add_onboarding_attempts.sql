-- Every attempt of a device to connect that was not the ordinary success of a known certificate, with its reason. The newest of an account
-- and region are kept, numbered as they were recorded. What nobody's name was asked for stands under the account '' and the default region.
CREATE TABLE onboarding_attempt (
    account_id         TEXT COLLATE "C" NOT NULL,
    region             TEXT COLLATE "C" NOT NULL,
    number             BIGINT           NOT NULL,
    attempted_at_ms    BIGINT           NOT NULL,
    server_name        TEXT COLLATE "C" NOT NULL,
    source_address     TEXT COLLATE "C" NOT NULL,
    certificate_id     TEXT COLLATE "C" NOT NULL,
    common_name        TEXT COLLATE "C" NOT NULL,
    subject            TEXT COLLATE "C" NOT NULL,
    issuer             TEXT COLLATE "C" NOT NULL,
    ca_certificate_ids TEXT COLLATE "C" NOT NULL,
    outcome            TEXT COLLATE "C" NOT NULL,
    reason             TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (account_id, region, number)
);

CREATE INDEX onboarding_attempt_age ON onboarding_attempt (attempted_at_ms);

-- The last number that was given, so that the oldest rows are found without counting.
CREATE TABLE onboarding_attempt_number (
    account_id  TEXT COLLATE "C" NOT NULL,
    region      TEXT COLLATE "C" NOT NULL,
    last_number BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region)
);
