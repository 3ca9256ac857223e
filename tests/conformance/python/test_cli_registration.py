"""The AWS CLI walks the documented way: code, proof, registration, description, list, tags."""

import datetime
import json

import boto
from authority import Authority
from cli import REGION, CliTest
from surroundings import ACCOUNT, ROLE, TEMPLATE

# Nothing else registers in this region, so a list of it holds what its test put there.
REGION_OF_LISTS = "eu-west-2"


class Registration(CliTest):
    def test_the_guide_is_walked_from_the_code_to_the_tags(self):
        authority = Authority.make_as_the_guide_does(self.folder())
        registered = self.answer(
            "register-ca-certificate", "--ca-certificate", f"file://{authority.certificate}",
            "--verification-certificate", f"file://{authority.prove(self.code())}",
            "--set-as-active", "--allow-auto-registration", "--tags", "Key=plant,Value=2", "Key=line,Value=a b")
        arn = f"arn:aws:iot:{REGION}:{ACCOUNT}:cacert/{authority.certificate_id}"
        # The CLI prints the members it knows: of the documented envelope beside them nothing is to be seen.
        self.assertEqual(registered, {"certificateArn": arn, "certificateId": authority.certificate_id})

        described = self.answer("describe-ca-certificate", "--certificate-id", authority.certificate_id)
        description = described["certificateDescription"]
        self.assertEqual(
            {name: description[name] for name in ("certificateArn", "status", "autoRegistrationStatus", "certificateMode", "ownedBy")},
            {"certificateArn": arn, "status": "ACTIVE", "autoRegistrationStatus": "ENABLE", "certificateMode": "DEFAULT", "ownedBy": ACCOUNT})
        self.assertNotIn("registrationConfig", described)
        dates = [datetime.datetime.fromisoformat(text) for text in (
            description["validity"]["notBefore"], description["creationDate"], description["validity"]["notAfter"])]
        self.assertEqual(dates, sorted(dates))

        listed = self.answer("list-ca-certificates")["certificates"]
        self.assertIn(authority.certificate_id, [item["certificateId"] for item in listed])
        tags = self.answer("list-tags-for-resource", "--resource-arn", arn)["tags"]
        self.assertCountEqual(tags, [{"Key": "plant", "Value": "2"}, {"Key": "line", "Value": "a b"}])

    def test_a_registration_config_is_read_from_a_file(self):
        authority = self.authority(kind="ec_p384")
        config = authority.folder / "config.json"
        config.write_text(json.dumps({"templateBody": TEMPLATE, "roleArn": ROLE}), encoding="utf-8")
        self.register(authority, "--registration-config", f"file://{config}", "--no-set-as-active", "--no-allow-auto-registration")
        described = self.answer("describe-ca-certificate", "--certificate-id", authority.certificate_id)
        self.assertEqual(described["registrationConfig"], {"templateBody": TEMPLATE, "roleArn": ROLE})
        self.assertEqual(described["certificateDescription"]["status"], "INACTIVE")
        self.assertEqual(described["certificateDescription"]["autoRegistrationStatus"], "DISABLE")
        self.assertEqual(described["certificateDescription"]["certificateMode"], "SNI_ONLY")

    def test_a_registration_config_is_read_from_the_command_line(self):
        authority = self.authority(kind="ec_p521")
        config = {"templateBody": TEMPLATE, "roleArn": ROLE}
        self.register(authority, "--registration-config", json.dumps(config))
        described = self.answer("describe-ca-certificate", "--certificate-id", authority.certificate_id)
        self.assertEqual(described["registrationConfig"], config)

    def test_a_whole_request_is_read_from_a_file(self):
        authority = self.authority(kind="rsa_pss_key")
        request = authority.folder / "request.json"
        proof = authority.prove(self.code()).read_text(encoding="ascii")
        request.write_text(json.dumps({
            "caCertificate": authority.pem, "verificationCertificate": proof, "setAsActive": True, "allowAutoRegistration": False,
            "certificateMode": "DEFAULT", "tags": [{"Key": "key1", "Value": "value1"}], "registrationConfig": {}}), encoding="utf-8")
        registered = self.answer("register-ca-certificate", "--cli-input-json", f"file://{request}")
        self.assertEqual(registered["certificateId"], authority.certificate_id)

    def test_lists_are_paged_ordered_and_filtered(self):
        # More than the 25 of a page, so that the CLI must follow the marker by itself.
        iot = boto.client(REGION_OF_LISTS)
        self.addCleanup(iot.close)
        oldest_first = [iot.register_ca_certificate(caCertificate=self.authority().pem, certificateMode="SNI_ONLY")["certificateId"]
                        for _ in range(27)]

        def ids(*options):
            listed = self.answer("list-ca-certificates", *options, region=REGION_OF_LISTS)
            return [item["certificateId"] for item in listed["certificates"]], listed.get("nextMarker") or listed.get("NextToken")

        self.assertEqual(ids(), (oldest_first[::-1], None))
        self.assertEqual(ids("--ascending-order"), (oldest_first, None))
        # Given --page-size the CLI pages no more by itself: it prints one page and its marker.
        first, marker = ids("--page-size", "2")
        self.assertEqual((first, ids("--marker", marker)), (oldest_first[:-3:-1], (oldest_first[-3::-1], None)))
        first, token = ids("--max-items", "26")
        self.assertEqual((first, ids("--starting-token", token)), (oldest_first[:0:-1], (oldest_first[:1], None)))
        self.assertEqual(ids("--template-name", "no-such-template"), ([], None))

    def test_accounts_named_by_twelve_digits_are_apart(self):
        first, second = self.of_account("111122223333"), self.of_account("444455556666")
        self.assertNotEqual(self.code(**first), self.code(**second))
        registered = self.register(self.authority(), **first)
        self.assertEqual(registered["certificateArn"], f"arn:aws:iot:{REGION}:111122223333:cacert/{registered['certificateId']}")
        self.refusal("ResourceNotFoundException", "describe-ca-certificate", "--certificate-id", registered["certificateId"], **second)

    def register(self, authority, *options, **surroundings):
        return self.answer("register-ca-certificate", "--ca-certificate", f"file://{authority.certificate}",
                           "--certificate-mode", "SNI_ONLY", *options, **surroundings)
