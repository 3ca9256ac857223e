-- Counters with a condition keep the limits of versions and of attachments in a race; counts would not.
CREATE TABLE policy (
    account_id         TEXT COLLATE "C" NOT NULL,
    region             TEXT COLLATE "C" NOT NULL,
    policy_name        TEXT COLLATE "C" NOT NULL,
    generation_id      TEXT COLLATE "C" NOT NULL,
    default_version_id BIGINT           NOT NULL,
    last_version_id    BIGINT           NOT NULL,
    version_count      BIGINT           NOT NULL,
    created_at_ms      BIGINT           NOT NULL,
    modified_at_ms     BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, policy_name)
);

CREATE INDEX policy_by_creation ON policy (account_id, region, created_at_ms, policy_name);

CREATE TABLE policy_version (
    account_id      TEXT COLLATE "C" NOT NULL,
    region          TEXT COLLATE "C" NOT NULL,
    policy_name     TEXT COLLATE "C" NOT NULL,
    version_id      BIGINT           NOT NULL,
    policy_document TEXT COLLATE "C" NOT NULL,
    created_at_ms   BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, policy_name, version_id)
);

-- The foreign key makes attaching and deleting wait for each other without making attachments wait for one another.
CREATE TABLE policy_attachment (
    account_id     TEXT COLLATE "C" NOT NULL,
    region         TEXT COLLATE "C" NOT NULL,
    target         TEXT COLLATE "C" NOT NULL,
    policy_name    TEXT COLLATE "C" NOT NULL,
    attached_at_ms BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, target, policy_name),
    FOREIGN KEY (account_id, region, policy_name) REFERENCES policy (account_id, region, policy_name)
);

CREATE INDEX policy_attachment_by_policy ON policy_attachment (account_id, region, policy_name, attached_at_ms, target);

-- How many policies a target has. Whoever deletes the target holds this row, so that nothing is attached to it meanwhile.
CREATE TABLE policy_target (
    account_id   TEXT COLLATE "C" NOT NULL,
    region       TEXT COLLATE "C" NOT NULL,
    target       TEXT COLLATE "C" NOT NULL,
    policy_count BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, target)
);
