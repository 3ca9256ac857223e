-- An account has at most 256 provisioning templates in a region; a count that two creations cannot both raise past it.
CREATE TABLE provisioning_template_count (
    account_id     TEXT    NOT NULL,
    region         TEXT    NOT NULL,
    template_count INTEGER NOT NULL,
    PRIMARY KEY (account_id, region)
) WITHOUT ROWID;

INSERT INTO provisioning_template_count (account_id, region, template_count)
    SELECT account_id, region, COUNT(*) FROM provisioning_template GROUP BY account_id, region;
