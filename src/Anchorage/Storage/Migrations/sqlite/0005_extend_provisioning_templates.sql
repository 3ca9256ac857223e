ALTER TABLE provisioning_template ADD COLUMN description TEXT;
ALTER TABLE provisioning_template ADD COLUMN enabled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE provisioning_template ADD COLUMN provisioning_role_arn TEXT NOT NULL DEFAULT '';
ALTER TABLE provisioning_template ADD COLUMN default_version_id INTEGER NOT NULL DEFAULT 1;
ALTER TABLE provisioning_template ADD COLUMN last_version_id INTEGER NOT NULL DEFAULT 1;
ALTER TABLE provisioning_template ADD COLUMN version_count INTEGER NOT NULL DEFAULT 1;
ALTER TABLE provisioning_template ADD COLUMN modified_at_ms INTEGER NOT NULL DEFAULT 0;

CREATE TABLE provisioning_template_version (
    account_id    TEXT    NOT NULL,
    region        TEXT    NOT NULL,
    template_name TEXT    NOT NULL,
    version_id    INTEGER NOT NULL,
    template_body TEXT    NOT NULL,
    created_at_ms INTEGER NOT NULL,
    PRIMARY KEY (account_id, region, template_name, version_id)
);
