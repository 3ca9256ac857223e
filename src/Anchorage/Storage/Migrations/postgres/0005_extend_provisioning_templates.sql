ALTER TABLE provisioning_template ADD COLUMN description TEXT COLLATE "C";
ALTER TABLE provisioning_template ADD COLUMN enabled BIGINT NOT NULL DEFAULT 0;
ALTER TABLE provisioning_template ADD COLUMN provisioning_role_arn TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE provisioning_template ADD COLUMN default_version_id BIGINT NOT NULL DEFAULT 1;
ALTER TABLE provisioning_template ADD COLUMN last_version_id BIGINT NOT NULL DEFAULT 1;
ALTER TABLE provisioning_template ADD COLUMN version_count BIGINT NOT NULL DEFAULT 1;
ALTER TABLE provisioning_template ADD COLUMN modified_at_ms BIGINT NOT NULL DEFAULT 0;

CREATE TABLE provisioning_template_version (
    account_id    TEXT COLLATE "C" NOT NULL,
    region        TEXT COLLATE "C" NOT NULL,
    template_name TEXT COLLATE "C" NOT NULL,
    version_id    BIGINT           NOT NULL,
    template_body TEXT COLLATE "C" NOT NULL,
    created_at_ms BIGINT           NOT NULL,
    PRIMARY KEY (account_id, region, template_name, version_id)
);
