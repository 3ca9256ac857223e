-- An account has at most 256 provisioning templates in a region; a count that two creations cannot both raise past it.
CREATE TABLE provisioning_template_count (
    account_id     TEXT COLLATE "C" NOT NULL,
    region         TEXT COLLATE "C" NOT NULL,
    template_count BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region)
);

INSERT INTO provisioning_template_count (account_id, region, template_count)
    SELECT account_id, region, COUNT(*) FROM provisioning_template GROUP BY account_id, region;
