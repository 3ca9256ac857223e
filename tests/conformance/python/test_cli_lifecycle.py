"""The AWS CLI takes a CA through its life: activated, provisioned with, tagged, deactivated, deleted."""

import json
import subprocess

from cli import REGION, CliTest
from surroundings import ROLE, TEMPLATE, access_key, signed_url


class Lifecycle(CliTest):
    def setUp(self):
        self.ca = self.authority()
        registered = self.answer("register-ca-certificate", "--ca-certificate", f"file://{self.ca.certificate}", "--certificate-mode", "SNI_ONLY")
        self.id, self.arn = registered["certificateId"], registered["certificateArn"]

    def described(self):
        return self.answer("describe-ca-certificate", "--certificate-id", self.id)

    def test_a_ca_is_walked_from_its_registration_to_its_deletion(self):
        self.assertIsNone(self.answer(
            "update-ca-certificate", "--certificate-id", self.id, "--new-status", "ACTIVE", "--new-auto-registration-status", "ENABLE",
            "--registration-config", json.dumps({"templateBody": TEMPLATE, "roleArn": ROLE}), "--no-remove-auto-registration"))
        described = self.described()
        self.assertEqual(described["registrationConfig"]["roleArn"], ROLE)
        self.assertEqual(described["certificateDescription"]["status"], "ACTIVE")
        self.assertEqual(described["certificateDescription"]["autoRegistrationStatus"], "ENABLE")

        self.assertIsNone(self.answer("tag-resource", "--resource-arn", self.arn, "--tags", "Key=plant,Value=2", "Key=line,Value="))
        self.assertIsNone(self.answer("untag-resource", "--resource-arn", self.arn, "--tag-keys", "line", "none"))
        self.assertEqual(self.answer("list-tags-for-resource", "--resource-arn", self.arn)["tags"], [{"Key": "plant", "Value": "2"}])

        message = self.refusal("CertificateStateException", "delete-ca-certificate", "--certificate-id", self.id)
        self.assertIn(f"aws iot update-ca-certificate --certificate-id {self.id} --new-status INACTIVE", message)
        self.assertIsNone(self.answer("update-ca-certificate", "--certificate-id", self.id, "--new-status", "INACTIVE", "--remove-auto-registration"))
        self.assertNotIn("registrationConfig", self.described())
        self.assertIsNone(self.answer("delete-ca-certificate", "--certificate-id", self.id))
        self.refusal("ResourceNotFoundException", "delete-ca-certificate", "--certificate-id", self.id)

    def test_a_quarantined_ca_is_described_as_ever_and_refusals_tell_how_to_release_it(self):
        self.call_beside_aws("PUT", f"/-/ca-quarantines/{self.id}")
        described = self.described()
        self.assertEqual(described["certificateDescription"]["status"], "INACTIVE")
        self.assertEqual(list(described), ["certificateDescription"])
        release = f"anchorage ca release {self.id}"
        self.assertIn(release, self.refusal("InvalidRequestException", "update-ca-certificate", "--certificate-id", self.id, "--new-status", "ACTIVE"))
        self.assertIn(release, self.refusal("CertificateStateException", "delete-ca-certificate", "--certificate-id", self.id))
        self.call_beside_aws("DELETE", f"/-/ca-quarantines/{self.id}")
        self.assertIsNone(self.answer("delete-ca-certificate", "--certificate-id", self.id))

    def call_beside_aws(self, method, path):
        """What the AWS CLI has no word for, signed by curl."""
        subprocess.run(
            ["curl", "--disable", "--silent", "--show-error", "--fail", "--request", method, "--aws-sigv4", f"aws:amz:{REGION}:iot",
             "--user", ":".join(access_key()), "--output", self.folder() / "answer", f"{signed_url()}{path}"], check=True)

    def test_refusals_are_told_at_the_terminal(self):
        message = self.refusal("InvalidRequestException", "update-ca-certificate", "--certificate-id", self.id,
                               "--remove-auto-registration", "--new-auto-registration-status", "ENABLE")
        self.assertIn("give one of them", message)
        self.refusal("ResourceNotFoundException", "update-ca-certificate", "--certificate-id", "0" * 64, "--new-status", "ACTIVE")
        # SDKs take this name for a throttle and try again by themselves.
        message = self.refusal("LimitExceededException", "tag-resource", "--resource-arn", self.arn, "--tags",
                               json.dumps([{"Key": f"key{number}", "Value": ""} for number in range(51)]), retried=2)
        self.assertIn("51 tags; the most is 50", message)
        self.refusal("InvalidRequestException", "untag-resource", "--resource-arn", self.arn, "--tag-keys", "aws:x")
